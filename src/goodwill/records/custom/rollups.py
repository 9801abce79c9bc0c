"""Roll-ups: what records that lead to another one come to there. Kept right in the transaction of each change."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from django.db.models import Count, Max, Min, Sum
from django.utils.translation import gettext, gettext_lazy as _

from goodwill.kernel import changes, extras, layout
from goodwill.kernel.actors import system
from goodwill.kernel.changes import Entry
from goodwill.kernel.changes.values import logged_fields
from goodwill.kernel.models import About, Change, CustomField, Tracked
from goodwill.records import registry
from goodwill.records.custom.origins import comparisons
from goodwill.records.fields import TEXTUAL, Field, Kind
from goodwill.records.filter import FilterError, check, parse
from goodwill.records.filter.sql import condition
from goodwill.records.filter.tree import Filter, Period, Shift, Word
from goodwill.records.registry import RecordType

ABOUT = "about"
DEEPEST = 5
COUNT, SUM, MIN, MAX, FIRST, LAST = "count", "sum", "min", "max", "first", "last"
HOWS = {
    COUNT: _("How many"),
    SUM: _("Sum"),
    MIN: _("Least"),
    MAX: _("Most"),
    FIRST: _("The first"),
    LAST: _("The latest"),
}
_ORDERED = frozenset({Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.DATE, Kind.MOMENT})
_FITS = {
    SUM: frozenset({Kind.NUMBER, Kind.MONEY}),
    MIN: _ORDERED,
    MAX: _ORDERED,
    FIRST: _ORDERED | TEXTUAL | {Kind.YES_NO},
    LAST: _ORDERED | TEXTUAL | {Kind.YES_NO},
}
Led = Callable[[Entry], Iterable[Any]]
_moved_by: dict[tuple[str, str], tuple[type[Tracked], Led]] = {}
_AGGREGATES = {SUM: Sum, MIN: Min, MAX: Max}


@dataclass(frozen=True)
class Source:
    """Records that lead to those of a type: by a relation of theirs, or because they are about them."""

    type: RecordType
    via: str
    label: Any

    @property
    def key(self) -> str:
        return f"{self.type.name}.{self.via}"


@dataclass(frozen=True, eq=False)
class Rollup:
    """One roll-up of a type: `name` is the field that holds it."""

    owner: RecordType
    name: str
    source: Source
    how: str
    field: Field | None
    filter: Filter

    @property
    def is_dated(self) -> bool:
        return _is_dated(self.filter)


def moved_by(type_name: str, field: str, model: type[Tracked], led: Led) -> None:
    """A relation that a projection fills, so that no history of its own records tells of it: rows of `model` do.

    `led` gives the ids of the records to which a changed row leads, and led.
    """
    _moved_by[type_name, field] = (model, led)


def sources_of(type: RecordType) -> list[Source]:
    """What could be rolled up to records of the type: only links that history tells of."""
    found = []
    for other in registry.types():
        logged = logged_fields(other.model)
        for field in other.all_fields.values():
            leads = registry.get(field.target) if field.kind is Kind.RELATION and not field.many else None
            told = field.kept or field.column in logged or (other.name, field.name) in _moved_by
            if leads and leads.model is type.model and told:
                found.append(Source(other, field.name, field.label))
        if issubclass(other.model, About):
            found.append(Source(other, ABOUT, _("about it")))
    return found


def fields_for(source: Source, how: str) -> list[Field]:
    """What of the records can be rolled up so."""
    fits = _FITS.get(how, frozenset())
    return [
        field
        for field in source.type.all_fields.values()
        if field.kind in fits
        and field.readable is None
        and (field.kind is not Kind.MONEY or field.unit)
        and (field.kept or (field.column and "__" not in field.column and not field.many))
    ]


def check_filter(text: str, type: RecordType) -> str:
    """Raises FilterError for a condition that other records than the one that it is asked of could change."""
    tree = check(parse(text), type, system())
    if any(len(one.path) > 1 for one in comparisons(tree)):
        raise FilterError(gettext("A roll-up looks at fields of the records themselves, not at those behind a dot."))
    return text.strip()


def rollups_of(type: RecordType) -> list[Rollup]:
    return [one for one in _all() if one.owner.name == type.name]


def uses(type: RecordType, name: str) -> list[Rollup]:
    """The roll-ups that look at this field of the type's records."""
    return [one for one in _all() if one.source.type.name == type.name and name in _looked_at(one)]


def looks_at_the_day(type: RecordType) -> bool:
    return any(one.is_dated for one in rollups_of(type))


def _all() -> list[Rollup]:
    return layout.made("rollups", _load)


def _load() -> list[Rollup]:
    """Those that fit no more, since something behind them is gone, are left out: what they came to stays."""
    found = []
    for row in CustomField.objects.exclude(rollup={}).order_by("id"):
        made = rollup_of(row)
        if made is not None:
            found.append(made)
    return found


def rollup_of(row: CustomField) -> Rollup | None:
    spec = row.rollup
    owner, child = registry.get(row.type), registry.get(spec.get("type", ""))
    if owner is None or child is None:
        return None
    source = next((one for one in sources_of(owner) if one.key == f"{child.name}.{spec.get('via')}"), None)
    field = child.all_fields.get(spec.get("field", ""))
    try:
        tree = check(parse(spec.get("filter", "")), child, system())
    except FilterError:
        return None
    if source is None or (field is None) != (spec.get("how") == COUNT):
        return None
    return Rollup(owner, row.name, source, spec["how"], field, tree)


def _looked_at(one: Rollup) -> set[str]:
    named = {comparison.path[0] for comparison in comparisons(one.filter)}
    return named | {one.source.via} | ({one.field.name} if one.field else set())


def _is_dated(tree: Filter) -> bool:
    values = [value for one in comparisons(tree) for value in one.values]
    near = ("today", "yesterday", "tomorrow")
    return any(
        isinstance(value, Shift | Period) or (isinstance(value, Word) and value.word in near) for value in values
    )


# Where a firm has fields of its own, nothing is made ahead (`has_own_fields`): there is nothing to keep right then.
# What lies in the trash keeps its links.
NOTHING_AHEAD = changes.Beforehand(
    lambda _record, _parts: None, lambda _name, _new, _by: None, gone=lambda _name, _ids, _by: None
)


@changes.projection(ahead=replace(NOTHING_AHEAD, sees=lambda _models: bool(_all())))
def follow(entries: Sequence[Entry]) -> None:
    known = _all()
    if not known:
        return
    stale: dict[Rollup, set[int]] = defaultdict(set)
    for one in known:
        for entry in entries:
            if isinstance(entry.record, one.source.type.model):
                stale[one].update(_led_to(one, entry))
            mover = _moved_by.get((one.source.type.name, one.source.via))
            if mover and isinstance(entry.record, mover[0]):
                stale[one].update(pk for pk in mover[1](entry) if isinstance(pk, int))
    _roll_up(stale, 0)


def _led_to(one: Rollup, entry: Entry) -> set[int]:
    """The records to which the changed one leads, and led."""
    found = {_link_now(one, entry.record)}
    if entry.kind == Change.Kind.UPDATE and one.source.via == ABOUT:
        if entry.before.get("about_type", getattr(entry.record, "about_type", "")) == one.owner.ref_name:
            found.add(entry.before.get("about_id"))
    elif entry.kind == Change.Kind.UPDATE:
        field = one.source.type.field(one.source.via)
        found.add(entry.before.get(field.name if field.kept else str(field.column)))
    return {pk for pk in found if isinstance(pk, int)}


def _link_now(one: Rollup, record: Tracked) -> Any:
    if one.source.via == ABOUT:
        about = getattr(record, "about_type", "") == one.owner.ref_name
        return getattr(record, "about_id", None) if about else None
    return one.source.type.field(one.source.via).read(record)


def _roll_up(stale: Mapping[Rollup, Collection[int]], depth: int) -> None:
    """Write what these come to; what is rolled up further from there follows."""
    of_types: dict[str, dict[Rollup, Collection[int]]] = defaultdict(dict)
    for one, ids in stale.items():
        if ids:
            of_types[one.owner.name][one] = ids
    for name, its in of_types.items():
        ids = sorted({pk for found in its.values() for pk in found})
        owner = next(iter(its)).owner
        rows = owner.model.everything.select_for_update().filter(**owner.constant, pk__in=ids).order_by("pk")
        written = _write(list(rows), list(its))
        further = [one for one in _all() if one.source.type.name == name and one.field and one.field.kept]
        computed = [one for one in further if one.field and one.field.kept and one.field.kept.computed]
        if written and computed and depth < DEEPEST:
            more = {
                one: {pk for record in written if isinstance(pk := _link_now(one, record), int)} for one in computed
            }
            _roll_up(more, depth + 1)


def _write(records: list[Any], rollups: Sequence[Rollup]) -> list[Any]:
    """The records that hold something else now."""
    ids = [record.pk for record in records]
    found = {key: values_of(one, ids) for one in rollups if (key := _key(one))}
    before = {record.pk: record.extra for record in records}
    changes.derive_anew(records, first=partial(_put, found=found))
    return [record for record in records if record.extra != before[record.pk]]


def _key(one: Rollup) -> str:
    kept = one.owner.field(one.name).kept
    return kept.key if kept else ""


def _put(record: Tracked, found: Mapping[str, Mapping[int, Any]]) -> None:
    computed = dict(record.extra.get(extras.COMPUTED, {}))
    for name, values in found.items():
        computed.pop(name, None)
        if values.get(record.pk) is not None:
            computed[name] = values[record.pk]
    record.extra = {**record.extra, extras.COMPUTED: computed}


def bring_up_to_date(type: RecordType, records: Sequence[Tracked]) -> None:
    """All that is computed of these records, which are held."""
    _write(list(records), rollups_of(type))


def values_of(one: Rollup, ids: Sequence[int]) -> dict[int, Any]:
    """What the roll-up comes to for these records, as JSON keeps it; nothing for those to which nothing leads."""
    child = one.source.type
    rows = child.model.objects.filter(**child.constant)
    q, aliases = condition(one.filter, child, system())
    rows = (rows.alias(**aliases) if aliases else rows).filter(q).order_by()
    rows, link = _linked(one, rows, ids)
    if one.how == COUNT:
        return dict.fromkeys(ids, 0) | dict(rows.values(link).annotate(found=Count("pk")).values_list(link, "found"))
    assert one.field is not None
    value = str(one.field.column)
    if one.field.kept:
        rows, value = rows.annotate(rolled_value=one.field.kept.expression), "rolled_value"
    if one.how in _AGGREGATES:
        pairs = rows.values(link).annotate(found=_AGGREGATES[one.how](value)).values_list(link, "found")
    else:
        newest_last = rows.filter(**{f"{value}__isnull": False}).values_list(link, value)
        pairs = newest_last.order_by(*(("-created_at", "-pk") if one.how == FIRST else ("created_at", "pk")))
    return {pk: _kept(one.field, found) for pk, found in pairs}


def _linked(one: Rollup, rows: Any, ids: Sequence[int]) -> tuple[Any, str]:
    if one.source.via == ABOUT:
        return rows.filter(about_type=one.owner.ref_name, about_id__in=ids), "about_id"
    field = one.source.type.field(one.source.via)
    if not field.kept:
        return rows.filter(**{f"{field.column}__in": ids}), str(field.column)
    return rows.annotate(rolled_link=field.kept.expression).filter(rolled_link__in=ids), "rolled_link"


def _kept(field: Field, found: Any) -> Any:
    match found:
        case datetime():
            return found.astimezone(UTC).isoformat()
        case date():
            return found.isoformat()
        case bool() | str():
            return found or None
        case None:
            return None
    return round(found * 100) if field.scale is None else int(found)


def result_of(source: Source, how: str, field: Field | None) -> tuple[Kind, int, str]:
    """The kind of what it comes to, its digits after the point and its currency."""
    if field is None or how == COUNT:
        return Kind.NUMBER, 0, ""
    kind = Kind.TEXT if field.kind in TEXTUAL else field.kind
    return kind, 2 if field.scale is None else field.scale, field.unit
