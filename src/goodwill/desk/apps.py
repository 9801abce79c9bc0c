from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "goodwill.desk"
    label = "desk"

    def ready(self) -> None:
        from goodwill.desk.start import FIRST_STEPS, steps
        from goodwill.ui import slots
        from goodwill.ui.slots import HomeCard, Nav, SettingsPage

        slots.nav.add(Nav(label=_("Home"), url="home", icon="house", order=0, key="h"))
        slots.settings_pages.add(
            SettingsPage(
                group=_("Machine"),
                label=_("Example firm"),
                url="example",
                icon="store",
                order=49,
                hint=_("Look around in a made-up one, or remove it"),
                right=lambda actor: actor.may("manage_settings"),
            )
        )
        slots.home_cards.add(HomeCard(name=FIRST_STEPS, template="desk/start.html", data=steps, order=0, place="main"))
