"""Rows of a list as plain values: one query for the rows, one for each kind of related name, one for each column with
several values; never one for a row, never a model instance.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Profile
from goodwill.kernel.money import Money
from goodwill.records.fields import LINKED, Field, Kind
from goodwill.records.labels import Link, labels_of, linked_type
from goodwill.records.query.sort import Sort
from goodwill.records.registry import RecordType


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    version: int
    cells: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.cells[name]


class Reader:
    """Reads the columns of a list. `paths` is what to select: first id, version and the sort keys."""

    def __init__(self, type: RecordType, actor: Actor, columns: Sequence[Field], sort: Sort) -> None:
        self._actor = actor
        self._columns = columns
        self.aliases = {alias_of(field): field.expression for field in columns if field.expression is not None}
        wanted = ["pk", "version", *(key.column for key in sort.keys)]
        for field in columns:
            wanted.extend(path for path in (_path(field), field.currency) if path)
        self.paths = tuple(dict.fromkeys(wanted))
        self._place = {path: at for at, path in enumerate(self.paths)}
        self._sorted = [self._place[key.column] for key in sort.keys]

    def sorted_values(self, row: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(row[at] for at in self._sorted)

    def rows(self, found: Sequence[Sequence[Any]]) -> list[Row]:
        ids = [row[0] for row in found]
        several = {field.name: self._several(field, ids) for field in self._columns if field.many}
        names = self._names(found, several)
        return [
            Row(row[0], row[1], {field.name: self._cell(field, row, several, names) for field in self._columns})
            for row in found
        ]

    def _cell(self, field: Field, row: Sequence[Any], several: "_Several", names: "_Names") -> Any:
        if field.many:
            values = several[field.name].get(row[0], [])
            return [names[linked_type(field)].get(pk) for pk in values] if field.kind in LINKED else values
        value = row[self._place[str(_path(field))]]
        if field.kind in LINKED:
            return names[linked_type(field)].get(value)
        if field.kind is Kind.MONEY and value is not None:
            return Money(value, row[self._place[field.currency]] if field.currency else Profile.current().currency)
        return value

    def _several(self, field: Field, ids: Sequence[int]) -> dict[int, list[Any]]:
        many = field.many
        found: dict[int, list[Any]] = defaultdict(list)
        if many and ids:
            rows = many.rows().filter((f"{many.link}__in", ids)).order_by(*many.order)
            for pk, value in rows.values_list(many.link, many.value):
                found[pk].append(value)
        return found

    def _names(self, found: Sequence[Sequence[Any]], several: "_Several") -> "_Names":
        """The labels of all related records, by type and id; those that the actor may not see are left out."""
        wanted: dict[str, set[int]] = defaultdict(set)
        linked = [field for field in self._columns if field.kind in LINKED]
        for field in linked:
            if field.many:
                wanted[linked_type(field)].update(pk for pks in several[field.name].values() for pk in pks)
            else:
                at = self._place[str(_path(field))]
                wanted[linked_type(field)].update(row[at] for row in found if row[at] is not None)
        fields = {linked_type(field): field for field in linked}
        return {name: labels_of(field, wanted[name], self._actor) for name, field in fields.items()}


_Several = dict[str, dict[int, list[Any]]]
_Names = dict[str, dict[int, Link]]


def _path(field: Field) -> str | None:
    return alias_of(field) if field.expression is not None else field.column


def alias_of(field: Field) -> str:
    """What a computed column is called in the query: a dot would be taken for a relation."""
    return f"cell_{field.name}".replace(".", "_over_")
