"""Where a page of a list begins: the sorted values and the id of a row, in a text that goes into an URL.

It is not signed: whoever changes it only looks from another place into the list that is theirs anyway. It is checked,
though, for being of the right types.
"""

import base64
import binascii
import json
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from goodwill.records.filter.lexer import speakable
from goodwill.records.query.errors import QueryError
from goodwill.records.query.keys import Key, Position
from goodwill.records.query.sort import Sort

MAX_LENGTH = 2_000
_LARGEST = 2**63


def encode(position: Position, sort: Sort) -> str:
    told = position.values
    if told[0] is None:  # what the actor may not see has no id for them either
        told = (*(None for _key in range(sort.lead)), *told[sort.lead :])
    plain = [value.isoformat() if isinstance(value, date) else value for value in told]
    return base64.urlsafe_b64encode(json.dumps([sort.text, plain]).encode()).rstrip(b"=").decode()


def decode(text: str, sort: Sort) -> Position:
    """The position; raises QueryError for what `encode` did not write for this very sort."""
    try:
        if len(text) > MAX_LENGTH:
            raise ValueError(text)
        found = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True))
        if not isinstance(found, list) or len(found) != 2 or found[0] != sort.text or not isinstance(found[1], list):
            raise ValueError(text)
        return Position(tuple(_value(value, key) for value, key in zip(found[1], sort.keys, strict=True)))
    except (ValueError, binascii.Error, RecursionError):
        raise QueryError("page", _("This page of the list is not known any more. Begin at the first page.")) from None


def _value(value: Any, key: Key) -> Any:
    if value is None and key.nullable:
        return None
    if isinstance(key.django, models.DateTimeField):
        moment = datetime.fromisoformat(_text(value))
        return moment if moment.tzinfo else _refuse(value)
    if isinstance(key.django, models.DateField):
        return date.fromisoformat(_text(value))
    if isinstance(key.django, models.BooleanField):
        return value if isinstance(value, bool) else _refuse(value)
    if isinstance(key.django, models.FloatField):
        return float(value) if type(value) in (int, float) and abs(value) < _LARGEST else _refuse(value)
    if isinstance(key.django, models.IntegerField | models.ForeignKey):
        return value if type(value) is int and abs(value) < _LARGEST else _refuse(value)
    return _text(value)


def _text(value: Any) -> str:
    return value if isinstance(value, str) and speakable(value) else str(_refuse(value))


def _refuse(value: Any) -> Any:
    raise ValueError(value)
