"""Fields of which no two records have the same value: what rows say of them, against the firm and against each other.

The run is refused such a row where it is written; this tells it before, so that the dry run counts the same.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence, Set as AbstractSet
from typing import Any

from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Profile, Tracked
from goodwill.records.custom.deriving import LONGEST
from goodwill.records.custom.uniqueness import holders, twice, unique_fields
from goodwill.records.fields import TEXTUAL, Field
from goodwill.records.filter.terms import compared
from goodwill.records.registry import RecordType

Value = tuple[str, Hashable]
"""The name of a field and what it holds, as that is compared."""


class Taken:
    """For one pass over a file. A record is known by its id, one that a row makes by anything else.

    A pass that `remembers` writes nothing, so that what rows would have made and let go is kept for the next ones.
    """

    def __init__(self, types: Sequence[RecordType], by: Actor, remembers: bool) -> None:
        self._fields: dict[str, tuple[RecordType, Field]] = {
            field.name: (kind, field) for kind in types for field in unique_fields(kind)
        }
        self._by, self._remembers = by, remembers
        self._here: dict[Value, Tracked] = {}
        self._earlier: dict[Value, tuple[Hashable, str]] = {}
        self._free: set[tuple[Value, Hashable]] = set()

    def __bool__(self) -> bool:
        return bool(self._fields)

    @property
    def names(self) -> AbstractSet[str]:
        return self._fields.keys()

    def look_up(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Before rows are decided about: one query for each field that they tell of."""
        if not self._remembers:
            self._earlier.clear()
            self._free.clear()
        told = {value for row in rows for value in self.of(row)}
        self._here = {
            (name, value): record
            for name, (kind, field) in self._fields.items()
            if (wanted := [value for one, value in told if one == name])
            for record, value in holders(kind, field, wanted)
        }

    def of(self, values: Mapping[str, Any]) -> list[Value]:
        """What stored values come to, of the fields that this is about."""
        return [
            (name, self._compared(field, values[name]))
            for name, (_type, field) in self._fields.items()
            if values.get(name) not in (None, "")
        ]

    def refusal(self, values: Mapping[str, Any], mine: Hashable = None) -> str:
        """Why these values cannot be had by the record that is `mine`, or by a new one."""
        for value in self.of(values):
            field = self._fields[value[0]][1]
            earlier = self._earlier.get(value)
            if earlier and earlier[0] != mine:
                return twice(field, earlier[1])
            other = None if earlier else self._here.get(value)
            if other is not None and other.pk != mine and (value, other.pk) not in self._free:
                return twice(field, other, self._by)
        return ""

    def take(self, values: Mapping[str, Any], mine: Hashable, name: str, before: Mapping[str, Any]) -> None:
        """Have a record hold these values; what it held `before` is free."""
        told = self.of(values)
        self._earlier.update(dict.fromkeys(told, (mine, name)))
        for value in self.of({one: before.get(one) for one, _value in told}):
            self._free.add((value, mine))
            if self._earlier.get(value, (None,))[0] == mine and value not in told:
                del self._earlier[value]

    @staticmethod
    def _compared(field: Field, value: Any) -> Hashable:
        if field.kind in TEXTUAL:
            return compared(str(value), field, Profile.current().country)[:LONGEST]
        found: Hashable = value
        return found
