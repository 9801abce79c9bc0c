"""Records that a flush made, with all that hangs on them: an import reads back nothing of what it just wrote."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.apps import apps

from goodwill.kernel.changes import Entry
from goodwill.kernel.models import Change, Tracked
from goodwill.records.fields import Kind, Many
from goodwill.records.registry import RecordType


class Fresh:
    """What hangs on a record of the flush is of the flush itself. Of a row that was written twice in it, nothing is
    told, since the first of its objects may be out of date; nor of a whole with such a part."""

    def __init__(self, entries: Mapping[type[Tracked], Sequence[Entry]]) -> None:
        self._made: dict[type[Tracked], dict[int, Tracked]] = {}
        self._spoiled: dict[type[Tracked], set[int]] = {}
        for model, its in entries.items():
            made = {entry.record.pk: entry.record for entry in its if entry.kind == Change.Kind.CREATE}
            if len(made) < len(its):
                counted: dict[int, int] = defaultdict(int)
                for entry in its:
                    counted[entry.record.pk] += 1
                self._spoiled[model] = {pk for pk, count in counted.items() if count > 1 or pk not in made}
            self._made[model] = made

    @classmethod
    def of(cls, parts: Sequence[Tracked]) -> "Fresh":
        """A record with its parts, none of which has an id yet."""
        told = cls({})
        for place, part in enumerate(parts):
            told._made.setdefault(type(part), {})[place] = part
        return told

    def records(self, type: RecordType, ids: Collection[int]) -> dict[int, Tracked]:
        """Of these records of the type those that the flush made, and that are not in the trash."""
        made, spoiled = self._made.get(type.model, {}), set(self._spoiled.get(type.model, ()))
        for model, parts in self._spoiled.items():
            if model.belongs_to and model._meta.get_field(model.belongs_to).related_model is type.model:
                link = link_of(model)
                spoiled |= {getattr(self._made[model][pk], link) for pk in parts if pk in self._made[model]}
        return {pk: made[pk] for pk in sorted(ids) if pk in made and pk not in spoiled and made[pk].deleted_at is None}

    def several(self, many: Many) -> dict[int, list[str]]:
        """The shown and the compared texts of rows that hang on records, in their order."""
        model: type[Tracked] = apps.get_model(many.model)
        found: dict[int, list[str]] = defaultdict(list)
        rows = self._made.get(model)
        if not rows:
            return found
        link, value, fold = link_of(model), many.value, many.fold or many.value
        constant = ("deleted_at", None), *many.constant.items()
        for row in rows.values():
            held = row.__dict__
            if all(held[name] == wanted for name, wanted in constant):
                found[held[link]] += (held[value], held[fold])
        return found


@lru_cache(maxsize=512)
def tells_all_of(type: RecordType) -> bool:
    """Whether what is searched stands in columns of the record, and in columns of rows that hang on it."""
    fields = [type.field(part.field) for part in type.search] if isinstance(type.search, tuple) else []
    columns = {str(field.column) for field in fields if field.many is None and field.column}
    columns.add(title_of(type))
    plain = {field.attname for field in type.model._meta.concrete_fields} - type.model.unlogged
    return columns <= plain and all(_is_simple(field.many) for field in fields if field.many)


@lru_cache(maxsize=512)
def title_of(type: RecordType) -> str:
    """The column of its title."""
    return str(type.field(type.title).column)


class Place(NamedTuple):
    """Where a new record has a field that it is searched by: in a column, or in columns of its parts."""

    is_number: bool
    column: str
    part: type[Tracked] | None = None
    columns: tuple[str, ...] = ()
    constant: tuple[tuple[str, Any], ...] = ()

    def texts(self, held: Mapping[str, Any], parts: Sequence[Tracked]) -> list[str]:
        if self.part is None:
            return [str(held[self.column])] if held[self.column] else []
        rows = [part.__dict__ for part in parts if type(part) is self.part]
        for name, wanted in self.constant:
            rows = [row for row in rows if row[name] == wanted]
        return [str(row[column]) for row in rows for column in self.columns if row[column]]


@lru_cache(maxsize=512)
def places_of(type: RecordType) -> tuple[Place, ...]:
    """Those of all fields but the title."""
    found = []
    for part in type.search if isinstance(type.search, tuple) else ():
        field = type.field(part.field)
        is_number, many = field.kind is Kind.PHONE, field.many
        if field.name == type.title:
            continue
        if many is None:
            found.append(Place(is_number, str(field.column)))
        else:
            columns = many.value, many.fold or many.value
            found.append(Place(is_number, "", apps.get_model(many.model), columns, tuple(many.constant.items())))
    return tuple(found)


@cache
def link_of(model: type[Tracked]) -> str:
    """The attribute of a part that holds the id of its whole."""
    return str(getattr(model._meta.get_field(model.belongs_to), "attname", ""))


def _is_simple(many: Many) -> bool:
    """Its rows are parts of the record and hold the texts themselves."""
    model = apps.get_model(many.model)
    names = {field.name for field in model._meta.concrete_fields}
    return (
        issubclass(model, Tracked)
        and many.link == model.belongs_to
        and {many.value, many.fold or many.value, *many.constant} <= names
    )
