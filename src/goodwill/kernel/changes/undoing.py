"""Undo replays a batch backwards, as a batch of its own, except where somebody changed the same field since."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.kernel.changes.batches import batch as open_batch
from goodwill.kernel.changes.values import from_plain, snapshot
from goodwill.kernel.changes.writing import create, restore, trash, update
from goodwill.kernel.errors import Missing, Refused
from goodwill.kernel.models import Batch, Change, Tracked
from goodwill.kernel.refs import fetch


@dataclass(frozen=True)
class Clash:
    """A field that was left alone: it no longer holds what the undone batch wrote."""

    record: Tracked
    field: str
    now: Any
    would_be: Any


@dataclass
class UndoResult:
    batch: Batch | None = None
    undone: int = 0
    clashes: list[Clash] = field(default_factory=list)


def undo(batch_id: int, by: Actor, *, part: tuple[int, int] | None = None) -> UndoResult:
    """Take a batch back. Refused with a sentence for what cannot be taken back or is not the actor's to take back.

    `part` takes back only what was written from one change to another, by their ids; the batch may be taken back later.
    """
    row = Batch.objects.filter(pk=batch_id).first()
    if row is None:
        raise Missing
    _check(row, by)
    result = UndoResult()
    written = row.changes.filter(pk__range=part) if part else row.changes.all()
    with open_batch(by, "undo", note=row.verb, undo_of=None if part else row) as opened:
        for change in written.order_by("-id").iterator(chunk_size=1000):
            record = fetch(change.ref)
            if record is not None:
                _take_back(change, record, result)
    result.batch = opened.row
    return result


def _check(row: Batch, by: Actor) -> None:
    from goodwill.kernel import rights, verbs

    verbs.refuse_if_final(row)
    if row.actor_kind == "system":
        raise Refused(_("This belongs to the set-up of the firm and cannot be taken back. Nothing was changed."))
    if by.user_id != row.on_behalf_of_id and not by.may("undo_any"):
        raise Refused(_("Only the person who did this, or somebody who may undo for others, can take it back."))
    if row.undone_by.exists():
        raise Refused(_("This was taken back already. Nothing was changed."))
    for change in row.changes.order_by("id")[:200]:
        record = fetch(change.ref)
        if record is not None and record.append_only:
            record = fetch(record.root())
        if record is not None:
            rights.require(by, "change", record)


def _take_back(change: Change, record: Tracked, result: UndoResult) -> None:
    if record.append_only and change.kind == Change.Kind.CREATE:
        counter = record.counter()
        if counter is not None:
            create(counter)
    elif change.kind in (Change.Kind.CREATE, Change.Kind.RESTORE):
        trash(record)
    elif change.kind == Change.Kind.TRASH:
        restore(record)
    else:
        _put_back_fields(change, record, result)
    result.undone += 1


def _put_back_fields(change: Change, record: Tracked, result: UndoResult) -> None:
    now = snapshot(record, change.after)
    back = {}
    for name, wrote in change.after.items():
        if name not in now:
            continue
        if now[name] != wrote:
            result.clashes.append(Clash(record, name, now[name], change.before[name]))
            continue
        back[name] = from_plain(type(record), name, change.before[name])
    if back:
        update(record, validated=True, **back)
