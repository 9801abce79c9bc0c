from django.db import migrations, models


class Migration(migrations.Migration):
    """Rows that were just made come last then: at the front each of them split a page, and half of each stayed empty."""

    dependencies = [("people", "0010_gone_by_name")]

    operations = [
        migrations.RemoveIndex(model_name="party", name="people_party_changed"),
        migrations.AddIndex(
            model_name="party",
            index=models.Index(
                condition=models.Q(("deleted_at", None)),
                fields=["kind", "changed_at", "id"],
                name="people_party_changed",
            ),
        ),
    ]
