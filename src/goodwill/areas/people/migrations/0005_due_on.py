from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_words")]

    operations = [
        migrations.AddIndex(
            model_name="party",
            index=models.Index(
                fields=["kind", "next_due", "name_sort", "id"],
                name="people_party_due_on",
                condition=models.Q(deleted_at=None) & models.Q(next_due__isnull=False),
            ),
        ),
    ]
