"""Undo replays a batch backwards, as a batch of its own, except where somebody changed the same field since."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.db import connection, models, transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils.translation import gettext as _

from goodwill.kernel.actors import HIDDEN, Actor
from goodwill.kernel.among import among_numbers
from goodwill.kernel.changes.batches import batch as open_batch, current_batch
from goodwill.kernel.changes.putting_away import put_away_untouched
from goodwill.kernel.changes.reach import is_within_reach, within_reach
from goodwill.kernel.changes.values import from_plain, snapshot
from goodwill.kernel.changes.writing import create_many, restore_many, trash_many, update_each
from goodwill.kernel.errors import Missing, Refused
from goodwill.kernel.models import Batch, Change, Tracked
from goodwill.kernel.refs import models_by_name

FEW, MOST = 2_000, 30_000  # changes of one part


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
    out_of_reach: int = 0
    """Changes of records that are not the actor's to change any more: they stay."""
    is_begun: bool = False
    """A job does it."""


Keeper = Callable[[Batch, Actor], UndoResult | None]
_keepers: list[Keeper] = []


def undoes(keeper: Keeper) -> Keeper:
    """Register who takes batches of its own back: it keeps books about them, or they are long. None: not its own."""
    _keepers.append(keeper)
    return keeper


def undo(
    batch_id: int,
    by: Actor,
    *,
    part: tuple[int, int] | None = None,
    kept: bool = True,
    check: Callable[[Batch], None] | None = None,
) -> UndoResult:
    """Take a batch back. Refused with a sentence for what cannot be taken back or is not the actor's to take back.

    `part` takes back only what was written from one change to another, by their ids; the batch may be taken back later.
    A batch that somebody keeps (`undoes`) is theirs to take back, unless it is they who ask. `check` is asked in the
    same transaction, before anything is written, and raises where it must not be.
    """
    row = Batch.objects.filter(pk=batch_id).first()
    if row is None:
        raise Missing
    require_undo(row, by)
    if check is None:
        return _undone(row, by, part, kept=kept)
    with transaction.atomic():
        check(row)
        return _undone(row, by, part, kept=kept)


def _undone(row: Batch, by: Actor, part: tuple[int, int] | None, *, kept: bool) -> UndoResult:
    for keeper in _keepers if kept and part is None else ():
        if (theirs := keeper(row, by)) is not None:
            return theirs
    result = UndoResult()
    lowest, place = (part[0], part[1] + 1) if part else (None, None)
    with open_batch(by, "undo", note=row.verb, undo_of=None if part else row) as opened:
        while (place := undo_part(row, result, below=place, lowest=lowest)) is not None:
            pass
    result.batch = opened.row
    return result


def last_touch(row: Batch) -> int:
    """The id of the newest change of any record that the batch wrote: another one as soon as somebody wrote one since.

    Inside a transaction the records are held until it ends.
    """
    refs = row.changes.order_by("type").values_list("type", flat=True).distinct()
    for name in refs if connection.in_atomic_block else ():
        if model := models_by_name().get(name):
            its = row.changes.filter(type=name).values("ref_id")
            list(model.everything.select_for_update().filter(pk__in=its).order_by("pk").values_list("pk"))
    same = Change.objects.filter(type=OuterRef("type"), ref_id=OuterRef("ref_id")).order_by("-version", "-id")
    found = row.changes.annotate(newest=Subquery(same.values("pk")[:1])).aggregate(last=Max("newest"))
    return found["last"] or 0


def undo_part(row: Batch, result: UndoResult, *, below: int | None = None, lowest: int | None = None) -> int | None:
    """Take back the newest changes of a batch inside an open one, of those with an id from `lowest` to below `below`.

    Returns the id to go on below, or None when nothing is left. What was taken back before stays so: a job may be
    stopped between two parts, and begin anew.
    """
    changes = row.changes.order_by("-id")
    if below is not None:
        changes = changes.filter(pk__lt=below)
    if lowest is not None:
        changes = changes.filter(pk__gte=lowest)
    until = _end_of_part(list(changes.values_list("pk", "at")[:MOST]))
    _take_back_part(changes.filter(pk__gte=until), result)
    return until if changes.filter(pk__lt=until).exists() else None


def undone_with_others(row: Batch) -> None:
    """Say that the open batch took this one back, together with others."""
    Batch.objects.filter(pk=row.pk).update(undone_with=current_batch().id)


class Place(NamedTuple):
    """How far a batch is taken back: all changes from `below` on, and of the part before it those of roots from
    `root` on."""

    below: int | None = None
    root: int | None = None


def undo_some(row: Batch, result: UndoResult, place: Place, most: int, *, bound: int = MOST) -> Place | None:
    """Like `undo_part`, but about `most` changes at once, however many were written together, and never above `bound`.

    What belongs to one root goes together, the newest roots first, so that projections look at each of them once. Only
    where a transaction wrote more than `bound`, its end may take parts of a root before the root itself.
    """
    changes = row.changes.order_by("-id")
    if place.below is not None:
        changes = changes.filter(pk__lt=place.below)
    until = _end_of_part(list(changes.values_list("pk", "at")[:bound]), bound)
    part = changes.filter(pk__gte=until)
    if place.root is not None:
        part = part.filter(root_id__lt=place.root)
    cut = part.order_by("-root_id").values_list("root_id", flat=True)[most - 1 : most + 1]
    root = cut[0] if len(cut) == 2 else None
    _take_back_part(part if root is None else part.filter(root_id__gte=root), result)
    if root is not None and part.filter(root_id__lt=root).exists():
        return Place(place.below, root)
    return Place(until) if changes.filter(pk__lt=until).exists() else None


def _take_back_part(part: "models.QuerySet[Change]", result: UndoResult) -> None:
    opened = current_batch()
    opened.flush_at = max(opened.flush_at, 2 * MOST)
    undone, left = put_away_untouched(part)
    result.undone += undone
    if undone:
        part = part.filter(pk__in=among_numbers(left))
    for name, its in groupby(_of_part(part), key=lambda change: change.type):
        model = models_by_name().get(name)
        if model is not None:
            _take_back_run(model, list(its), result)
    opened.flush()


def _of_part(changes: "models.QuerySet[Change]") -> list[Change]:
    """Those that made, trashed or restored something without what it held: nobody asks."""
    found = list(changes.only("kind", "type", "ref_id", "root_type", "root_id", "batch_id"))
    updates = changes.filter(kind=Change.Kind.UPDATE).in_bulk()
    return [updates.get(change.pk, change) for change in found] if updates else found


def _end_of_part(places: Sequence[tuple[int, datetime]], bound: int = MOST) -> int:
    """The id of the last change to take back at once: whole transactions, as they were written, until there are some.

    What was made together goes together, so that projections need not look at it between the two.
    """
    until, taken = 0, 0
    for _at, its in groupby(places, key=lambda place: place[1]):
        together = list(its)
        if taken >= FEW or (taken and taken + len(together) >= bound):
            break
        until, taken = together[-1][0], taken + len(together)
    return until


def require_undo(row: Batch, by: Actor, *, again: bool = False) -> None:
    """Raise Refused for what cannot be taken back; `again` goes on with what was taken back in part."""
    from goodwill.kernel import rights, verbs

    verbs.refuse_if_final(row)
    if row.actor_kind == "system":
        raise Refused(_("This belongs to the set-up of the firm and cannot be taken back. Nothing was changed."))
    if by.user_id != row.on_behalf_of_id and not by.may("undo_any"):
        raise Refused(_("Only the person who did this, or somebody who may undo for others, can take it back."))
    if not again and row.is_undone:
        raise Refused(_("This was taken back already. Nothing was changed."))
    first = row.changes.order_by("id").values_list("type", "ref_id")[:200]
    for name, its in groupby(sorted(first), key=lambda ref: ref[0]):
        model = models_by_name().get(name)
        if model and not is_within_reach(row, model.everything.filter(pk__in=[pk for _name, pk in its]), by):
            rights.refuse()


_BACK = {Change.Kind.CREATE: trash_many, Change.Kind.RESTORE: trash_many, Change.Kind.TRASH: restore_many}


def _take_back_run(model: type[Tracked], run: Sequence[Change], result: UndoResult) -> None:
    """Changes of one model that follow one another, newest first; those of one record are taken back one by one."""
    ids = within_reach(model, run, current_batch().by)
    held = model.everything.select_for_update().in_bulk(ids)
    result.out_of_reach += sum(change.ref_id not in ids for change in run)
    waiting: dict[int, Change] = {}
    for change in run:
        if change.ref_id in waiting or (waiting and _back(change) is not _back(next(iter(waiting.values())))):
            _take_back(waiting, held, result)
            waiting = {}
        if change.ref_id in held:
            waiting[change.ref_id] = change
    _take_back(waiting, held, result)


def _back(change: Change) -> Any:
    made = change.kind == Change.Kind.CREATE
    return _answer if made and models_by_name()[change.type].append_only else _BACK.get(Change.Kind(change.kind))


def _answer(records: Iterable[Tracked]) -> int:
    """What is only ever added to gets the row that speaks against it; returns how many did."""
    counters = [counter for record in records if (counter := record.counter()) is not None]
    create_many(counters)
    return len(counters)


def _take_back(changes: Mapping[int, Change], held: Mapping[int, Any], result: UndoResult) -> None:
    """Changes of as many records, all with the same way back."""
    if not changes:
        return
    move = _back(next(iter(changes.values())))
    if move:
        result.undone += move([held[pk] for pk in changes])
    else:
        fields = {held[pk]: _former(change, held[pk], result) for pk, change in changes.items()}
        written = {record: values for record, values in fields.items() if values}
        update_each(written)
        result.undone += len(written)


def _former(change: Change, record: Tracked, result: UndoResult) -> dict[str, Any]:
    """The fields as they were, without those that hold something else by now."""
    now, by = snapshot(record, change.after), current_batch().by
    back = {}
    for name, wrote in change.after.items():
        if name not in now or now[name] == change.before[name]:
            continue
        if now[name] != wrote:
            if by.field_right(record.ref_name(), name) != HIDDEN:
                result.clashes.append(Clash(record, name, now[name], change.before[name]))
            continue
        back[name] = from_plain(type(record), name, change.before[name])
    return back
