"""New records whose rows were made ahead: by a process that reads a file, so that the writer need only number them.

`made_ahead` makes of a record and its parts what `create_many` would write of them: their rows, their history and what
projections derive. `create_ahead` writes that. A test holds the two ways equal.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from goodwill.kernel.changes.batches import OpenBatch, current_batch
from goodwill.kernel.changes.projecting import NotAhead, told_ahead
from goodwill.kernel.changes.values import filled, logged_fields
from goodwill.kernel.inserting import converted, insert_values, moment, new_ids, stored_names
from goodwill.kernel.models import Tracked

_HEAD = ("id", "version", "created_at", "created_by_id", "changed_at", "changed_by_id", "deleted_at")
_encoder = DjangoJSONEncoder()


class Row(NamedTuple):
    """`values` are those of a model's columns behind bookkeeping, `after` is what history says of them, as JSON."""

    model: type[Tracked]
    values: Sequence[Any]
    after: str


class Ahead(NamedTuple):
    """A record with the parts that hang on it; `told` is what each projection made of them, in their order."""

    record: Row
    parts: tuple[Row, ...]
    told: tuple[Any, ...]


def made_ahead(record: Tracked, parts: Sequence[Tracked], vendor: str) -> Ahead | None:
    """None where something has to see the record itself, or the database. Fills derived columns; writes nothing."""
    record.derive()
    try:
        told = told_ahead(record, parts)
    except NotAhead:
        return None
    return Ahead(_row(record, vendor), tuple([_row(part, vendor) for part in parts]), told)


def _row(record: Tracked, vendor: str) -> Row:
    model = type(record)
    names = _told(model)
    return Row(model, converted(model, names, itemgetter(*names)(record.__dict__), vendor), _as_json(filled(record)))


def _quick_encoder() -> Callable[[dict[str, Any]], str]:
    """The encoder in C, made once: `json` makes it anew for each value."""
    make = getattr(json.encoder, "c_make_encoder", None)
    if make is None:
        return _encoder.encode
    quote = json.encoder.encode_basestring_ascii
    encode = make(None, _encoder.default, quote, None, ": ", ", ", False, False, True)
    return lambda values: "".join(encode(values, 0))


_as_json = _quick_encoder()


@cache
def _head(model: type[Tracked]) -> tuple[str, ...]:
    """The columns that the writer fills, its key among them."""
    return *_HEAD, *sorted(model.follows_creation), *([_link(model)] if model.belongs_to else [])


@cache
def _told(model: type[Tracked]) -> tuple[str, ...]:
    head = _head(model)
    return tuple(name for name in stored_names(model) if name not in head)


@cache
def _link(model: type[Tracked]) -> str:
    return str(getattr(model._meta.get_field(model.belongs_to), "attname", ""))


def pointing(row: Row, field: str, pk: int) -> Row:
    """The row with a foreign key whose record was not known when it was made."""
    model = row.model
    place = _place(model, field)
    values = (*row.values[:place], pk, *row.values[place + 1 :])
    after = f'{row.after[:-1]}, "{field}": {pk}}}' if field in logged_fields(model) else row.after
    return Row(model, values, after)


@cache
def _place(model: type[Tracked], field: str) -> int:
    return _told(model).index(str(getattr(model._meta.get_field(field), "attname", "")))


def create_ahead(made: Sequence[Ahead], ids: Sequence[int] | None = None) -> None:
    """Write new records of one model; `ids` are theirs if they were taken before (`kernel.inserting.new_ids`)."""
    if not made:
        return
    batch = current_batch()
    model = made[0].record.model
    numbers = list(new_ids(model, len(made)) if ids is None else ids)
    numbered = list(zip(numbers, made, strict=True))
    _insert(batch, model, numbers, [each.record.values for each in made])
    name = model.ref_name()
    batch.log_ahead([(name, pk, name, pk, each.record.after) for pk, each in numbered])
    parts: dict[type[Tracked], list[tuple[int, Row]]] = defaultdict(list)
    for pk, each in numbered:
        for part in each.parts:
            parts[part.model].append((pk, part))
    for part_model, its in parts.items():
        _create_parts(batch, name, part_model, its)
    batch.made.append((numbers, made))


def _create_parts(batch: OpenBatch, whole: str, model: type[Tracked], parts: Sequence[tuple[int, Row]]) -> None:
    numbers = list(new_ids(model, len(parts)))
    _insert(batch, model, numbers, [(whole_id, *part.values) for whole_id, part in parts])
    name, link = model.ref_name(), f'{{"{model.belongs_to}": '
    batch.log_ahead(
        [
            (name, pk, whole, whole_id, f"{link}{whole_id}, {part.after[1:]}" if part.after != "{}" else "{}")
            for pk, (whole_id, part) in zip(numbers, parts, strict=True)
        ]
    )


def _insert(batch: OpenBatch, model: type[Tracked], ids: Iterable[int], values: Iterable[Sequence[Any]]) -> None:
    at, user = moment(batch.at, connection.vendor), batch.by.user_id
    stamp = 1, at, user, at, user, None, *[at] * len(model.follows_creation)
    rows = [(pk, *stamp, *its) for pk, its in zip(ids, values, strict=True)]
    insert_values(model, (*_head(model), *_told(model)), rows, converted=True)
