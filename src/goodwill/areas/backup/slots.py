"""Where the area shows: the page about backups among the settings."""

from django.utils.translation import gettext_lazy as _

from goodwill.kernel.actors import Actor
from goodwill.ui import slots
from goodwill.ui.slots import SettingsPage


def _keeps_safe(actor: Actor) -> bool:
    return actor.may("safety")


slots.settings_pages.add(
    SettingsPage(
        group=_("Safety"),
        label=_("Backups"),
        url="backups",
        icon="hard-drive",
        order=10,
        hint=_("The last backup, and whether it could be restored."),
        right=_keeps_safe,
    )
)
