"""How a firm stands with its backups: the last one, whether one is overdue, and when the next one comes."""

import zoneinfo
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from goodwill.areas.backup.jobs import back_up
from goodwill.areas.backup.models import Backup
from goodwill.kernel import workspace as workspaces
from goodwill.kernel.jobs.declare import declared
from goodwill.kernel.jobs.schedule import next_slot
from goodwill.kernel.models import Job, Profile

LATE = timedelta(hours=36)  # the nightly one was left out
UNPLANNED = timedelta(hours=1)
_well_until: dict[str, datetime] = {}
"""By the id of the firm: later backups only move it on."""


@dataclass(frozen=True)
class Standing:
    last: Backup | None
    proved: Backup | None
    """The newest that was restored as a test."""
    under_way: Job | None
    """The work that makes one at this moment, or was asked to."""
    late: bool
    """None went well for so long, or since the first one was planned: a firm may be older than its place here."""
    next: datetime


def standing() -> Standing:
    last = Backup.objects.order_by("-made_at").first()
    proved = _proved()
    asked = Job.objects.filter(name="backup", state=Job.State.WAITING, slot=None)
    return Standing(
        last=last,
        proved=proved,
        under_way=(asked | Job.objects.filter(name="backup", state=Job.State.RUNNING)).order_by("-id").first(),
        late=_is_late(proved),
        next=_next(timezone.now()),
    )


def is_overdue() -> bool:
    """For every view of Home: asks nothing more before one could be overdue by what it read once."""
    firm, now = workspaces.current().id, timezone.now()
    if firm in _well_until and now < _well_until[firm]:
        return False
    since = _since(_proved())
    if since is None or now <= since + LATE:
        _well_until[firm] = since + LATE if since else now + UNPLANNED
        return False
    return True


def _proved() -> Backup | None:
    return Backup.objects.filter(problem="", checked_at__isnull=False).order_by("-made_at").first()


def _is_late(proved: Backup | None) -> bool:
    since = _since(proved)
    return since is not None and since + LATE < timezone.now()


def _since(proved: Backup | None) -> datetime | None:
    """When one went well, or else when the first was planned."""
    if proved:
        return proved.made_at
    first = Job.objects.filter(name="backup").order_by("created_at").first()
    return first.created_at if first else None


def _next(now: datetime) -> datetime:
    zone = zoneinfo.ZoneInfo(Profile.current().time_zone)
    return next_slot(declared(back_up).every, now, zone, frozenset())
