"""What files are found by: their folded name, a description, and the text in them."""

import django.db.models.deletion
from django.db import migrations, models


def fold_names(apps, schema_editor):
    from goodwill.kernel.text import fold

    files = apps.get_model("kernel", "File").everything
    for file in files.only("pk", "name").iterator():
        files.filter(pk=file.pk).update(name_fold=fold(file.name)[:255])


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_search")]
    operations = [
        migrations.AddField("file", "name_fold", models.CharField(default="", editable=False, max_length=255)),
        migrations.AddField(
            "file",
            "description",
            models.CharField(blank=True, default="", max_length=500, verbose_name="description"),
        ),
        migrations.AlterModelOptions(
            "file",
            options={
                "abstract": False,
                "base_manager_name": "everything",
                "default_manager_name": "objects",
                "verbose_name": "file",
            },
        ),
        migrations.AlterField("file", "size", models.PositiveBigIntegerField(verbose_name="size")),
        migrations.AddIndex("file", models.Index(fields=["-created_at", "-id"], name="kernel_file_newest")),
        migrations.CreateModel(
            name="FileText",
            fields=[
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="read",
                        serialize=False,
                        to="kernel.file",
                    ),
                ),
                ("blob", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[("read", "Read"), ("cut", "Cut"), ("nothing", "Nothing"), ("refused", "Refused")],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(default="", max_length=20)),
                ("pages", models.PositiveIntegerField(default=0)),
                ("text", models.TextField(default="")),
            ],
        ),
        migrations.RunPython(fold_names, migrations.RunPython.noop),
    ]
