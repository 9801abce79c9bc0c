"""The life of an export: begun, written at once or in the background, taken by whoever asked, and gone in time."""

from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodwill.kernel import changes, files, jobs, rights
from goodwill.kernel.actors import Actor, system
from goodwill.kernel.errors import Missing, Refused
from goodwill.kernel.models import File
from goodwill.records import registry
from goodwill.records.codec.export import AT_ONCE, Asked, Exported, export, is_longer, keeper, lists_for
from goodwill.records.codec.formats import format_of
from goodwill.records.registry import RecordType
from goodwill.transfer.models import Export

State = Export.State
KEPT = timedelta(days=3)
OVERSIGHT = ("safety", "undo_any")


def may_see_all(actor: Actor) -> bool:
    return any(actor.may(power) for power in OVERSIGHT)


def visible(actor: Actor) -> "models.QuerySet[Export]":
    """The actor's own exports; all of them for who looks after safety, or may take back what others did."""
    found = Export.objects.select_related("file", "job", "user").order_by("-created_at", "-id")
    return found if may_see_all(actor) else found.filter(user=actor.user_id, user__isnull=False)


def get(pk: int, actor: Actor) -> Export:
    found = visible(actor).filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


@keeper
def keep(made: Exported) -> None:
    """Write down what left at once."""
    _finish(_begun(made.type, made.asked, made.by), made)


def take(type: RecordType, asked: Asked, by: Actor) -> Exported | Export:
    """The file at once, or for a long list the export that is being written in the background."""
    rights.require(by, "export", type.model)
    format_of(asked.format, type.ref_name)
    if asked.record is not None or not is_longer(lists_for(type, asked, by)[0], AT_ONCE):
        return export(type, asked, by=by)
    return begin(type, asked, by)


def begin(type: RecordType, asked: Asked, by: Actor) -> Export:
    from goodwill.transfer.leaving import work

    with transaction.atomic():
        row = _begun(type, asked, by)
        job = jobs.enqueue(
            work.write, by=by, key=f"export {row.pk}", export_id=row.pk, ids=list(asked.ids) if asked.ids else None
        )
        row.save_only(state=State.WRITING, job=job)
    return row


def write_down(row: Export, made: Exported, name: str) -> None:
    """Keep a file that was written in the background, for whoever asked for it."""
    with changes.batch(system("job"), "keep_export"):
        file = files.keep(made.file, name, about=None, by=system("job"))  # type: ignore[arg-type]
    _finish(row, made)
    row.save_only(state=State.READY, file=file, expires_at=timezone.now() + KEPT)


def file_of(row: Export, actor: Actor) -> File:
    """For the one who asked for it, while it is there and the right still holds."""
    what = registry.get(row.type)
    if row.user_id is None or row.user_id != actor.user_id:
        raise Refused(_("Only the person who made this export can take its file. Make one of your own instead."))
    if what is None or row.state != State.READY or row.file is None or not row.expires_at:
        raise Missing(_("This file is no longer here: exports are kept for three days. Make the export again."))
    if row.expires_at <= timezone.now():
        raise Missing(_("This file is no longer here: exports are kept for three days. Make the export again."))
    rights.require(actor, "export", what.model)
    return row.file


def stop(row: Export, by: Actor) -> None:
    if row.job is not None and row.state == State.WRITING:
        job = jobs.cancel(row.job.pk, by)
        if job.is_over:
            row.save_only(state=State.CANCELLED, ended_at=timezone.now())


def expire() -> int:
    """Remove the files whose time is over, also from the trash; what left stays written down."""
    over = list(Export.objects.filter(expires_at__lte=timezone.now()).select_related("file")[:500])
    for row in over:
        with changes.batch(system("job"), "expire_export"):
            file = row.file
            row.save_only(state=State.EXPIRED, file=None, expires_at=None)
            if file is not None:
                changes.purge(changes.trash(file))
    return len(over)


def _begun(type: RecordType, asked: Asked, by: Actor) -> Export:
    row = Export(
        type=type.name,
        record=asked.record,
        format=asked.format,
        filter=asked.filter,
        sort=asked.sort[:300],
        columns=list(asked.columns),
        ticked=None if asked.ids is None else len(asked.ids),
        user=by.user,
        by_name=by.name[:200],
        through=by.through,
        created_at=timezone.now(),
    )
    row.save(force_insert=True)
    return row


def _finish(row: Export, made: Exported) -> None:
    row.save_only(
        filter=made.filter,
        columns=list(made.columns),
        rows=made.rows,
        size=made.size,
        batch_id=made.batch,
        ended_at=timezone.now(),
    )
