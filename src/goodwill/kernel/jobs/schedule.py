"""Jobs that come again by a cron expression.

The next one of each waits as an ordinary job that is due at its slot. Name and slot are unique for as long as ended
jobs are kept, so neither a second scheduler nor a clock that is set back makes one twice; what waits is moved where a
clock that jumped, another time zone or another expression wants it. Slots that passed while nothing ran are made up for
once, as the latest of them.
"""

import zoneinfo
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from cronsim import CronSim
from django.db import IntegrityError, transaction

from goodwill.kernel.actors import system
from goodwill.kernel.jobs.declare import Declared, scheduled
from goodwill.kernel.models import Job, Profile

State = Job.State


def plant(now: datetime) -> None:
    """See to it that the next of every scheduled job waits at its slot; writes only where something is off."""
    profile = Profile.everything.filter(pk=1).first()
    zone = zoneinfo.ZoneInfo(profile.time_zone if profile else "UTC")
    declared = {each.name: each for each in scheduled()}
    waiting = _waiting(list(declared))
    for name, each in declared.items():
        _bring_to_its_slot(each, waiting.get(name), now, zone)


def next_slot(expression: str, now: datetime, zone: zoneinfo.ZoneInfo, taken: frozenset[datetime]) -> datetime:
    """The first moment after now that the expression names and that had no run yet.

    What daylight saving leaves out comes right after the gap; what it repeats comes once.
    """
    for moment in CronSim(expression, now.astimezone(zone)):
        slot = moment.astimezone(UTC)
        if slot not in taken:
            return slot
    raise ValueError(f"{expression} names no moment")


def last_slot(expression: str, now: datetime, zone: zoneinfo.ZoneInfo) -> datetime:
    """The latest moment up to now that the expression names."""
    just_after = (now + timedelta(seconds=1)).astimezone(zone)
    return next(CronSim(expression, just_after, reverse=True)).astimezone(UTC)


def _waiting(names: list[str]) -> dict[str, Job]:
    """The row of each schedule that was not tried yet."""
    rows = Job.objects.filter(name__in=names, state=State.WAITING, slot__isnull=False, attempts=0)
    return {row.name: row for row in rows}


def _bring_to_its_slot(each: Declared, row: Job | None, now: datetime, zone: zoneinfo.ZoneInfo) -> None:
    late = row is not None and row.slot is not None and row.slot <= now
    earliest = last_slot(each.every, now, zone) if late else now
    others = Job.objects.filter(name=each.name, slot__gte=earliest)
    taken = frozenset(other.slot for other in others if other.slot and other != row)
    slot = earliest if late and earliest not in taken else next_slot(each.every, now, zone, taken)
    if row is None:
        Job.objects.bulk_create([_new(each, slot, now)], ignore_conflicts=True)
    elif row.slot != slot:
        with suppress(IntegrityError), transaction.atomic():
            Job.objects.filter(pk=row.pk, state=State.WAITING, attempts=0).update(slot=slot, due=slot)


def _new(each: Declared, slot: datetime, now: datetime) -> Job:
    by = system("job")
    return Job(
        name=each.name,
        slot=slot,
        due=slot,
        priority=each.priority,
        actor_kind=by.kind,
        actor_name=by.name,
        through=by.through,
        created_at=now,
        changed_at=now,
    )
