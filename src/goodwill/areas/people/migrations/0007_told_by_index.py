from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0006_all_by_name")]

    operations = [
        migrations.RemoveIndex(model_name="party", name="people_party_staff"),
        migrations.AddIndex(
            model_name="party",
            index=models.Index(
                condition=models.Q(("deleted_at", None), ("company__isnull", False)),
                fields=["company", "name_sort", "id", "kind"],
                name="people_party_staff",
            ),
        ),
        migrations.RemoveIndex(model_name="address", name="people_address_place"),
        migrations.AddIndex(
            model_name="address",
            index=models.Index(
                condition=models.Q(("deleted_at", None), ("latitude__isnull", False)),
                fields=["latitude", "longitude", "party", "city"],
                name="people_address_place",
            ),
        ),
    ]
