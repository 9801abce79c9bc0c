from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0011_order_of_changes")]

    operations = [
        migrations.AddField(
            model_name="customfield",
            name="yearly",
            field=models.BooleanField(default=False, verbose_name="comes again each year"),
        ),
    ]
