"""Reading a list in the order of what its records lead to: a page costs what it does in the list's own order.

The related records come by handfuls, in their order, and with each handful the records that lead to it. Few of them are
sorted here; of one to which many lead, the database reads them from an index.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, QuerySet

from goodwill.records.query.behind import Behind, Rank
from goodwill.records.query.keys import Key, Position, part
from goodwill.records.registry import RecordType

FEW = 1_000
"""So many records are sorted at once in no time."""
LARGEST = 1_024
GIVEN_UP = 8_000
"""To so many related records in a row next to nothing leads: this way is no good then."""
LEAD = 2
"""The keys by which the related records themselves are sorted: what they are sorted by, and their id."""


@dataclass(frozen=True, eq=False)
class Led:
    """A long list that is read by what its records lead to. Both querysets name the same columns of the same records;
    in `apart` no index but that of the relation is any good: SQLite keeps no account of how many rows a value has.
    """

    behind: Behind
    records: "QuerySet[Any]"
    apart: "QuerySet[Any]"


def is_long(records: "QuerySet[Any]") -> bool:
    return records.order_by().values("pk")[: FEW + 1].count() > FEW


class Aside(Func):
    """A column, compared without an index."""

    arity = 1
    template = "%(expressions)s"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


def constant_apart(type: RecordType) -> "QuerySet[Any]":
    """The records of the type, told from others in their table without an index."""
    aliases = {f"aside_{name}": Aside(F(name)) for name in type.constant}
    rows: QuerySet[Any] = type.model.objects.alias(**aliases)
    return rows.filter(**{f"aside_{name}": value for name, value in type.constant.items()})


def walk(led: Led, keys: Sequence[Key], position: Position | None, *, backward: bool, limit: int) -> list[Any] | None:
    """At most `limit` rows behind the position, tuples of the named columns; None where it gives up."""
    behind, records = led.behind, led.records
    empty, at_empty = records.filter(behind.empty), bool(position and position.values[0] is None)
    its = Position(position.values[LEAD:]) if position else None
    if at_empty:
        found = list(part(empty, keys[LEAD:], its, backward)[:limit])
        if not backward or len(found) == limit:
            return found
        position = its = None
    else:
        found = list(part(empty, keys[LEAD:], None, backward)[:limit]) if backward and not position else []
    rank: Rank | None = (position.values[0], position.values[1]) if position else None
    reader = _Handfuls(led, keys[LEAD:], backward)
    for rows in reader.from_on(rank, its, limit):
        if rows is None:
            return None
        found.extend(rows[: limit - len(found)])
        if len(found) == limit:
            return found
    if not backward:
        found.extend(part(empty, keys[LEAD:], None, backward)[: limit - len(found)])
    return found


class _Handfuls:
    def __init__(self, led: Led, keys: Sequence[Key], backward: bool) -> None:
        self._led = led
        self._behind = behind = led.behind
        self._keys = keys
        self._backward = backward
        names: Any = led.records
        self._places = [names._fields.index(key.column) for key in keys]
        self._whose = names._fields.index(behind.column)

    def from_on(self, rank: Rank | None, its: Position | None, limit: int) -> Iterator[list[Any] | None]:
        """Rows of one handful after the other, first the rest of what leads to `rank`; None ends it."""
        if rank is not None:
            yield list(self._of(rank[1], its)[:limit])
        size, passed, others = self._behind.others.at_once, 0, self._behind.others
        while ranks := others.following(rank, size, backward=self._backward):
            rows = self._read([pk for _value, pk in ranks], limit)
            if rows is None:
                size = max(1, len(ranks) // 4)
                continue
            yield rows
            rank, passed, size = ranks[-1], passed + len(ranks), min(size * 4, LARGEST)
            if passed > GIVEN_UP:
                yield None

    def _of(self, pk: int, its: Position | None) -> "QuerySet[Any]":
        return part(self._led.records.filter((self._behind.column, pk)), self._keys, its, self._backward)

    def _read(self, ids: Sequence[int], limit: int) -> list[Any] | None:
        """What leads to these, in order; None where that is more than what is sorted here."""
        if len(ids) == 1:
            return list(self._of(ids[0], None)[:limit])
        most = 4 * limit
        records = self._led.apart if self._behind.leads else self._led.records
        rows = list(records.filter((f"{self._behind.column}__in", ids)).order_by()[: most + 1])
        if len(rows) > most:
            return None
        for key, place in reversed(list(zip(self._keys, self._places, strict=True))):
            rows.sort(key=_by(place), reverse=key.descending != self._backward)
            if key.nullable:
                rows.sort(key=_is_empty(place), reverse=self._backward)
        at = {pk: number for number, pk in enumerate(ids)}
        whose = self._whose
        return sorted(rows, key=lambda row: at[row[whose]])


def _by(place: int) -> Any:
    return lambda row: (row[place] is not None, row[place])


def _is_empty(place: int) -> Any:
    return lambda row: row[place] is None
