from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0005_due_on")]

    operations = [
        migrations.AddIndex(
            model_name="party",
            index=models.Index(
                condition=models.Q(("deleted_at", None)), fields=["name_sort", "id"], name="people_party_all"
            ),
        ),
    ]
