"""Which known record a row is about: by our own id, by the number in the other system, by the field that was chosen."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from django.db import models

from goodwill.kernel.actors import Actor
from goodwill.kernel.among import among_numbers
from goodwill.kernel.models import Profile
from goodwill.kernel.text import fold
from goodwill.records.api.one import creating_fields
from goodwill.records.custom.deriving import LONGEST
from goodwill.records.fields import TEXTUAL, Field
from goodwill.records.filter.terms import compared
from goodwill.records.forms import FORMATTED
from goodwill.records.registry import RecordType
from goodwill.records.values import read_value
from goodwill.transfer import hanging
from goodwill.transfer.generic.abouts import about_of
from goodwill.transfer.generic.happened import ByDay, ByText, Meant, Near, is_dated, moment_of
from goodwill.transfer.generic.reading import Line
from goodwill.transfer.mapping.fields import ABOUT, WRITTEN_AT, field_of
from goodwill.transfer.options import Options

Same = Callable[[Field, Any, Any], bool]
"""Whether a record holds what a row says of a field."""


class Finder:
    """Of what belongs to somebody it is only the same if all agrees that it may not be without: two calls about the
    same, of two people or two days, are two. Which of several it is then, `happened` says."""

    batch_id: int | None = None
    """The run's, as soon as it wrote something."""

    def __init__(self, type: RecordType, options: Options, by: Actor, same: Same) -> None:
        self._type, self._source, self._by, self._same = type, options.source, by, same
        self._creating = creating_fields(type)
        self._bound = [field for field in type.all_fields.values() if field.required and type.model.belongs_to]
        meant = field_of(type, options.match) if options.match else None
        self._field: Field | None = meant[0] if meant else None
        self._texts = None
        if (moment := moment_of(type)) and not (self._field and self._field.kept):
            self._field, self._texts = moment, ByText(type, options)
        telling = self._texts or (ByDay() if is_dated(type) else None)
        self._meant = Meant(type, telling) if telling else None
        self._by_id: dict[int, Any] = {}
        self._by_key: dict[str, int] = {}
        self._by_value: dict[Hashable, list[int]] = {}
        self._numbered: set[int] = set()

    def look_up(self, lines: Sequence[Line]) -> None:
        """For all rows of a chunk, in a fixed number of queries."""
        ids = {line.own_id for line in lines if line.own_id}
        keys = [key for line in lines for key in line.hanging.keys]
        known = hanging.current()
        self._by_key = known.find(self._source, keys, self._type.ref_name) if known and keys else {}
        ids |= set(self._by_key.values())
        rows = self._type.rows(self._by)
        near = self._near(rows, lines)
        self._by_value = self._matching(near, {key for line in lines if (key := self.value(line)) is not None})
        for found in self._by_value.values():
            ids.update(found)
        self._by_id = {record.pk: record for record in rows.filter(pk__in=ids)}
        named = [record.ref for record in self._by_id.values()] if known and keys else []
        self._numbered = (
            {ref.id for ref, hung in known.known(self._source, named).items() if hung.keys} if known else set()
        )
        if self._meant:
            asking = [line for line in lines if not line.given.is_new and (self._texts or self._written_at(line))]
            told = [Near(one.given.number, one.values, self._written_at(one), self._alike(one)) for one in asking]
            self._meant.find([each for each in told if each.alike], self.batch_id)

    def _near(self, rows: "models.QuerySet[Any]", lines: Sequence[Line]) -> "models.QuerySet[Any]":
        """Long texts are compared with those about the same records alone."""
        if self._field is None or self._field.name != FORMATTED:
            return rows
        about = {line.values[ABOUT].partition(":")[2] for line in lines if line.values.get(ABOUT)}
        return rows.filter(models.Q(about_id__in=among_numbers(map(int, about))) | models.Q(about_id=None))

    def record(self, line: Line) -> tuple[Any, list[Any]]:
        """The record that it is, or those of the same value where several are called so."""
        if line.own_id in self._by_id:
            return self._by_id[line.own_id], []
        for number in line.hanging.keys:
            if record := self._by_id.get(self._by_key.get(number, 0)):
                return record, []
        alike = self._alike(line)
        if self._meant and (self._texts or self._written_at(line)):
            return self._meant.of(line.given.number), []
        return (alike[0], []) if len(alike) == 1 else (None, alike)

    def _alike(self, line: Line) -> list[Any]:
        """Of the same value, about the same, and agreeing in all that they may not be without."""
        key = self.value(line)
        alike = [self._by_id[pk] for pk in self._by_value.get(key, ()) if pk in self._by_id] if key is not None else []
        if ABOUT in line.values:
            alike = [record for record in alike if about_of(record) == line.values[ABOUT]]
        told = [field for field in self._bound if field.name in line.values]
        alike = [one for one in alike if all(self._same(each, line.values[each.name], one) for each in told)]
        if line.hanging.keys:  # two that bear different numbers of one system are two
            alike = [record for record in alike if record.pk not in self._numbered]
        return alike

    def _written_at(self, line: Line) -> Any:
        field = self._creating.get(WRITTEN_AT) if WRITTEN_AT not in self._type.all_fields else None
        return read_value(field, line.values[WRITTEN_AT], self._by) if field and line.values.get(WRITTEN_AT) else None

    def made_by(self, line: Line) -> Hashable | None:
        """By what a later row of the file means the record that this row makes."""
        value = self.value(line)
        beside = [str(line.values.get(name, "")) for name in (ABOUT, WRITTEN_AT, *(one.name for one in self._bound))]
        return None if value is None else (value, *beside)

    def among(self, line: Line, plans: Sequence[Any]) -> Any:
        """Of those that earlier rows make and that this one may mean, the one that it does mean."""
        if self._texts:
            return self._texts.among(line.values, plans, lambda field, plan: plan.values.get(field.name))
        return next(iter(plans), None)

    def value(self, line: Line) -> Hashable | None:
        """What the row is compared by."""
        if self._field is None or self._field.name not in line.values:
            return None
        raw = line.values[self._field.name]
        if self._field.kept and self._field.kind in TEXTUAL:
            return compared(str(raw), self._field, Profile.current().country)[:LONGEST] or None
        if self._field.kind in TEXTUAL:
            return fold(str(raw)) or None
        found: Hashable = read_value(self._field, raw, self._by)
        return found

    def _matching(self, rows: "models.QuerySet[Any]", values: set[Hashable]) -> dict[Hashable, list[int]]:
        found: dict[Hashable, list[int]] = {}
        if self._field is None or not values:
            return found
        if kept := self._field.kept:
            for pk, value in rows.annotate(own=kept.compared).filter(own__in=values).values_list("pk", "own"):
                found.setdefault(value, []).append(pk)
            return found
        column = self._field.fold or str(self._field.column)
        textual = self._field.kind in TEXTUAL
        near = rows.filter(**{f"{column}__in": values}) if self._field.fold or not textual else rows
        for pk, stored in near.order_by("pk").values_list("pk", column):
            key: Hashable = fold(str(stored)) if textual else stored
            if key in values:
                found.setdefault(key, []).append(pk)
        return found
