"""Which of what happened with somebody, or was written of them, a row means, where several things could be it.

Two calls of one moment are two if their subjects or texts differ. A note that an earlier file brought without its day
is the one whose day a row tells now. A record is meant by one row of a file; by more only where they say the same.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from goodwill.kernel import verbs
from goodwill.kernel.models import Change
from goodwill.kernel.text import fold
from goodwill.records.api.one import creating_fields
from goodwill.records.fields import Field, Kind
from goodwill.records.registry import RecordType
from goodwill.records.show import read_all
from goodwill.transfer.mapping.fields import WRITTEN_AT
from goodwill.transfer.options import FieldPolicy, Options

Values = Mapping[str, Any]
Holds = Callable[[Field, Any], Any]


class Near(NamedTuple):
    """What a row says, and the records that it may mean."""

    number: int
    values: Values
    at: datetime | None
    alike: Sequence[Any]


class Telling(Protocol):
    def token(self, near: Near) -> Hashable:
        """What is the same in rows that mean the same record."""

    def same(self, near: Near) -> Any:
        """The record that holds all that the row says."""

    def fitting(self, near: Near, free: Sequence[Any]) -> Any:
        """Else one of those that no other row means."""


class Meant:
    """The records that rows of one pass mean."""

    def __init__(self, type: RecordType, telling: Telling) -> None:
        self._type, self._telling = type, telling
        self._by_row: dict[int, Any] = {}
        self._tokens: dict[int, Hashable] = {}

    def find(self, rows: Sequence[Near], batch_id: int | None) -> None:
        """For the rows of a chunk together: none takes what another one says word for word."""
        self._by_row = {}
        for pk in made_by(self._type, {one.pk for near in rows for one in near.alike}, batch_id):
            self._tokens.setdefault(pk, None)
        left = [near for near in rows if not self._give(near, self._telling.same(near))]
        for near in left:
            token = self._telling.token(near)
            again = next((one for one in near.alike if self._tokens.get(one.pk) == token), None)
            free = [one for one in near.alike if one.pk not in self._tokens]
            self._give(near, again or self._telling.fitting(near, free))

    def of(self, row: int) -> Any:
        return self._by_row.get(row)

    def _give(self, near: Near, record: Any) -> bool:
        if record is not None:
            self._by_row[near.number] = record
            self._tokens.setdefault(record.pk, self._telling.token(near))
        return record is not None


class ByText:
    """Of records of a moment."""

    def __init__(self, type: RecordType, options: Options) -> None:
        texts = [each for each in type.all_fields.values() if each.kind is Kind.LONG_TEXT and not each.kept]
        told = [(each, f"{type.name}.{each.name}") for each in (type.all_fields[type.title], *texts)]
        self._fields = [each for each, target in told if options.policies.get(target) != FieldPolicy.KEEP]
        self._corrected = frozenset(
            each.name for each, target in told[1:] if options.policy_of(target) == FieldPolicy.OVERWRITE
        )

    def token(self, near: Near) -> Hashable:
        return tuple(sorted(self._told(near.values).items()))

    def same(self, near: Near) -> Any:
        return self.among(near.values, near.alike, read_all)

    def among(self, values: Values, alike: Iterable[Any], holds: Holds) -> Any:
        told = self._told(values)
        fields = [field for field in self._fields if field.name in told]
        return next(
            (one for one in alike if all(_folded(holds(field, one)) == told[field.name] for field in fields)), None
        )

    def fitting(self, near: Near, free: Sequence[Any]) -> Any:
        """One that says nothing where the row does; where the file is right, one that says something else."""
        told = self._told(near.values)
        for corrected in (frozenset(), self._corrected):
            fields = [field for field in self._fields if field.name in told.keys() - corrected]
            for one in free:
                if all(_folded(read_all(field, one)) in ("", told[field.name]) for field in fields):
                    return one
        return None

    def _told(self, values: Values) -> dict[str, str]:
        return {each.name: text for each in self._fields if (text := _folded(values.get(each.name)))}


class ByDay:
    """Of records with the same text, those that were written then; else one that a file brought without its day."""

    def token(self, near: Near) -> Hashable:
        return near.at

    def same(self, near: Near) -> Any:
        return next((one for one in near.alike if near.at is None or one.created_at == near.at), None)

    def fitting(self, near: Near, free: Sequence[Any]) -> Any:
        since = undated(free)
        return next((one for one in free if one.pk in since), None)


def moment_of(type: RecordType) -> Field | None:
    """When it happened, of a type whose records belong to somebody."""
    return type.all_fields.get(type.date) if type.date and type.model.belongs_to else None


def is_dated(type: RecordType) -> bool:
    """Whether it can be set right when a record was written."""
    own = verbs.get(type.ref_name, "edit")
    is_told = WRITTEN_AT in creating_fields(type) and WRITTEN_AT not in type.all_fields
    return is_told and own is not None and any(one.name == WRITTEN_AT for one in own.parameters)


def held(type: RecordType, field: Field, record: Any) -> Any:
    """What a record holds, with when it was written, which is none of its fields."""
    is_day = field.name == WRITTEN_AT and WRITTEN_AT not in type.all_fields
    return record.created_at if is_day else read_all(field, record)


def undated(records: Collection[Any]) -> set[int]:
    """Of records of one type, those that a file brought in and that are from then."""
    since = {record.pk: record.created_at for record in records}
    name = next((record.ref_name() for record in records), "")
    made = Change.objects.filter(type=name, ref_id__in=since, kind=Change.Kind.CREATE, batch__verb="import")
    return {pk for pk, at in made.values_list("ref_id", "at") if since[pk] == at} if since else set()


def made_by(type: RecordType, ids: Collection[int], batch_id: int | None) -> set[int]:
    """Those of these records that earlier rows of the file made."""
    if not batch_id or not ids:
        return set()
    made = Change.objects.filter(type=type.ref_name, ref_id__in=ids, kind=Change.Kind.CREATE, batch=batch_id)
    return set(made.values_list("ref_id", flat=True))


def _folded(value: Any) -> str:
    return fold(str(value)) if value else ""
