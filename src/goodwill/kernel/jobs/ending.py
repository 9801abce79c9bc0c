"""How a try ends, written under the fence of the worker that made it."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodwill.kernel.jobs import wake
from goodwill.kernel.jobs.declare import find
from goodwill.kernel.jobs.progress import Lost, tell_pages
from goodwill.kernel.models import Job

State = Job.State
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=6)
TRIED_WHILE_CRASHING = 3


@dataclass(frozen=True)
class Ending:
    """`state` WAITING means that it is tried again at `due`; `failed` whether this try counts as a failure."""

    state: str
    result: Any = None
    error: str = ""
    due: datetime | None = None
    failed: bool = False


_over: list[Callable[[Job], None]] = []


def when_over(function: Callable[[Job], None]) -> Callable[[Job], None]:
    """Register a function that gets each job that ended, in the transaction of its end."""
    _over.append(function)
    return function


def pause(failures: int) -> timedelta:
    """Doubles from ten seconds to six hours, each half to one and a half times as long so that no two fall together."""
    exact: timedelta = min(FIRST_PAUSE * 2 ** min(failures, 20), LONGEST_PAUSE)
    return exact * random.uniform(0.5, 1.5)  # noqa: S311 - spreads load, keeps no secret


def write(job: Job, ending: Ending) -> None:
    """Write it, or raise Lost when the job is no longer this worker's."""
    with transaction.atomic():
        mine = Job.objects.select_for_update().filter(pk=job.pk, state=State.RUNNING, attempts=job.attempts)
        stored = mine.first()
        if stored is None:
            raise Lost
        stored.state, stored.error, stored.due = ending.state, ending.error[:600], ending.due
        stored.failures += int(ending.failed)
        stored.crashes = 0
        stored.worker = ""
        stored.changed_at = timezone.now()
        if ending.state == State.WAITING:
            if stored.cancel_asked:
                stored.state = State.CANCELLED
            elif stored.key:
                _leave_it_to_a_twin(stored, ending)
        if ending.state == State.DONE:
            stored.result = ending.result
            stored.done = stored.total if stored.total is not None else stored.done
        if stored.is_over:
            stored.ended_at = stored.changed_at
        known = find(stored.name)
        if stored.state == State.DONE and known and known.quiet:
            stored.delete()
        else:
            stored.save()
        _tell(stored)
        if stored.state == State.WAITING:
            wake.when_committed(stored.due)


def _leave_it_to_a_twin(job: Job, ending: Ending) -> None:
    """Only one job of a key may wait: one that was asked for meanwhile goes on in its place, after the same pause."""
    twin = Job.objects.select_for_update().filter(name=job.name, key=job.key, state=State.WAITING).first()
    if twin is None:
        return
    twin.due, twin.failures, twin.position = job.due, job.failures, job.position
    twin.save(update_fields=["due", "failures", "position"])
    job.state = State.CANCELLED if ending.failed else State.DONE


def set_aside(job: Job) -> None:
    """End a job that took its worker down too often."""
    job.state, job.worker = State.FAILED, ""
    job.error = _("This stopped its worker three times, so it was set aside. Everything else went on.")
    job.ended_at = job.changed_at = timezone.now()
    job.save()
    _tell(job)


def _tell(job: Job) -> None:
    tell_pages(job)
    if job.is_over:
        for function in _over:
            function(job)
