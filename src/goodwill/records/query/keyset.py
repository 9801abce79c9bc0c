"""Reading on from a row, by comparing with it: the thousandth page costs what the first one does."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from goodwill.records.query.cursor import Position
from goodwill.records.query.sort import Key, Sort


def read_on(
    records: "QuerySet[Any]", sort: Sort, position: Position | None, *, backward: bool = False, limit: int
) -> list[Any]:
    """At most `limit` rows behind the position (before it, nearest first, when `backward`).

    Where the first sorted column may be empty, rows with and without it are two queries, each straight from an index.
    """
    first, *rest = sort.keys
    if not first.nullable:
        return list(_part(records, sort.keys, position, backward)[:limit])
    filled = (records.filter((f"{first.column}__isnull", False)), (_never_empty(first), *rest), position)
    empty = (records.filter((f"{first.column}__isnull", True)), tuple(rest), None)
    parts = [empty, filled] if backward else [filled, empty]
    if position and position.values[0] is None:
        at_empty = (empty[0], empty[1], Position(position.values[1:]))
        parts = [at_empty, (filled[0], filled[1], None)] if backward else [at_empty]
    elif position and backward:
        parts = [filled]
    found: list[Any] = []
    for rows, keys, start in parts:
        if len(found) < limit:
            found.extend(_part(rows, keys, start, backward)[: limit - len(found)])
    return found


def _never_empty(key: Key) -> Key:
    return Key(key.column, key.descending, False, key.django)


def _part(records: "QuerySet[Any]", keys: Sequence[Key], position: Position | None, backward: bool) -> "QuerySet[Any]":
    if position is not None:
        records = records.filter(_beyond(keys, position.values, backward))
    return records.order_by(*(key.ordering(backward) for key in keys))


def _beyond(keys: Sequence[Key], values: Sequence[Any], backward: bool) -> Any:
    """A comparison of whole rows where all columns go one way and none is empty: the one form that an index answers."""
    if len({key.descending for key in keys}) == 1 and not any(key.nullable for key in keys):
        behind = TupleLessThan if keys[0].descending != backward else TupleGreaterThan
        return behind(Tuple(*(F(key.column) for key in keys)), tuple(values))
    return _beyond_each(keys, values, backward)


def _beyond_each(keys: Sequence[Key], values: Sequence[Any], backward: bool) -> Q:
    key, value = keys[0], values[0]
    lookup = "lt" if key.descending != backward else "gt"
    if value is None:
        beyond = Q((f"{key.column}__isnull", False)) if backward else Q(pk__in=())
        same = Q((f"{key.column}__isnull", True))
    else:
        beyond, same = Q((f"{key.column}__{lookup}", value)), Q((key.column, value))
        if key.nullable and not backward:
            beyond |= Q((f"{key.column}__isnull", True))
    return beyond | (same & _beyond_each(keys[1:], values[1:], backward)) if len(keys) > 1 else beyond
