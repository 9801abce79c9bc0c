from django.apps import AppConfig


class BackupConfig(AppConfig):
    name = "goodwill.areas.backup"
    label = "backup"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from goodwill.areas.backup import jobs, slots  # noqa: F401
