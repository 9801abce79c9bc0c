import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0014_bulk_rows"),
    ]

    operations = [
        migrations.AddField(
            model_name="batch",
            name="undone_with",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="kernel.batch",
            ),
        ),
    ]
