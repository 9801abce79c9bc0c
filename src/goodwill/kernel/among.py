"""Asking for rows whose column holds one of very many texts, as one parameter: Django looks at each value of a list."""

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL

_ABOVE = 1 << 63


def among(texts: Iterable[str]) -> RawSQL:
    """What `field__in` takes; the texts hold no NUL."""
    told = list(texts)
    output: models.Field[str, str] = models.TextField()
    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(told)], output)
    return RawSQL("SELECT unnest(%s::text[])", [told], output)


def among_numbers(numbers: Iterable[int]) -> RawSQL:
    """The same for numbers."""
    return RawSQL(*numbers_asked(numbers), models.BigIntegerField())  # noqa: S611 - our own query


def numbers_asked(numbers: Iterable[int]) -> tuple[str, list[Any]]:
    """A query that gives them, for a statement that Django does not word; those that no column holds are left out."""
    told = [number for number in numbers if -_ABOVE <= number < _ABOVE]
    if connection.vendor == "sqlite":
        return "SELECT value FROM json_each(%s)", [json.dumps(told)]
    return "SELECT unnest(%s::bigint[])", [told]
