"""What a table holds, as one number that is the same in both kinds of databases: the proof of a move."""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models

AT_ONCE = 2000

Row = Sequence[Any]
_one_form = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
_TOLD_AS_TEXT = (models.DateField, models.TimeField, models.GenericIPAddressField)


def tables() -> list[type[models.Model]]:
    """The models behind all tables that migrations make."""
    made = [
        config.label for config in apps.get_app_configs() if any((Path(config.path) / "migrations").glob("[0-9]*.py"))
    ]
    found = (model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in made)
    return sorted(found, key=lambda model: model._meta.db_table)


class Digest:
    """Of the rows of one table, given in the order of their key."""

    def __init__(self, model: type[models.Model]) -> None:
        self._convert = _converters(model)
        self._sum = sha256()
        self.rows = 0

    def add(self, rows: Sequence[Row]) -> None:
        self._sum.update("".join(map(repr, map(self._plain, rows))).encode(errors="surrogatepass"))
        self.rows += len(rows)

    def result(self) -> tuple[int, str]:
        return self.rows, self._sum.hexdigest()

    def _plain(self, row: Row) -> Row:
        values = list(row)
        for place, convert in self._convert:
            if values[place] is not None:
                values[place] = convert(values[place])
        return values


def read(here: Any, model: type[models.Model]) -> Iterator[list[Row]]:
    """The rows as the driver gives them, in the order of their key, some at once; `here` is a connection."""
    quote = here.ops.quote_name
    names = ", ".join(quote(field.column) for field in columns(model))
    with here.chunked_cursor() as cursor:
        cursor.execute(
            f"SELECT {names} FROM {quote(model._meta.db_table)} ORDER BY {quote(model._meta.pk.column)}"  # noqa: S608
        )
        while rows := cursor.fetchmany(AT_ONCE):
            yield rows


def of(here: Any, model: type[models.Model]) -> tuple[int, str]:
    """How many rows a table has, and their digest."""
    digest = Digest(model)
    for rows in read(here, model):
        digest.add(rows)
    return digest.result()


@cache
def columns(model: type[models.Model]) -> "tuple[models.Field[Any, Any], ...]":
    return tuple(model._meta.local_concrete_fields)


@cache
def _converters(model: type[models.Model]) -> tuple[tuple[int, Callable[[Any], Any]], ...]:
    found = ((place, _converter(field)) for place, field in enumerate(columns(model)))
    return tuple((place, convert) for place, convert in found if convert)


def _converter(field: "models.Field[Any, Any]") -> Callable[[Any], Any] | None:
    if isinstance(field, models.JSONField):
        return _json
    return str if isinstance(field, _TOLD_AS_TEXT) else None


def _json(text: str) -> str:
    return text if text == "{}" else _one_form(json.loads(text, parse_float=_number))


def _number(text: str) -> float | int:
    """PostgreSQL writes a whole number without an exponent, and so as a whole one."""
    number = float(text)
    return int(number) if number.is_integer() else number
