from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0013_yearly")]

    operations = [
        migrations.CreateModel(
            name="BulkRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.PositiveIntegerField()),
                ("asked", models.JSONField(default=dict)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("answer", models.JSONField(null=True)),
                (
                    "job",
                    models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name="rows", to="kernel.job"),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(fields=["job", "at"], name="kernel_bulk_row_at")]},
        )
    ]
