from django.apps import AppConfig


class TransferConfig(AppConfig):
    name = "goodwill.transfer"
    label = "transfer"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from goodwill.transfer import jobs  # noqa: F401
