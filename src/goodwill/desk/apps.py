from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "goodwill.desk"
    label = "desk"

    def ready(self) -> None:
        from goodwill.desk.start import steps
        from goodwill.ui import slots
        from goodwill.ui.slots import HomeCard, Nav

        slots.nav.add(Nav(label=_("Home"), url="home", icon="house", order=0, key="h"))
        slots.home_cards.add(
            HomeCard(name="first-steps", template="desk/start.html", data=steps, order=0, place="main")
        )
