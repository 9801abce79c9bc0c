from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0009_keys_later")]

    operations = [
        migrations.AddIndex(
            model_name="party",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", False), ("merged_into", None)),
                fields=["kind", "name_sort"],
                name="people_party_gone",
            ),
        ),
    ]
