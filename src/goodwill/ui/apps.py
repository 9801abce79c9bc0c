from django.apps import AppConfig
from django.core.checks import register


class UiConfig(AppConfig):
    name = "goodwill.ui"
    label = "ui"

    def ready(self) -> None:
        from goodwill.ui import checks, words

        register(checks.slots_resolve)
        words.speak()
