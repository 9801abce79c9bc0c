from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "goodwill.desk"
    label = "desk"

    def ready(self) -> None:
        from goodwill.ui import slots
        from goodwill.ui.slots import Nav

        slots.nav.add(Nav(label=_("Home"), url="home", icon="house", order=0, key="h"))
