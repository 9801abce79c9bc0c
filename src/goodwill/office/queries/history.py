"""What was done in the firm, newest first: each act with the rows that it wrote, before and after."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.expressions import OrderBy
from django.db.models.functions import RowNumber
from django.urls import reverse

from goodwill.kernel import rights, verbs
from goodwill.kernel.actors import Actor
from goodwill.kernel.changes.values import logged_fields
from goodwill.kernel.models import Batch, Change, Tracked
from goodwill.kernel.refs import models_by_name
from goodwill.kernel.verbs import Final
from goodwill.records import registry
from goodwill.records.fields import readable
from goodwill.records.show import labels_for, show
from goodwill.records.story import Difference, day_words, deed, goes_without_saying, verb_label, words_of
from goodwill.ui import formats

SIZE = 30
LINES = 5
Row = tuple[Mapping[str, Any], Mapping[str, Any]]


@dataclass(frozen=True)
class Asked:
    """What the page is narrowed to; `before` is the id of the act to go on from."""

    who: int | None = None
    type: str = ""
    through: str = ""
    about: tuple[str, int] | None = None
    before: int | None = None


@dataclass(frozen=True)
class Line:
    """One written row. Without a title it is a record that the reader may not see."""

    kind: str
    title: str
    href: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Act:
    batch: Batch
    title: str
    lines: tuple[Line, ...]
    more: int
    undo: str
    note: str


@dataclass(frozen=True)
class Page:
    acts: list[Act]
    next: int | None


def history(actor: Actor, asked: Asked) -> Page:
    """One page of acts: the reader's own, or everybody's with the power to undo for others."""
    found = list(_batches(actor, asked)[: SIZE + 1])
    shown = found[:SIZE]
    return Page(_acts(shown, actor), shown[-1].pk if len(found) > SIZE else None)


def _batches(actor: Actor, asked: Asked) -> "QuerySet[Batch]":
    rows = Batch.objects.with_undone().order_by("-at", "-id")
    if not actor.may("undo_any"):
        rows = rows.filter(on_behalf_of=actor.user_id)
    if asked.who is not None:
        rows = rows.filter(on_behalf_of=asked.who)
    if asked.through:
        rows = rows.filter(through=asked.through)
    if asked.type or asked.about:
        rows = rows.filter(Exists(_changes_asked_for(asked)))
    last = Batch.objects.filter(pk=asked.before).first() if asked.before else None
    return rows.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk)) if last else rows


def _changes_asked_for(asked: Asked) -> "QuerySet[Change]":
    changes = Change.objects.filter(batch=OuterRef("pk"))
    if asked.type:
        changes = changes.filter(type=asked.type)
    if asked.about:
        changes = changes.filter(root_type=asked.about[0], root_id=asked.about[1])
    return changes


def _acts(batches: list[Batch], actor: Actor) -> list[Act]:
    ids = [batch.pk for batch in batches]
    back = [batch.pk for batch in batches if batch.undo_of_id]
    first = [*_first_of(set(ids) - set(back), F("id").asc()), *_first_of(back, F("id").desc())]
    told = Told(first, actor)
    counts = dict(
        Change.objects.filter(batch__in=ids).values("batch").annotate(n=Count("pk")).values_list("batch", "n")
    )
    return [_act(batch, told, counts.get(batch.pk, 0), actor) for batch in batches]


def _first_of(batches: Collection[int], order: OrderBy) -> "QuerySet[Change]":
    """Some rows of each batch that tell what it was about: the first; of one that takes another back, the last."""
    place = Window(RowNumber(), partition_by=F("batch_id"), order_by=order)
    return Change.objects.filter(batch__in=batches).annotate(place=place).filter(place__lte=LINES).order_by(order)


def _act(batch: Batch, told: "Told", count: int, actor: Actor) -> Act:
    changes = told.by_batch[batch.pk]
    mine = batch.on_behalf_of_id == actor.user_id or actor.may("undo_any")
    names = [name for change in changes for name in (change.type, change.root_type)]
    name = next((name for name in names if verbs.get(name, batch.verb)), names[0] if names else "")
    possible = mine and changes and not batch.undone and not _is_final(batch, changes)  # type: ignore[attr-defined]
    return Act(
        batch,
        deed(name, batch.verb),
        tuple(told.line(change) for change in changes),
        count - len(changes),
        reverse("undo", kwargs={"batch": batch.pk}) if possible else "",
        verb_label(name, batch.note) if batch.undo_of_id else batch.note,
    )


def _is_final(batch: Batch, changes: Iterable[Change]) -> bool:
    if batch.actor_kind == "system":
        return True
    names = {name for change in changes for name in (change.type, change.root_type)}
    declared = (verbs.get(name, batch.verb) for name in names)
    return any(verb is not None and isinstance(verb.undo, Final) for verb in declared)


class Told:
    """The rows of a page of acts in words; a few queries for each type, none for a row."""

    def __init__(self, changes: list[Change], actor: Actor) -> None:
        self._actor = actor
        self.by_batch: dict[int, list[Change]] = defaultdict(list)
        self._by_type: dict[str, list[Change]] = defaultdict(list)
        for change in changes:
            self.by_batch[change.batch_id].append(change)
            self._by_type[change.type].append(change)

    def line(self, change: Change) -> Line:
        record = self._records.get((change.type, change.ref_id))
        if record is None:
            return Line(change.kind, "", "", ())
        goes = registry.for_model(type(record)) and record.deleted_at is None
        href = reverse("go", kwargs={"name": change.type, "pk": change.ref_id}) if goes else ""
        moved = change.kind in (Change.Kind.TRASH, Change.Kind.RESTORE)
        return Line(change.kind, str(record), href, () if moved else self._differences.get(change.pk, ()))

    @cached_property
    def _records(self) -> dict[tuple[str, int], Tracked]:
        """The records behind the rows, trashed ones too, of those that the reader may see."""
        found: dict[tuple[str, int], Tracked] = {}
        for name, changes in self._by_type.items():
            model = models_by_name().get(name)
            if model:
                rows = model.everything.filter(pk__in={change.ref_id for change in changes})
                found |= {(name, record.pk): record for record in rights.visible(rows, self._actor)}
        return found

    @cached_property
    def _differences(self) -> dict[int, tuple[Difference, ...]]:
        found: dict[int, tuple[Difference, ...]] = {}
        for name, changes in self._by_type.items():
            model = models_by_name().get(name)
            if model:
                rows = [(change.before, change.after) for change in changes]
                words = _in_words(model, rows, self._actor)
                found |= {change.pk: each for change, each in zip(changes, words, strict=True)}
        return found


def _in_words(model: type[Tracked], rows: list[Row], actor: Actor) -> list[tuple[Difference, ...]]:
    declared = registry.fields_of_model(model)
    if not declared:
        return [_plain(model, row) for row in rows]
    known = {name: field for name, field in declared.items() if readable(field, actor)}
    sides = [{name: side.get(name) for name in known if name in side} for row in rows for side in row]
    labels = labels_for(known.values(), sides, actor)
    found = []
    for before, after in rows:
        pairs = [
            (field.label, *(words_of(show(field, side.get(name), labels)) for side in (before, after)))
            for name, field in known.items()
            if name in before or (name in after and not goes_without_saying(model, name, before, after))
        ]
        found.append(tuple(Difference(*pair) for pair in pairs if pair[1] or pair[2]))
    return found


def _plain_words(model: type[Tracked], name: str, value: Any) -> Any:
    field = logged_fields(model)[name]
    if not value:
        return value
    if field.get_internal_type() in ("DateField", "DateTimeField"):
        return day_words(value)
    if name in ("country", "language"):
        return formats.code_name(name, value)
    return dict(field.flatchoices).get(value, value)


def _plain(model: type[Tracked], row: Row) -> tuple[Difference, ...]:
    """Of what is no record type: its plain fields; links and structures are left out."""
    before, after = row
    names = {
        name: field.verbose_name
        for name, field in logged_fields(model).items()
        if not field.is_relation
        and field.get_internal_type() != "JSONField"
        and name not in ("about_type", "about_id")
        and (name in before or (name in after and not goes_without_saying(model, name, before, after)))
    }
    pairs = [(label, *(_plain_words(model, name, side.get(name)) for side in row)) for name, label in names.items()]
    return tuple(
        Difference(str(label)[:1].upper() + str(label)[1:], old, new)
        for label, old, new in pairs
        if old not in (None, "") or new not in (None, "")
    )
