"""Reading on from a row, by comparing with it: the thousandth page costs what the first one does."""

from typing import Any

from django.db.models import QuerySet

from goodwill.records.query.keys import Position, part
from goodwill.records.query.sort import Sort
from goodwill.records.query.walk import Led, walk


def read_on(
    records: "QuerySet[Any]",
    sort: Sort,
    position: Position | None,
    *,
    backward: bool = False,
    limit: int,
    led: Led | None = None,
) -> list[Any]:
    """At most `limit` rows behind the position (before it, nearest first, when `backward`).

    Where the first sorted column may be empty, rows with and without it are two queries, each straight from an index.
    """
    walked = walk(led, sort.keys, position, backward=backward, limit=limit) if led else None
    if walked is not None:
        return walked
    first = sort.keys[0]
    if not first.nullable:
        return list(part(records, sort.keys, position, backward)[:limit])
    lead, rest = sort.keys[: sort.lead], sort.keys[sort.lead :]
    there = (*(key.filled() for key in lead), *rest)
    filled = (records.filter((f"{first.column}__isnull", False)), there, position)
    empty = (records.filter((f"{first.column}__isnull", True)), rest, None)
    parts = [empty, filled] if backward else [filled, empty]
    if position and position.values[0] is None:
        at_empty = (empty[0], rest, Position(position.values[sort.lead :]))
        parts = [at_empty, (filled[0], there, None)] if backward else [at_empty]
    elif position and backward:
        parts = [filled]
    found: list[Any] = []
    for rows, keys, start in parts:
        if len(found) < limit:
            found.extend(part(rows, keys, start, backward)[: limit - len(found)])
    return found
