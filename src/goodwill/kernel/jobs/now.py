"""Doing what is due in this thread, without a worker: for tests and for the command line."""

import secrets
from datetime import datetime

from goodwill.kernel.jobs.claim import claim
from goodwill.kernel.jobs.run import execute
from goodwill.kernel.models import Job

AT_MOST = 1000


def run_due(*, now: datetime | None = None) -> list[Job]:
    """Run everything in this firm that is due at `now`, and what that asks for; returns the jobs as they ended.

    Schedules are a worker's: nothing is planted, so that whoever brings a file at night need not wait for a backup.
    What asks to be run again later waits for its moment, though `now` may lie behind it.
    """
    worker_id = secrets.token_hex(16)
    ran: list[Job] = []
    paused: set[int] = set()
    while len(ran) < AT_MOST:
        job = claim(worker_id, now=now, but=paused)
        if job is None:
            break
        execute(job)
        ran.append(Job.objects.filter(pk=job.pk).first() or job)
        if ran[-1].due:
            paused.add(job.pk)
    return ran
