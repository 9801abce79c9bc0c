"""A filter as a plain function of one record: for conditions on a record at hand, and to hold the SQL against.

A record may be a model instance, or a mapping from field names to stored values, in which a related record stands as a
mapping of its own and several values as a list; what stands in a mapping counts as visible.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from goodwill.kernel import extras
from goodwill.kernel.actors import Actor
from goodwill.records.custom.placing import EAST, NORTH
from goodwill.records.fields import TEXTUAL, Field, Kind, read_column
from goodwill.records.filter.check import check
from goodwill.records.filter.conditions import Condition, Near, Present
from goodwill.records.filter.context import Context, context_of
from goodwill.records.filter.parser import parse
from goodwill.records.filter.resolve import Hop, Reach, resolve
from goodwill.records.filter.search import spelled_out
from goodwill.records.filter.terms import compared, term_of
from goodwill.records.filter.tree import And, Comparison, Filter, Not, Or, Search
from goodwill.records.registry import RecordType, target_of

Predicate = Callable[[Any], bool]


def predicate(filter: Filter | str, type: RecordType, actor: Actor, now: datetime | None = None) -> Predicate:
    """Whether a record passes; the same answer as `apply` gives in the database."""
    tree = check(parse(filter) if isinstance(filter, str) else filter, type, actor)
    return _predicate(tree, type, context_of(actor, now))


def _predicate(tree: Filter, type: RecordType, context: Context) -> Predicate:
    if isinstance(tree, Not):
        inner = _predicate(tree.item, type, context)
        return lambda record: not inner(record)
    if isinstance(tree, And | Or):
        parts = [_predicate(item, type, context) for item in tree.items]
        combine = all if isinstance(tree, And) else any
        return lambda record: combine(part(record) for part in parts)
    if isinstance(tree, Search):
        return _predicate(spelled_out(tree, type, context.actor), type, context)
    return _comparison(tree, type, context)


def _comparison(comparison: Comparison, type: RecordType, context: Context) -> Predicate:
    reach = resolve(comparison.path, type, context.actor)
    term = term_of(comparison, reach.field, context)

    def passes(record: Any) -> bool:
        met = all(
            any(condition.holds(value) for value in _values(record, reach, context, condition))
            for condition in term.conditions
        )
        return met != term.negated

    return passes


def _values(record: Any, reach: Reach, context: Context, condition: Condition) -> Iterator[Any]:
    """The values that the path leads to, without the empty ones, in the form in which the condition compares them."""
    sources: Iterable[Any] = (record,)
    for hop in reach.hops:
        sources = [found for source in sources for found in _related(source, hop, context.actor)]
    for source in sources:
        own = _points(source, reach.field) if isinstance(condition, Near) else None
        for value in own if own is not None else _own(source, reach.field, context, isinstance(condition, Present)):
            if not Field.is_empty(value):
                yield value


def _related(source: Any, hop: Hop, actor: Actor) -> Iterable[Any]:
    if isinstance(source, Mapping):
        found = source.get(hop.field.name)
        return found if isinstance(found, list) else [found] if isinstance(found, Mapping) else []
    ids = _rows(source, hop.field, hop.field.many.value) if hop.field.many else [hop.field.read(source)]
    return hop.target.rows(actor).filter(pk__in=[pk for pk in ids if pk is not None])


def _own(source: Any, field: Field, context: Context, raw: bool) -> Iterable[Any]:
    if field.kind is Kind.RELATION and not isinstance(source, Mapping):
        return [found.pk for found in _related(source, Hop(field, target_of(field)), context.actor)]
    if isinstance(source, Mapping):
        return _given(source, field, context, raw)
    if field.kept:
        return _given({field.name: field.read(source)}, field, context, raw)
    if field.many:
        return _rows(source, field, field.many.value if raw else field.many.fold or field.many.value)
    if field.currency and not raw:
        return [(field.read(source), read_column(source, field.currency))] if field.read(source) is not None else []
    if field.expression is not None:
        found = type(source)._default_manager.filter(pk=source.pk).annotate(found=field.expression)
        return list(found.values_list("found", flat=True))
    return [read_column(source, field.fold) if field.fold and not raw else field.read(source)]


def _points(source: Any, field: Field) -> Iterable[Any]:
    """Where the rows of a field lie, as latitude and longitude."""
    if isinstance(source, Mapping):
        return source.get(f"{field.name}_points") or ()
    if field.kept:
        found = source.extra.get(extras.PLACED, {}).get(field.name)
        return [(found[NORTH], found[EAST])] if found else ()
    assert field.many is not None
    assert field.many.point is not None
    rows = field.many.rows().filter(**{field.many.link: source.pk, f"{field.many.point[0]}__isnull": False})
    return rows.values_list(*field.many.point)


def _rows(source: Any, field: Field, column: str) -> Iterable[Any]:
    assert field.many is not None
    return field.many.rows().filter(**{field.many.link: source.pk}).values_list(column, flat=True)


def _given(source: Mapping[str, Any], field: Field, context: Context, raw: bool) -> Iterable[Any]:
    value = source.get(field.name)
    values = value if isinstance(value, list | tuple) else [value]
    if raw or value is None:
        return values
    if field.kind in TEXTUAL or field.kind is Kind.TAGS:
        return [compared(str(text), field, context.country) for text in values if text is not None]
    if field.kind is Kind.RELATION:
        return [found.get("id") if isinstance(found, Mapping) else found for found in values]
    if field.currency:
        return [(value, source.get(field.currency, ""))]
    return values
