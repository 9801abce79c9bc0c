"""Writing long exports in the background, and clearing away those whose time is over."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from goodwill.kernel import jobs
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing
from goodwill.kernel.jobs import Priority, Progress
from goodwill.kernel.models import Job
from goodwill.records import registry
from goodwill.records.codec.export import Asked, export, lists_for
from goodwill.transfer.leaving import exports
from goodwill.transfer.models import Export

State = Export.State


@jobs.job("export", label=gettext_lazy("Write an export"), priority=Priority.BULK, retries=2)
def write(*, export_id: int, ids: list[int] | None, progress: Progress, by: Actor) -> dict[str, int]:
    """From the beginning at each try: a file that was half written was never seen by anybody."""
    row = Export.objects.get(pk=export_id)
    what = registry.get(row.type)
    if what is None:
        raise Missing
    asked = Asked(row.format, row.filter, row.sort, tuple(row.columns), ids)
    progress.step(total=lists_for(what, asked, by)[0].first.queryset().order_by().count())
    made = export(what, asked, by=by, seen=lambda number: progress.step(done=number), keep=lambda _made: None)
    with made.file, progress.transaction():
        exports.write_down(row, made, made.name)
    return {"rows": made.rows, "bytes": made.size}


@jobs.job("export-expire", label=gettext_lazy("Clear away expired exports"), every="15 * * * *", quiet=True)
def expire() -> dict[str, int]:
    return {"expired": exports.expire()}


@jobs.when_over
def keep_end(job: Job) -> None:
    """An export that was not written ends as its job does, in the same transaction."""
    if job.name != "export":
        return
    ends = {Job.State.FAILED: State.FAILED, Job.State.CANCELLED: State.CANCELLED}
    state = ends.get(Job.State(job.state))
    if state:
        with transaction.atomic():
            for row in Export.objects.filter(pk=job.arguments["export_id"], state=State.WRITING):
                row.save_only(state=state, error=job.error, ended_at=timezone.now())
