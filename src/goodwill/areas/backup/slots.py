"""Where the area shows: the page about backups among the settings, and a card on the page about safety."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodwill.areas.backup.models import Backup
from goodwill.kernel.actors import Actor
from goodwill.office import safety
from goodwill.office.frame import MACHINE
from goodwill.office.safety import SafetyCard
from goodwill.ui import slots
from goodwill.ui.slots import SettingsPage

LATE = timedelta(hours=36)  # the nightly one was left out


def _keeps_safe(actor: Actor) -> bool:
    return actor.may("safety")


def last_backup(actor: Actor) -> dict[str, Any]:
    """The newest backup, the newest that was restored as a test, and whether that is too long ago."""
    last = Backup.objects.order_by("-made_at").first()
    proved = Backup.objects.filter(problem="", checked_at__isnull=False).order_by("-made_at").first()
    late = proved is None or proved.made_at < timezone.now() - LATE
    return {"last": last, "proved": proved, "late": late}


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
safety.cards.append(
    SafetyCard(
        name="backup", label=_("Backups"), template="backup/safety.html", data=last_backup, icon="hard-drive", order=10
    )
)
