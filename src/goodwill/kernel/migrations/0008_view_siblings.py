from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0007_custom_types")]

    operations = [
        migrations.AddField(
            model_name="savedview",
            name="layout",
            field=models.JSONField(blank=True, default=dict, verbose_name="layout"),
        ),
    ]
