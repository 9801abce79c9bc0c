"""Checking, writing and taking back imports in the background."""

import time
from contextlib import nullcontext
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.kernel import changes, jobs, rights, search
from goodwill.kernel.actors import Actor
from goodwill.kernel.collecting import collecting_seldom
from goodwill.kernel.jobs import Priority, Progress
from goodwill.kernel.models import Batch, Job
from goodwill.kernel.page_cache import many_pages
from goodwill.kernel.search.merging import merging_later
from goodwill.transfer import differing, pipeline
from goodwill.transfer.models import Import, ImportRow
from goodwill.ui.formats import number

CHECKED_AT_ONCE = 256 * 1024
"""Bytes of a file whose dry run is not worth waiting for a worker, and whose words grow the search index little."""
BREATH = 0.1
"""Seconds between two parts of an undo: as often does SQLite let others look whether it is their turn to write."""
AT_FIRST, FEWEST, MOST = 4_000, 500, 30_000
"""Changes that an undo takes back at once: later ones as many as `MOMENT` lets it, within these bounds."""
MOMENT = 0.7
"""Seconds that others may have to wait for their turn to write."""
State = Import.State


def begin_check(run: Import, by: Actor, *, at_once: bool = False) -> None:
    if at_once or run.file.size <= CHECKED_AT_ONCE:
        found, error = pipeline.check(run, by)  # before the transaction, so that others write meanwhile
        updates = differing.first(run, by, found.counts)
        with transaction.atomic():
            run.rows.all().delete()
            _store(run, found, error, updates)
        return
    with transaction.atomic():
        run.rows.all().delete()
        job = jobs.enqueue(check, by=by.through_("import"), key=f"check {run.pk}", run_id=run.pk)
        run.save_only(state=State.CHECKING, job=job, checked={}, error="")


@jobs.job("import-check", label=gettext_lazy("Look through a file"), retries=1)
def check(*, run_id: int, progress: Progress, by: Actor) -> dict[str, int]:
    run = _run(run_id)
    found, error = pipeline.check(run, by, progress)
    updates = differing.first(run, by, found.counts)
    with progress.transaction():
        _store(run, found, error, updates)
    return dict(found.counts)


def _store(run: Import, found: pipeline.Tally, error: str, updates: dict[str, Any]) -> None:
    ImportRow.objects.bulk_create(found.rows)
    met = {name: {str(row): ids for row, ids in rows.items()} for name, rows in found.met().items()}
    told = {**run.found, "repeats": found.repeats.as_data(), **updates, **met}
    run.save_only(checked=dict(found.counts), found=told, state=State.READY, error=error[:600])


@jobs.job("import", label=gettext_lazy("Import a file"), priority=Priority.BULK, retries=2)
def perform(*, run_id: int, progress: Progress, by: Actor) -> dict[str, int]:
    """Goes on from the last row that was written, however often its worker dies."""
    run = _run(run_id)
    rights.require_power(by, "import")
    merging = merging_later() if run.file.size > CHECKED_AT_ONCE else nullcontext()
    with collecting_seldom(), search.learning_once(), many_pages(), merging:
        error = pipeline.write(run, by, progress)
    if error:
        with progress.transaction():
            run.save_only(error=error[:600])
    return dict(run.counts)


@jobs.job("import-undo", label=gettext_lazy("Take back an import"), priority=Priority.BULK, retries=2)
def undo(*, run_id: int, progress: Progress, by: Actor) -> dict[str, int]:
    """In many transactions, from the last row that was written to the first; goes on where its worker died."""
    run = _run(run_id)
    batch = run.batch
    if batch is None:
        return {}
    changes.require_undo(batch, by, again=True)
    with collecting_seldom(), many_pages(), merging_later():
        found = _undo_parts(batch, progress)
    with progress.transaction():
        _keep_undone(run, found)
    return found


def _undo_parts(batch: Batch, progress: Progress) -> dict[str, int]:
    total = progress.total or batch.changes.count()
    kept = progress.position
    place = changes.Place(kept.get("below"), kept.get("root")) if kept.get("below") != 0 else None
    stayed = kept.get("stayed", 0)
    most = AT_FIRST
    while place is not None:
        result, began = changes.UndoResult(), time.monotonic()
        with progress.batch("undo", note=batch.verb) as opened:
            opened.undo_of = batch
            place = changes.undo_some(batch, result, place, most)
            stayed += len(result.clashes)
            progress.done += result.undone
            below, root = place or (0, None)
            progress.position = {"below": below, "root": root, "stayed": stayed}
        progress.step(_("%(count)s changes taken back") % {"count": number(progress.done)}, total=total)
        most = int(most * min(2.0, MOMENT / max(time.monotonic() - began, 0.001)))
        most = min(MOST, max(FEWEST, most))
        if connection.vendor == "sqlite":
            time.sleep(BREATH)
    return {"undone": progress.done, "stayed": stayed}


def take_back(run: Import, by: Actor) -> changes.UndoResult:
    """At once, with all that says how it went in the run."""
    with transaction.atomic():
        result = changes.undo(run.batch.pk if run.batch else 0, by, kept=False)
        found = {"undone": result.undone, "stayed": len(result.clashes)}
        _keep_undone(run, found)
    return result


def _keep_undone(run: Import, found: dict[str, int]) -> None:
    run.save_only(state=State.UNDONE, ended_at=timezone.now(), counts={**run.counts, **found})


@jobs.when_over
def keep_end(job: Job) -> None:
    """A run ends as its job does, in the same transaction."""
    ends = {perform: _ended, check: _check_ended, undo: _undo_ended}
    for function, write in ends.items():
        if job.name == _NAMES[function]:
            for run in Import.objects.filter(pk=job.arguments["run_id"], job=job):
                write(run, job)


def _ended(run: Import, job: Job) -> None:
    states = {Job.State.DONE: State.DONE, Job.State.FAILED: State.FAILED, Job.State.CANCELLED: State.CANCELLED}
    state = State.FAILED if run.error and job.state == Job.State.DONE else states[Job.State(job.state)]
    run.save_only(state=state, ended_at=timezone.now(), error=run.error or job.error)


def _check_ended(run: Import, job: Job) -> None:
    if run.state == State.CHECKING:
        run.save_only(state=State.DRAFT, error=job.error or _("The look through the file was stopped."))


def _undo_ended(run: Import, job: Job) -> None:
    if run.state == State.RUNNING:
        run.save_only(state=State.DONE, error=job.error)


_NAMES = {perform: "import", check: "import-check", undo: "import-undo"}


def _run(pk: int) -> Import:
    return Import.objects.select_related("file", "batch").get(pk=pk)
