"""Field values as they stand in history: plain JSON, and back."""

import datetime
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db import models

from goodwill.kernel import extras
from goodwill.kernel.models import Tracked

_PLAIN = frozenset({str, int, bool, float, dict, list})
_NUMBERS = frozenset({int, bool, float})
BOOKKEEPING = frozenset({"id", "version", "created_at", "created_by", "changed_at", "changed_by", "deleted_at"})


@cache
def logged_fields(model: type[Tracked]) -> "dict[str, models.Field[Any, Any]]":
    """The columns whose changes history keeps, by the names that `changes.update` takes; `extra` is logged by key."""
    return {
        field.name: field
        for field in model._meta.concrete_fields
        if field.name not in (BOOKKEEPING - model.corrected) | model.unlogged | model.derived | {extras.COLUMN}
    }


@cache
def _names(model: type[Tracked]) -> dict[str, str]:
    return {field.attname: field.name for field in model._meta.concrete_fields}


def canonical(model: type[Tracked], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values by field name, where a foreign key may have been named by its column, and `extra` given as a whole."""
    names = _names(model)
    found = {names.get(name, name): value for name, value in values.items()}
    return {**extras.given(found.pop(extras.COLUMN)), **found} if extras.COLUMN in found else found


def assign(record: Tracked, name: str, value: Any) -> None:
    """Set a field; a foreign key takes a record or an id."""
    if extras.is_extra(name):
        extras.put(record, name, plain(value))
        return
    field = record._meta.get_field(name)
    by_id = field.is_relation and not isinstance(value, models.Model)
    setattr(record, getattr(field, "attname", name) if by_id else name, value)


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else value  # a datetime is a date


def snapshot(record: Tracked, names: Any = None) -> dict[str, Any]:
    """The logged values of a record in plain form; foreign keys as ids."""
    fields = logged_fields(type(record))
    wanted = [name for name in fields if name not in BOOKKEEPING] if names is None else names
    chosen = {name: fields[name] for name in wanted if name in fields}
    own = extras.given(record.extra) if names is None else {n: record.extra.get(n) for n in names if extras.is_extra(n)}
    return {name: plain(getattr(record, field.attname)) for name, field in chosen.items()} | own


def filled(record: Tracked) -> dict[str, Any]:
    """The snapshot of a new record without what is empty; a nought is not."""
    held = record.__dict__
    found = {
        name: value if type(value) in _PLAIN else plain(value)
        for name, attname in _columns(type(record))
        if (value := held[attname]) or type(value) in _NUMBERS
    }
    return found | extras.given(held[extras.COLUMN]) if held[extras.COLUMN] else found


@cache
def _columns(model: type[Tracked]) -> tuple[tuple[str, str], ...]:
    return tuple((name, field.attname) for name, field in logged_fields(model).items() if name not in BOOKKEEPING)


def from_plain(model: type[Tracked], name: str, value: Any) -> Any:
    return value if extras.is_extra(name) else logged_fields(model)[name].to_python(value)
