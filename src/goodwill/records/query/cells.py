"""Rows of a list as plain values: one query for the rows, one for each kind of related name, one for each table that
columns with several values are read from; never one for a row, never a model instance.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goodwill.kernel import extras
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Profile
from goodwill.kernel.money import Money
from goodwill.records.fields import LINKED, Field, Kind, readable
from goodwill.records.labels import Link, labels_of, linked_type
from goodwill.records.query.several import Several, several_of
from goodwill.records.query.sort import Sort
from goodwill.records.registry import RecordType

NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    """`ended` are the columns that are deadlines and wait no longer."""

    id: int
    version: int
    cells: Mapping[str, Any]
    ended: frozenset[str] = NONE

    def __getitem__(self, name: str) -> Any:
        return self.cells[name]


class Reader:
    """Reads the columns of a list. `paths` is what to select: first id, version and the sort keys. The firm's own
    fields are one column for the database, and taken out of it here.
    """

    def __init__(self, type: RecordType, actor: Actor, columns: Sequence[Field], sort: Sort) -> None:
        self._actor = actor
        self._columns = columns
        computed = {str(_path(field)): field.expression for field in columns if _is_computed(field)}
        self.aliases: dict[str, Any] = {**computed, **sort.aliases}
        wanted = ["pk", "version", *(key.column for key in sort.keys)]
        for field in columns:
            wanted.extend(path for path in (_path(field), field.currency) if path)
        ends = {field.name: type.field(field.end) for field in columns if field.end}
        wanted.extend(str(end.column) for end in ends.values())
        self.paths = tuple(dict.fromkeys(wanted))
        self._place = {path: at for at, path in enumerate(self.paths)}
        self._sorted = [self._place[key.column] for key in sort.keys]
        self._named = [(field.name, self._place.get(_path(field) or "pk", 0)) for field in columns]
        self._ends = [(name, self._place[str(end.column)]) for name, end in ends.items() if readable(end, actor)]
        self._made = [
            field for field in columns if field.many or field.kept or field.kind in LINKED or field.kind is Kind.MONEY
        ]

    def sorted_values(self, row: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(row[at] for at in self._sorted)

    def rows(self, found: Sequence[Sequence[Any]]) -> list[Row]:
        ids = [row[0] for row in found]
        several = several_of({field.name: field.many for field in self._columns if field.many}, ids)
        names = self._names(found, several)
        rows = []
        for row in found:
            cells = {name: row[place] for name, place in self._named}
            for field in self._made:
                cells[field.name] = self._cell(field, row, several, names)
            ended = frozenset(name for name, place in self._ends if row[place]) if self._ends else NONE
            rows.append(Row(row[0], row[1], cells, ended))
        return rows

    def _cell(self, field: Field, row: Sequence[Any], several: Several, names: "_Names") -> Any:
        """What does not stand in the row as it is: several values, a linked record, money."""
        if field.many:
            values = several[field.name].get(row[0], [])
            return [names[linked_type(field)].get(pk) for pk in values] if field.kind in LINKED else values
        value = self._value(field, row)
        if field.kind in LINKED:
            return names[linked_type(field)].get(value)
        if field.kind is Kind.MONEY and value is not None:
            kept = row[self._place[field.currency]] if field.currency else field.unit
            return Money(value, kept or Profile.current().currency)
        return value

    def _value(self, field: Field, row: Sequence[Any]) -> Any:
        found = row[self._place[str(_path(field))]]
        return field.kept.value(found) if field.kept else found

    def _names(self, found: Sequence[Sequence[Any]], several: Several) -> "_Names":
        """The labels of all related records, by type and id; those that the actor may not see are left out."""
        wanted: dict[str, set[int]] = defaultdict(set)
        linked = [field for field in self._columns if field.kind in LINKED]
        for field in linked:
            if field.many:
                wanted[linked_type(field)].update(pk for pks in several[field.name].values() for pk in pks)
            else:
                values = (self._value(field, row) for row in found)
                wanted[linked_type(field)].update(value for value in values if value is not None)
        fields = {linked_type(field): field for field in linked}
        return {name: labels_of(field, wanted[name], self._actor) for name, field in fields.items()}


_Names = dict[str, dict[int, Link]]


def _path(field: Field) -> str | None:
    if field.kept:
        return extras.COLUMN
    return alias_of(field) if field.expression is not None else field.column


def alias_of(field: Field) -> str:
    """What a computed column is called in the query: a dot would be taken for a relation."""
    return f"cell_{field.name}".replace(".", "_over_")


def _is_computed(field: Field) -> bool:
    return field.expression is not None and not field.kept
