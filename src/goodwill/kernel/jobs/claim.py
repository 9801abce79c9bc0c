"""Taking jobs, one worker each: SQLite's write lock or PostgreSQL's SKIP LOCKED keeps two from taking the same."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from goodwill.kernel import workspace
from goodwill.kernel.jobs.declare import Priority
from goodwill.kernel.jobs.ending import LONGEST_PAUSE, TRIED_WHILE_CRASHING, State, set_aside
from goodwill.kernel.jobs.liveness import BEAT, Watch
from goodwill.kernel.jobs.wake import AT_ONCE
from goodwill.kernel.models import Job, Worker
from goodwill.kernel.prepared import prepared

NEAREST = 50  # jobs that are looked at before a place in the line of writers is taken
LOOKED_AT_ONCE_A_DAY = timedelta(hours=24)


def claim(
    worker_id: str,
    *,
    lowest: int = Priority.BULK,
    now: datetime | None = None,
    but: Collection[int] = (),
    resting: Collection[tuple[str, str]] = (),
) -> Job | None:
    """The most urgent job that is due and may run, marked as this worker's; `resting` are names with their keys."""
    now = now or timezone.now()
    too_late = now + 2 * LONGEST_PAUSE
    nearest = _nearest(now, too_late, lowest=lowest)
    if len(nearest) < NEAREST and all(pk in but or (name, key) in resting for pk, name, key in nearest):
        return None
    ready = _ready(now, too_late, lowest).exclude(pk__in=but)
    if resting:
        ready = ready.exclude(reduce(or_, (Q(name=name, key=key) for name, key in resting)))
    with transaction.atomic():
        job = ready.select_for_update(skip_locked=True).first()
        return _take(job, worker_id) if job else None


def gone_worker(worker_id: str, watch: Watch) -> str | None:
    """A worker that died with jobs of this firm in its hands."""
    firm_id = workspace.current().id
    return next((other for other in _other_workers(worker_id) if watch.is_gone(firm_id, other)), None)


@prepared
def _other_workers(worker_id: str) -> "models.QuerySet[Job, str]":
    others = Job.objects.filter(state=State.RUNNING).exclude(worker=worker_id)
    return others.order_by().values_list("worker", flat=True).distinct()


def take_over(gone: str, worker_id: str) -> Job | None:
    """The first job that the dead worker left, marked as this worker's; those that stay fatal are set aside."""
    with transaction.atomic():
        left = Job.objects.filter(state=State.RUNNING, worker=gone)
        for job in left.select_for_update(skip_locked=True).order_by("id"):
            job.crashes += 1
            if job.crashes < TRIED_WHILE_CRASHING:
                return _take(job, worker_id)
            set_aside(job)
    return None


def strays(worker_id: str, held: Collection[int]) -> list[Job]:
    """Jobs that are marked as this worker's, which does not run them: the database was away when they ended."""
    return [job for job in _held_by(worker_id) if job.pk not in held]


@prepared
def _held_by(worker_id: str) -> "models.QuerySet[Job]":
    return Job.objects.filter(state=State.RUNNING, worker=worker_id)


def next_due(now: datetime) -> float:
    """When this firm has to be looked at again, in Unix seconds: at its next job, while one runs, or within a day."""
    moments = [(now + LOOKED_AT_ONCE_A_DAY).timestamp()]
    moments += [due.timestamp() if due else AT_ONCE for due in _first_due(State.WAITING.value)]
    if _any_in(State.RUNNING.value):
        moments.append(now.timestamp() + BEAT)
    return min(moments)


@prepared
def _first_due(state: str) -> "models.QuerySet[Job, datetime | None]":
    return Job.objects.filter(state=state).order_by(F("due").asc(nulls_first=True)).values_list("due", flat=True)[:1]


@prepared
def _any_in(state: str) -> "models.QuerySet[Job, int]":
    return Job.objects.filter(state=state).order_by().values_list("pk", flat=True)[:1]


@prepared
def _nearest(now: datetime, too_late: datetime, *, lowest: int) -> "models.QuerySet[Job, Any]":
    return _ready(now, too_late, lowest).values_list("pk", "name", "key")[:NEAREST]


def _ready(now: datetime, too_late: datetime, lowest: int) -> "models.QuerySet[Job]":
    """Due, and with no running twin: the same key, or the schedule's slot before. Most urgent first.

    A pause longer than there are pauses was written before the clock was set back, and counts as over.
    """
    running = Job.objects.filter(state=State.RUNNING, name=OuterRef("name"))
    due = Q(due=None) | Q(due__lte=now) | Q(failures__gt=0, due__gt=too_late)
    return (
        Job.objects.filter(due, state=State.WAITING, priority__gte=lowest)
        .exclude(~Q(key="") & Exists(running.filter(key=OuterRef("key"))))
        .exclude(Q(slot__isnull=False) & Exists(running.filter(slot__isnull=False)))
        .order_by("-priority", F("due").asc(nulls_first=True), "id")
    )


def _take(job: Job, worker_id: str) -> Job:
    job.state, job.worker, job.error = State.RUNNING, worker_id, ""
    job.attempts += 1
    job.changed_at = timezone.now()
    job.started_at = job.started_at or job.changed_at
    job.save(update_fields=["state", "worker", "error", "attempts", "crashes", "started_at", "changed_at"])
    _beat(worker_id, job.changed_at)
    return job


def _beat(worker_id: str, now: datetime) -> None:
    """Who takes a job lives, however long it had nothing to do: others remember the beat of its last one."""
    if not Worker.objects.filter(pk=worker_id).update(beats=F("beats") + 1):
        Worker.objects.create(id=worker_id, started_at=now)
