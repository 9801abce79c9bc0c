from django.apps import AppConfig


class ToysConfig(AppConfig):
    name = "goodwill.records.toys"
    label = "toys"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from goodwill.records.toys import records

        records.register_all()
