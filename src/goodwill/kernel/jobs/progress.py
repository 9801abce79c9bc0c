"""What a running job says about itself, and how it writes."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.changes import OpenBatch
from goodwill.kernel.models import Job
from goodwill.kernel.publishing import publish

SAID_EVERY = 0.5  # seconds between two writes of how far it is
BREATH = 0.1  # seconds: as often does SQLite let others look whether it is their turn to write


class Cancelled(Exception):
    """Somebody asked the job to end. What it wrote in finished transactions stays."""


class Paused(Exception):
    """The worker is going to end; the job goes on in the next one, from its position."""


class Lost(Exception):
    """Another worker took the job over: what this one still does would be done twice."""


class Again(Exception):
    """The job wants to be run once more at `at`, or at once; that is no failure. `sentence` says why."""

    def __init__(self, at: datetime | None = None, sentence: str = "") -> None:
        super().__init__(sentence)
        self.at = at
        self.sentence = sentence


class Progress:
    """The job as its function sees it.

    `position` is what the function needs to go on where it was (plain JSON); it is kept by `transaction` and `batch`.
    """

    def __init__(
        self,
        job: Job,
        by: Actor,
        *,
        stopping: Callable[[], bool] = lambda: False,
        on_saved: Callable[[], None] = lambda: None,
    ) -> None:
        self.by = by
        self.job_id = job.pk
        self.position: dict[str, Any] = dict(job.position)
        self.done = job.done
        self.total = job.total
        self.message = job.message
        self._job = job
        self._fence = job.attempts
        self._batch = job.batch
        self._stopping = stopping
        self._on_saved = on_saved
        self._said_at = 0.0

    def step(self, message: str | None = None, *, done: int | None = None, total: int | None = None) -> None:
        """Say how far it is, and end here if that is wanted: raises Cancelled, Paused or Lost.

        Written at most twice a second and never inside a transaction, so it may be called for every row.
        """
        if message is not None:
            self.message = message[:300]
        if done is not None:
            self.done = done
        if total is not None:
            self.total = total
        if self._stopping():
            raise Paused
        if time.monotonic() - self._said_at >= SAID_EVERY and not connection.in_atomic_block:
            self.say()

    def breathe(self) -> None:
        """Between two transactions of long work: let those in who wait to write."""
        if connection.vendor == "sqlite":
            time.sleep(BREATH)

    def went_on(self) -> None:
        """Something was saved by another way than `transaction`: whoever dies from now on was not stopped before it."""
        if self._job.crashes:
            with transaction.atomic():
                self._write(crashes=0)
            self._job.crashes = 0

    def say(self) -> None:
        """Write how far it is now."""
        with transaction.atomic():
            self._write()
        self._said_at = time.monotonic()
        if self._mine().filter(cancel_asked=True).exists():
            raise Cancelled

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A transaction that only the worker that holds the job can commit; `position` is written in it."""
        with transaction.atomic():
            if self._mine().select_for_update().first() is None:
                raise Lost
            yield
            self._write(position=self.position, batch=self._batch, crashes=0)
        self._on_saved()

    @contextmanager
    def batch(self, verb: str, *, note: str = "") -> Iterator[OpenBatch]:
        """Such a transaction in which records are written: all of one job make one entry in history."""
        before = self._batch
        try:
            with self.transaction():
                with changes.batch(self.by, verb, note=note, continues=before, savepoint=False) as opened:
                    yield opened
                self._batch = opened.row
        except BaseException:
            self._batch = before
            raise

    def _mine(self) -> Any:
        return Job.objects.filter(pk=self.job_id, state=Job.State.RUNNING, attempts=self._fence)

    def _write(self, **saved: Any) -> None:
        said = {"message": self.message, "done": self.done, "total": self.total, "changed_at": timezone.now()}
        if not self._mine().update(**said, **saved):
            raise Lost
        tell_pages(self._job, message=self.message, done=self.done, total=self.total)


def tell_pages(job: Job, **said: Any) -> None:
    """Have the open pages of whoever it is done for show how far it is."""
    if job.user_id:
        names = ("state", "message", "done", "total")
        publish("job", {"id": job.pk, **{name: getattr(job, name) for name in names}, **said}, user_id=job.user_id)
