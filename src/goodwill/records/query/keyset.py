"""Reading on from a row, by comparing with it: the thousandth page costs what the first one does."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

from django.db.models import Q, QuerySet, Value

from goodwill.kernel.wholerow import WholeRow
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
    return replace(key, nullable=False)


def _part(records: "QuerySet[Any]", keys: Sequence[Key], position: Position | None, backward: bool) -> "QuerySet[Any]":
    if position is not None:
        records = records.filter(_beyond(keys, position.values, backward))
    return records.order_by(*(key.ordering(backward) for key in keys))


def _beyond(keys: Sequence[Key], values: Sequence[Any], backward: bool) -> Any:
    """What lies behind a row. Compared as a whole where all columns go one way and none is empty."""
    if len({key.descending for key in keys}) == 1 and not any(key.nullable for key in keys):
        operator: Literal["<", ">"] = "<" if keys[0].descending != backward else ">"
        compared = [Value(value, _plain(key.django)) for key, value in zip(keys, values, strict=True)]
        return WholeRow([key.column for key in keys], operator, compared)
    return _beyond_each(keys, values, backward)


def _beyond_each(keys: Sequence[Key], values: Sequence[Any], backward: bool) -> Q:
    key, value = keys[0], values[0]
    rest = _beyond_each(keys[1:], values[1:], backward) if len(keys) > 1 else Q(pk__in=())
    if value is None:
        filled = Q((f"{key.column}__isnull", False)) if backward else Q(pk__in=())
        return filled | (Q((f"{key.column}__isnull", True)) & rest)
    lookup = "lt" if key.descending != backward else "gt"
    beyond = Q((f"{key.column}__{lookup}e", value)) & (Q((f"{key.column}__{lookup}", value)) | rest)
    return beyond | Q((f"{key.column}__isnull", True)) if key.nullable and not backward else beyond


def _plain(django: Any) -> Any:
    """A field that prepares a value for the database; of a foreign key, the one that it points at."""
    return getattr(django, "target_field", django)
