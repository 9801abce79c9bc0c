from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "goodwill.office"
    label = "office"

    def ready(self) -> None:
        from goodwill.office import forgotten, frame, jobs, webhook_events  # noqa: F401

        frame.fill()
