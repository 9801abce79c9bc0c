"""Ended jobs are kept for a while, so that somebody can see how they ended."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodwill.kernel.jobs.declare import job
from goodwill.kernel.models import Job, Worker

DONE_KEPT = timedelta(days=14)
FAILED_KEPT = timedelta(days=90)


@job("tidy-jobs", label=_("Clear away old background work"), every="40 2 * * *", atomic=True)
def tidy_jobs() -> dict[str, int]:
    now = timezone.now()
    ended = Job.objects.filter(ended_at__lt=now - DONE_KEPT)
    removed, _rows = ended.exclude(state=Job.State.FAILED).delete()
    removed += ended.filter(state=Job.State.FAILED, ended_at__lt=now - FAILED_KEPT).delete()[0]
    busy = Job.objects.filter(state=Job.State.RUNNING).values("worker")
    Worker.objects.filter(started_at__lt=now - DONE_KEPT).exclude(pk__in=busy).delete()
    return {"removed": removed}
