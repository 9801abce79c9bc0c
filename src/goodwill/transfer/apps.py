from django.apps import AppConfig


class TransferConfig(AppConfig):
    name = "goodwill.transfer"
    label = "transfer"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from goodwill.transfer import jobs, slots  # noqa: F401
        from goodwill.transfer.leaving import exports, work  # noqa: F401

        slots.fill()
