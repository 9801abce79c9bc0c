"""Following the log: whoever listens is run by a job that is asked for in the transaction of the change itself."""

import time
from collections.abc import Sequence
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodwill.kernel import changes
from goodwill.kernel.actors import system
from goodwill.kernel.inserting import fresh, insert_new
from goodwill.kernel.jobs import wake
from goodwill.kernel.jobs.declare import declared, job
from goodwill.kernel.jobs.progress import Again, Progress
from goodwill.kernel.models import Job
from goodwill.kernel.prepared import prepared
from goodwill.kernel.snapshots import is_somebody_writing

AT_ONCE = 500
TURN = 5.0  # seconds after which others get their turn
PAUSE = timedelta(seconds=1)
REST = 1.0


@job("follow", label=_("React to changes"), retries=1_000_000, quiet=True, rest=REST)
def follow(consumer: str, *, progress: Progress) -> None:
    """Give a consumer what it has not seen, in order. Its cursor moves with its effects: each change exactly once.

    A consumer that fails is tried again, later each time. What is written while it reads has asked for another job,
    which rests first: in a burst, many are read together. On PostgreSQL, who still writes saw this one wait, perhaps.
    """
    if consumer not in changes.consumers():
        return
    until = time.monotonic() + TURN
    while seen := changes.follow(consumer, limit=AT_ONCE):
        progress.went_on()
        progress.step()
        if seen < AT_ONCE:
            break
        if time.monotonic() > until:
            raise Again
    if is_somebody_writing():
        raise Again(timezone.now() + PAUSE)
    if changes.is_behind(consumer):
        raise Again


def _ask(through: str) -> None:
    """One waiting job for each consumer that listens, and has none."""
    names = changes.listeners(through)
    if not names:
        return
    now, by, known = timezone.now(), system("job"), declared("follow")
    usual = {"name": known.name, "priority": known.priority, "created_at": now, "changed_at": now}
    usual |= {"actor_kind": by.kind, "actor_name": by.name, "through": by.through}
    waiting = _waiting(known.name)
    asked = [fresh(Job, usual | {"arguments": {"consumer": one}, "key": one}) for one in names if one not in waiting]
    if asked:
        insert_new(asked)
    wake.when_committed(None)


@prepared
def _waiting(name: str) -> "QuerySet[Job, str]":
    return Job.objects.filter(name=name, state=Job.State.WAITING).order_by().values_list("key", flat=True)


@changes.projection(
    ahead=changes.Beforehand(
        lambda _record, _parts: True,
        lambda _name, _new, by: _ask(by.through),
        gone=lambda _name, _ids, by: _ask(by.through),
    )
)
def ask_to_follow(entries: Sequence[changes.Entry]) -> None:
    if entries:
        _ask(entries[0].by.through)
