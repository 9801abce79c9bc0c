"""New records whose rows were made ahead: by a process that reads a file, so that the writer need only number them.

`made_ahead` makes of a record and its parts what `create_many` would write of them: their rows, their history and what
projections derive. `create_ahead` writes that. A test holds the two ways equal.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from goodwill.kernel.changes.batches import OpenBatch, current_batch
from goodwill.kernel.changes.projecting import NotAhead, told_ahead
from goodwill.kernel.changes.values import filled, logged_fields
from goodwill.kernel.inserting import converted, insert_values, moment, new_ids, stored_names
from goodwill.kernel.models import Tracked
from goodwill.kernel.refs import declared_models

_STAMP = ("version", "created_at", "created_by_id", "changed_at", "changed_by_id", "deleted_at")
_encoder = DjangoJSONEncoder()
_quote = json.encoder.encode_basestring_ascii


Row = tuple[str, Sequence[Any], str]
"""The ref name of a model, the values of its columns behind bookkeeping, and what history says of them, as JSON."""
Ahead = tuple[Row, tuple[Row, ...], tuple[Any, ...]]
"""A record, the parts that hang on it, and what each projection made of them, in their order.

Plain tuples, since they go from one process to another by the thousand.
"""


def made_ahead(record: Tracked, parts: Sequence[Tracked], vendor: str) -> Ahead | None:
    """None where something has to see the record itself, or the database. Fills derived columns; writes nothing."""
    record.derive()
    try:
        told = told_ahead(record, parts)
    except NotAhead:
        return None
    return (_row(record, vendor), tuple([_row(part, vendor) for part in parts]), told)


def _row(record: Tracked, vendor: str) -> Row:
    model = type(record)
    names = _told(model)
    values = converted(model, names, _taking(model)(record.__dict__), vendor)
    return (model.ref_name(), values, _as_json(filled(record)))


@cache
def _taking(model: type[Tracked]) -> "itemgetter[Any]":
    return itemgetter(*_told(model))


def _quick_encoder() -> Callable[[Any], str]:
    """The encoder in C, made once: `json` makes it anew for each value."""
    make = getattr(json.encoder, "c_make_encoder", None)
    if make is None:
        return _encoder.encode
    quote = json.encoder.encode_basestring_ascii
    encode = make(None, _encoder.default, quote, None, ": ", ", ", False, False, True)
    return lambda values: "".join(encode(values, 0))


_as_json = _quick_encoder()


@cache
def _numbers(model: type[Tracked]) -> tuple[str, ...]:
    """The columns that the writer fills by row."""
    return ("id", _link(model)) if model.belongs_to else ("id",)


@cache
def _told(model: type[Tracked]) -> tuple[str, ...]:
    filled_later = {*_numbers(model), *_STAMP, *model.follows_creation}
    return tuple(name for name in stored_names(model) if name not in filled_later)


@cache
def _link(model: type[Tracked]) -> str:
    return str(getattr(model._meta.get_field(model.belongs_to), "attname", ""))


def pointing(row: Row, field: str, pk: int) -> Row:
    """The row with a foreign key whose record was not known when it was made."""
    name, values, after = row
    place, is_logged = _place(name, field)
    if is_logged:
        after = f'{after[:-1]}, "{field}": {pk}}}'
    return (name, (*values[:place], pk, *values[place + 1 :]), after)


class Pattern:
    """Rows that differ from one in some columns alone, whose values are texts; those of fields are not empty."""

    def __init__(self, row: Row, columns: Sequence[str]) -> None:
        self._name, values, after = row
        model = declared_models()[self._name]
        self._values, self._columns = list(values), _told(model)
        self._places = [self._columns.index(name) for name in columns]
        logged, said = logged_fields(model), json.loads(after)
        self._told = [columns.index(name) for name in said if name in columns and name in logged]
        held = {
            name: "%s" if name in columns else _as_json([value])[1:-1].replace("%", "%%")
            for name, value in said.items()
        }
        self._after = "{" + ", ".join(f'"{name}": {text}' for name, text in held.items()) + "}"

    def constant(self, column: str) -> Any:
        return self._values[self._columns.index(column)]

    def row(self, texts: Sequence[str]) -> Row:
        """With these in the columns, in their order."""
        values = self._values.copy()
        for place, text in zip(self._places, texts, strict=True):
            values[place] = text
        return self._name, tuple(values), self._after % tuple([_quote(texts[at]) for at in self._told])


@cache
def _place(name: str, field: str) -> tuple[int, bool]:
    """Where a column stands, and whether history tells of it."""
    model = declared_models()[name]
    place = _told(model).index(str(getattr(model._meta.get_field(field), "attname", "")))
    return place, field in logged_fields(model)


def create_ahead(made: Sequence[Ahead], ids: Sequence[int] | None = None) -> None:
    """Write new records of one model; `ids` are theirs if they were taken before (`kernel.inserting.new_ids`)."""
    if not made:
        return
    batch = current_batch()
    name = made[0][0][0]
    model = declared_models()[name]
    numbers = list(new_ids(model, len(made)) if ids is None else ids)
    numbered = list(zip(numbers, made, strict=True))
    _insert(batch, model, ((pk,) for pk in numbers), [record[1] for record, _parts, _told in made])
    batch.log_ahead(name, name, [(pk, pk, record[2]) for pk, (record, _parts, _told) in numbered])
    parts: dict[str, list[tuple[int, Row]]] = defaultdict(list)
    for pk, (_record, its, _told_of) in numbered:
        for part in its:
            parts[part[0]].append((pk, part))
    for part_name, some in parts.items():
        _create_parts(batch, name, part_name, some)
    batch.made.append((numbers, made))


def _create_parts(batch: OpenBatch, whole: str, name: str, parts: Sequence[tuple[int, Row]]) -> None:
    model = declared_models()[name]
    link = f'{{"{model.belongs_to}": '
    numbered = [
        (pk, whole_id, values, after)
        for pk, (whole_id, (_name, values, after)) in zip(new_ids(model, len(parts)), parts, strict=True)
    ]
    heads = ((pk, whole_id) for pk, whole_id, _values, _after in numbered)
    _insert(batch, model, heads, [values for _pk, _whole_id, values, _after in numbered])
    told = [
        (pk, whole_id, f"{link}{whole_id}, {after[1:]}" if after != "{}" else "{}")
        for pk, whole_id, _values, after in numbered
    ]
    batch.log_ahead(name, whole, told)


def _insert(
    batch: OpenBatch, model: type[Tracked], heads: Iterable[tuple[int, ...]], values: Iterable[Sequence[Any]]
) -> None:
    """`heads` are the ids of rows, with those of their wholes where they are parts."""
    at, user = moment(batch.at, connection.vendor), batch.by.user_id
    stamp = dict(zip(_STAMP, (1, at, user, at, user, None), strict=True)) | dict.fromkeys(model.follows_creation, at)
    rows = [(*head, *its) for head, its in zip(heads, values, strict=True)]
    insert_values(model, (*_numbers(model), *_told(model)), rows, converted=True, always=stamp)
