"""Reading many rows of a model as objects, at a third of what the ORM takes to make them."""

import json
from collections.abc import Iterator
from typing import Any, TypeVar

from django.db import connections, models
from django.db.models.base import ModelState

T = TypeVar("T", bound=models.Model)
_EMPTY: dict[Any, type] = {"{}": dict, "[]": list}


def loaded(rows: "models.QuerySet[T]") -> Iterator[T]:
    """The objects of a query with their own columns alone, in its order, as if it had been iterated.

    Models that do something of their own when they are made are not meant, nor is `select_related`.
    """
    model, database = rows.model, rows.db
    names = [field.attname for field in model._meta.concrete_fields]
    compiler = rows.values_list(*names).query.get_compiler(database)
    make, parts = model.__new__, compiler.execute_sql()
    conversions = _conversions(compiler, names)
    for part in parts or ():
        for values in part:
            record = make(model)
            state = ModelState()
            state.adding, state.db = False, database
            held = record.__dict__ = dict(zip(names, values, strict=True))
            for name, convert in conversions:
                if (value := held[name]) is not None:
                    held[name] = convert(value)
            held["_state"] = state
            yield record


def _conversions(compiler: Any, names: list[str]) -> list[tuple[str, Any]]:
    """What is made of the values of some columns, as the ORM would."""
    columns = [column for column, _sql, _alias in compiler.select]
    found = compiler.get_converters(columns)
    return [(names[place], _by_turns(found[place], compiler.using)) for place in found]


def _by_turns(known: tuple[list[Any], Any], database: str) -> Any:
    converters, column = known
    field, connection = column.output_field, connections[database]
    if type(field) is models.JSONField and field.decoder is None:
        return lambda text: made() if (made := _EMPTY.get(text)) else json.loads(text)

    def convert(value: Any) -> Any:
        for one in converters:
            value = one(value, column, connection)
        return value

    return convert
