from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0009_field_rights")]

    operations = [
        migrations.AddField("apikey", "reads_only", models.BooleanField(default=False, verbose_name="may only read")),
        migrations.AddField("apikey", "types", models.JSONField(blank=True, default=list, verbose_name="only for")),
        migrations.AddField(
            "apikey", "per_minute", models.PositiveIntegerField(default=600, verbose_name="requests a minute")
        ),
    ]
