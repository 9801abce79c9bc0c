from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "goodwill.areas.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from goodwill.areas.people import records

        records.register_all()
