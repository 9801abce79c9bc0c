"""New records whose rows were made ahead: by a process that reads a file, so that the writer need only number them.

`made_ahead` makes of a record and its parts what `create_many` would write of them: their rows, their history and what
projections derive. `create_ahead` writes that. A test holds the two ways equal.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
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


Likeness = tuple[str, tuple[str, ...], tuple[Any, ...]]
"""What rows have in common: the ref name of their model, the columns in which they differ, and the values of all other
columns behind bookkeeping, in their order. It is one object for many rows."""
Row = tuple[Likeness, Sequence[Any], str]
"""The values of the columns in which it differs, and what history says of it, as JSON."""
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
    return (_unlike(model), values, _as_json(filled(record)))


@cache
def _unlike(model: type[Tracked]) -> Likeness:
    """That of rows that may differ in all columns."""
    return (model.ref_name(), _told(model), ())


def whole(made: Ahead) -> Ahead:
    """The same with rows that have nothing in common: to compare what was made in two ways."""
    record, parts, told = made
    return (_whole(record), tuple(map(_whole, parts)), told)


def _whole(row: Row) -> Row:
    held, model = columns_of(row), declared_models()[row[0][0]]
    return (_unlike(model), tuple([held[name] for name in _told(model)]), row[2])


def columns_of(row: Row) -> dict[str, Any]:
    """What a row holds by column, as the database stores it."""
    (name, columns, same), values, _after = row
    return dict(zip(_ordered(name, columns), (*values, *same), strict=True))


@cache
def _ordered(name: str, differing: tuple[str, ...]) -> tuple[str, ...]:
    """The columns in which rows differ, and behind them those that they have in common."""
    return (*differing, *(each for each in _told(declared_models()[name]) if each not in differing))


def packed_ahead(made: Ahead, share: Callable[[Any], int]) -> tuple[Any, ...]:
    """With numbers of likenesses in the place of these, for a process that has each of them once."""
    record, parts, told = made
    return ((share(record[0]), *record[1:]), tuple([(share(part[0]), *part[1:]) for part in parts]), told)


def unpacked_ahead(made: tuple[Any, ...], shared: Sequence[Any]) -> Ahead:
    (number, values, after), parts, told = made
    its = tuple([(shared[one], several, said) for one, several, said in parts])
    return ((shared[number], values, after), its, told)


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
    likeness, values, after = row
    place, is_logged = _place(likeness[0], likeness[1], field)
    if is_logged:
        after = f'{after[:-1]}, "{field}": {pk}}}'
    return (likeness, (*values[:place], pk, *values[place + 1 :]), after)


class Pattern:
    """Rows that differ from one in some columns alone, whose values are texts; those of fields are not empty.

    `later` are columns that get their values when the row is written (`pointing`).
    """

    def __init__(self, row: Row, columns: Sequence[str], later: Sequence[str] = ()) -> None:
        (name, _columns, _same), values, after = _whole(row)
        model = declared_models()[name]
        self._held = dict(zip(_told(model), values, strict=True))
        differing = (*columns, *later)
        same = tuple(value for column, value in self._held.items() if column not in differing)
        self._likeness: Likeness = (name, differing, same)
        self._later = (None,) * len(later)
        logged, said = logged_fields(model), json.loads(after)
        self._told = [columns.index(name) for name in said if name in columns and name in logged]
        held = {
            name: "%s" if name in columns else _as_json([value])[1:-1].replace("%", "%%")
            for name, value in said.items()
        }
        self._after = "{" + ", ".join(f'"{name}": {text}' for name, text in held.items()) + "}"

    def constant(self, column: str) -> Any:
        return self._held[column]

    def row(self, texts: Sequence[str]) -> Row:
        """With these in the columns, in their order."""
        return self._likeness, (*texts, *self._later), self._after % tuple([_quote(texts[at]) for at in self._told])


@cache
def _place(name: str, columns: tuple[str, ...], field: str) -> tuple[int, bool]:
    """Where a column stands, and whether history tells of it."""
    model = declared_models()[name]
    place = columns.index(str(getattr(model._meta.get_field(field), "attname", "")))
    return place, field in logged_fields(model)


def create_ahead(made: Sequence[Ahead], ids: Sequence[int] | None = None) -> None:
    """Write new records of one model; `ids` are theirs if they were taken before (`kernel.inserting.new_ids`)."""
    if not made:
        return
    batch = current_batch()
    name = made[0][0][0][0]
    model = declared_models()[name]
    numbers = list(new_ids(model, len(made)) if ids is None else ids)
    numbered = list(zip(numbers, made, strict=True))
    _insert(batch, model, [((pk,), record) for pk, (record, _parts, _told_of) in numbered])
    batch.log_ahead(name, name, [(pk, pk, record[2]) for pk, (record, _parts, _told) in numbered])
    parts: dict[str, list[tuple[int, Row]]] = defaultdict(list)
    for pk, (_record, its, _told_of) in numbered:
        for part in its:
            parts[part[0][0]].append((pk, part))
    for part_name, some in parts.items():
        _create_parts(batch, name, part_name, some)
    batch.made.append((numbers, made))


def _create_parts(batch: OpenBatch, whole: str, name: str, parts: Sequence[tuple[int, Row]]) -> None:
    model = declared_models()[name]
    link = f'{{"{model.belongs_to}": '
    numbered = [(pk, whole_id, part) for pk, (whole_id, part) in zip(new_ids(model, len(parts)), parts, strict=True)]
    _insert(batch, model, [((pk, whole_id), part) for pk, whole_id, part in numbered])
    told = [
        (pk, whole_id, f"{link}{whole_id}, {after[1:]}" if after != "{}" else "{}")
        for pk, whole_id, (_likeness, _values, after) in numbered
    ]
    batch.log_ahead(name, whole, told)


def _insert(batch: OpenBatch, model: type[Tracked], rows: Sequence[tuple[tuple[int, ...], Row]]) -> None:
    """Rows with their ids, and those of their wholes where they are parts."""
    at, user = moment(batch.at, connection.vendor), batch.by.user_id
    stamp = dict(zip(_STAMP, (1, at, user, at, user, None), strict=True)) | dict.fromkeys(model.follows_creation, at)
    alike: dict[int, list[Sequence[Any]]] = defaultdict(list)
    likenesses: dict[int, Likeness] = {}
    for head, (likeness, values, _after) in rows:
        likenesses[id(likeness)] = likeness
        alike[id(likeness)].append((*head, *values))
    for number, (_name, columns, same) in likenesses.items():
        rest = [name for name in _told(model) if name not in columns]
        always = dict(zip(rest, same, strict=True)) | stamp
        names, rows_of = (*_numbers(model), *columns), alike[number]
        insert_values(model, names, rows_of, converted=True, always=always, differing=bool(same))
