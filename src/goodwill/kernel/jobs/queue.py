"""Putting work into the queue, taking it out, and looking at it."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor, system
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.jobs import wake
from goodwill.kernel.jobs.declare import Declared, declared
from goodwill.kernel.models import Job

Which = Callable[..., Any] | str
OVERSIGHT = "manage_settings"


def enqueue(
    which: Which,
    *,
    at: datetime | None = None,
    by: Actor | None = None,
    key: str = "",
    priority: int | None = None,
    **arguments: Any,
) -> Job:
    """Have a declared job done at `at`, or as soon as the open transaction is committed; taken back with it.

    With a `key`, one job of that name and key waits at most (the one that waits is returned, and brought forward), and
    two of them never run at the same time: give the same key to the same work only. `by` is who it is done for; inside
    a batch, its actor unless said otherwise.
    """
    row = _row(declared(which), arguments, at=at, by=by or _actor(), key=key, priority=priority)
    with transaction.atomic():
        asked = _insert_or_join(row)
        wake.when_committed(at)
    return asked


def cancel(job_id: int, by: Actor) -> Job:
    """Take a waiting job out; ask a running one to end at its next step."""
    with transaction.atomic():
        job = _held(job_id, by)
        now = timezone.now()
        if job.state == Job.State.WAITING:
            job.state, job.ended_at = Job.State.CANCELLED, now
        elif job.state != Job.State.RUNNING:
            raise Invalid(_("This is over already, so there is nothing to cancel."))
        job.cancel_asked, job.changed_at = True, now
        job.save(update_fields=["state", "ended_at", "cancel_asked", "changed_at"])
    return job


def retry(job_id: int, by: Actor) -> Job:
    """Have a failed or cancelled job done again from where it stopped."""
    with transaction.atomic():
        job = _held(job_id, by)
        if job.state not in (Job.State.FAILED, Job.State.CANCELLED):
            raise Invalid(_("Only what failed or was cancelled can be started again."))
        twin = _waiting_twin(job) if job.key else None
        if twin:
            return twin
        job.state, job.due, job.ended_at, job.changed_at = Job.State.WAITING, None, None, timezone.now()
        job.failures = job.crashes = 0
        job.cancel_asked, job.error = False, ""
        job.save()
        wake.when_committed(None)
    return job


def visible(actor: Actor) -> "models.QuerySet[Job]":
    """The jobs that an actor may look at: their own, or all with the power over settings."""
    jobs = Job.objects.select_related("user")
    return jobs if actor.may(OVERSIGHT) else jobs.filter(user=actor.user_id, user__isnull=False)


def _held(job_id: int, by: Actor) -> Job:
    found = visible(by).select_related(None).select_for_update().filter(pk=job_id).first()
    if found is None:
        raise Missing
    return found


def _row(
    known: Declared, arguments: Mapping[str, Any], *, at: datetime | None, by: Actor, key: str, priority: int | None
) -> Job:
    json.dumps(arguments)
    now = timezone.now()
    return Job(
        name=known.name,
        arguments=dict(arguments),
        key=key,
        due=at,
        priority=known.priority if priority is None else priority,
        actor_kind=by.kind,
        actor_id=by.id,
        actor_name=by.name[:200],
        user_id=by.user_id,
        through=by.through,
        created_at=now,
        changed_at=now,
    )


def _actor() -> Actor:
    try:
        return changes.current_batch().by
    except changes.NoBatch:
        return system("job")


def _waiting_twin(row: Job) -> Job | None:
    twins = Job.objects.filter(name=row.name, key=row.key, state=Job.State.WAITING)
    return twins.select_for_update().first()


def _insert_or_join(row: Job) -> Job:
    """Where somebody asks for the same at the same moment, or has it just taken, look again."""
    if not row.key:
        row.save(force_insert=True)
        return row
    problem = IntegrityError()
    for _try in range(5):
        twin = _waiting_twin(row)
        if twin:
            if _is_sooner(row, twin):
                twin.due = row.due
                twin.save(update_fields=["due"])
            return twin
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            problem = error
        else:
            return row
    raise problem


def _is_sooner(row: Job, twin: Job) -> bool:
    """A twin that waits after a failure keeps its pause."""
    if twin.failures or twin.due is None:
        return False
    return row.due is None or row.due < twin.due
