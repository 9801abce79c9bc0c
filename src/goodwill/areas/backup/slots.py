"""Where the area shows: a page among the settings, a card on the page about safety, on Home one that is overdue."""

from django.utils.translation import gettext_lazy as _

from goodwill.areas.backup.standing import is_overdue, standing
from goodwill.kernel.actors import Actor
from goodwill.office import safety
from goodwill.office.frame import MACHINE
from goodwill.office.safety import SafetyCard
from goodwill.ui import slots
from goodwill.ui.slots import HomeCard, SettingsPage


def _keeps_safe(actor: Actor) -> bool:
    return actor.may("safety")


slots.settings_pages.add(
    SettingsPage(
        group=MACHINE,
        label=_("Backups"),
        url="backups",
        icon="hard-drive",
        order=58,
        hint=_("The last ones, each restored as a test"),
        right=_keeps_safe,
    )
)
slots.home_cards.add(
    HomeCard(
        name="backup",
        template="backup/overdue.html",
        data=lambda _actor: is_overdue() or None,
        order=-10,
        place="main",
        right=_keeps_safe,
    )
)
safety.cards.append(
    SafetyCard(
        name="backup",
        label=_("Backups"),
        template="backup/safety.html",
        data=lambda _actor: standing(),
        icon="hard-drive",
        order=10,
    )
)
