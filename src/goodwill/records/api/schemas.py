"""Fields as JSON Schema: what is given, and what is taken."""

from typing import Any

from goodwill.records.fields import CODED, LINKED, NUMERIC, Field, Kind
from goodwill.records.labels import linked_type

Schema = dict[str, Any]
_FORMATS = {Kind.DATE: "date", Kind.MOMENT: "date-time", Kind.MAIL: "email", Kind.LINK: "uri"}


def given(field: Field) -> Schema:
    """How a value looks in an answer."""
    if field.many or field.kind in (Kind.TAGS, Kind.CHOICES):
        return {"type": "array", "items": _one(field), **_named(field)}
    return {**_one(field), **_named(field)}


def taken(field: Field) -> Schema:
    """How a value may be sent: what was given may be sent back, and so may the shorter forms of it."""
    if field.many or field.kind in (Kind.TAGS, Kind.CHOICES):
        return {"type": ["array", "null"], "items": {"type": "string"}, **_named(field)}
    if field.kind in LINKED:
        link = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}
        return {"anyOf": [{"type": "integer"}, link, {"type": "null"}], **_named(field)}
    if field.kind is Kind.MONEY:
        return {"anyOf": [{"type": ["number", "string", "null"]}, _money()], **_named(field)}
    if field.kind in NUMERIC:
        return {"type": ["number", "string", "null"], **_named(field)}
    if field.kind is Kind.YES_NO:
        return {"type": ["boolean", "null"], **_named(field)}
    if field.kind in (Kind.TEXT, Kind.LONG_TEXT):
        return {**_text(field, "string", "number"), **_named(field)}
    told = {"format": _FORMATS[field.kind]} if field.kind in (Kind.DATE, Kind.MOMENT, Kind.MAIL) else {}
    return {**_text(field, "string"), **told, **_choices(field), **_named(field)}


def _text(field: Field, *kinds: str) -> Schema:
    """What a record cannot be without is neither null nor blank."""
    return {"type": [*kinds], "pattern": r"\S"} if field.required else {"type": [*kinds, "null"]}


def _one(field: Field) -> Schema:
    if field.kind in LINKED:
        properties = {"id": {"type": "integer"}, "name": {"type": "string"}, "type": {"const": linked_type(field)}}
        record = {"record": {"type": ["object", "null"]}}
        return {"type": ["object", "null"], "properties": {**properties, **record}, "required": list(properties)}
    if field.kind is Kind.MONEY:
        return {"anyOf": [_money(), {"type": "null"}]}
    if field.kind in NUMERIC:
        return {"type": [("string" if field.scale else "integer" if field.scale == 0 else "number"), "null"]}
    if field.kind is Kind.YES_NO:
        return {"type": ["boolean", "null"]}
    if field.kind is Kind.JSON:
        return {}
    if field.kind in (Kind.DATE, Kind.MOMENT):
        return {"type": ["string", "null"], "format": _FORMATS[field.kind]}
    return {"type": ["string", "null"] if field.kind is Kind.TIME else "string"}


def _money() -> Schema:
    properties = {"amount": {"type": ["string", "number"]}, "currency": {"type": "string"}}
    return {"type": "object", "properties": properties, "required": ["amount"]}


def _choices(field: Field) -> Schema:
    """Told, not enforced: a choice may be named by its label too."""
    if field.kind not in CODED:
        return {}
    return {"examples": [option.value for option in field.options()][:40]} if field.options() else {}


def _named(field: Field) -> Schema:
    told = {"title": str(field.label), "description": str(field.help)}
    return {name: text for name, text in told.items() if text}
