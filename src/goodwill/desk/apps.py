from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "goodwill.desk"
    label = "desk"

    def ready(self) -> None:
        from goodwill.desk.checklist import checklist
        from goodwill.ui import slots
        from goodwill.ui.slots import HomeCard, Nav

        slots.home_cards.add(
            HomeCard(name="checklist", template="desk/checklist.html", data=checklist, order=0, place="main")
        )
        slots.nav.add(Nav(label=_("Home"), url="home", icon="house", order=0, key="h"))
