"""Asking for rows whose column holds one of very many texts, as one parameter: Django looks at each value of a list."""

import json
from collections.abc import Iterable

from django.db import connection, models
from django.db.models.expressions import RawSQL


def among(texts: Iterable[str]) -> RawSQL:
    """What `field__in` takes; the texts hold no NUL."""
    told = list(texts)
    output: models.Field[str, str] = models.TextField()
    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(told)], output)
    return RawSQL("SELECT unnest(%s::text[])", [told], output)
