"""The description of what belongs to no single type: colleagues, definitions, views, work in the background, undo."""

from collections.abc import Callable
from typing import Any

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import User
from goodwill.records.custom import definitions
from goodwill.records.custom.verbs import POWER

Part = dict[str, Any]
Operation = Callable[..., Part]
FIRM, WORK = "The firm", "Work"
_TEXT, _WHOLE, _YES = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
_NAME = {"type": "string", "pattern": "^[a-z0-9_]{1,40}$"}
_LINK: Part = {"type": "object", "required": ["id", "name", "type"], "properties": {"id": _WHOLE, "name": _TEXT}}
_USER: Part = {
    "type": "object",
    "required": ["id", "name", "mail", "is_active", "teams"],
    "properties": {
        "id": _WHOLE,
        "name": _TEXT,
        "mail": _TEXT,
        "is_active": _YES,
        "teams": {"type": "array", "items": _LINK},
    },
}
_TEAM: Part = {
    "type": "object",
    "required": ["id", "name", "members"],
    "properties": {"id": _WHOLE, "name": _TEXT, "members": {"type": "array", "items": _LINK}},
}
_FIELD: Part = {
    "type": "object",
    "required": ["name", "label", "kind", "own", "required", "editable", "filterable", "sortable"],
    "properties": {
        **dict.fromkeys(("name", "label", "kind", "help", "target", "shown_when", "formula", "value_kind"), _TEXT),
        **dict.fromkeys(("own", "required", "editable", "filterable", "sortable"), _YES),
        "version": _WHOLE,
    },
}
_TYPE: Part = {
    "type": "object",
    "required": ["name", "label", "plural", "own", "takes_fields", "title", "records", "url"],
    "properties": {
        **dict.fromkeys(("name", "label", "plural", "title", "records", "url"), _TEXT),
        "own": _YES,
        "takes_fields": _YES,
        "record_type": _WHOLE,
    },
}
_WITH_FIELDS: Part = {
    **_TYPE,
    "required": [*_TYPE["required"], "fields"],
    "properties": {**_TYPE["properties"], "fields": {"type": "array", "items": _FIELD}},
}
_JOB: Part = {
    "type": "object",
    "required": ["id", "state", "done", "total", "result", "error", "batch"],
    "properties": {
        "id": _WHOLE,
        "state": {"enum": ["waiting", "running", "done", "failed", "cancelled"]},
        "done": _WHOLE,
        "total": {"type": ["integer", "null"]},
        "batch": {"type": ["integer", "null"]},
        "error": _TEXT,
        "rows": _TEXT,
    },
}
_ROW: Part = {
    "type": "object",
    "required": ["row", "status"],
    "properties": {"row": _WHOLE, "status": _WHOLE, "id": _WHOLE, "version": _WHOLE, "detail": _TEXT},
}
_ROWS: Part = {
    "type": "object",
    "required": ["items", "next"],
    "properties": {"items": {"type": "array", "items": _ROW}, "next": {"type": ["integer", "null"]}},
}
_UNDONE: Part = {
    "type": "object",
    "required": ["undone", "left"],
    "properties": {"undone": _WHOLE, "left": {"type": "array"}, "out_of_reach": _WHOLE, "in_background": _YES},
}
_BATCH: Part = {
    "type": "object",
    "required": ["batch", "at", "by", "verb", "changes", "records", "undone", "can_be_undone", "why_not"],
    "properties": {
        **dict.fromkeys(("by", "through", "verb", "why_not"), _TEXT),
        "at": {"type": "string", "format": "date-time"},
        "batch": _WHOLE,
        "changes": _WHOLE,
        "records": {"type": "array", "items": _LINK},
        "undone": _YES,
        "can_be_undone": _YES,
    },
}
_VIEW: Part = {
    "type": "object",
    "required": ["id", "version", "type", "name", "filter", "sort", "columns", "list"],
    "properties": {"id": _WHOLE, "version": _WHOLE, "type": _TEXT, "name": _TEXT},
}


def paths_of(actor: Actor, operation: Operation, key: Part, if_match: Part) -> dict[str, Part]:
    """`operation` describes one request; `key` and `if_match` are the headers of those that write."""
    views: Part = operation("views", FIRM, "Saved views", _items(_VIEW))
    found: dict[str, Part] = {"/views": {"get": {**views, "parameters": [_query("type")]}}}
    if rights.allows(actor, "read", User):
        found |= _colleagues(operation)
    found |= _defined(operation, key, if_match, writes=actor.may(POWER))
    found |= _worked(operation)
    batch = operation("batch", WORK, "What one batch changed, and whether it can be taken back", _BATCH)
    found["/undo/{batch}"] = {"parameters": [_path("batch")], "get": batch}
    if not actor.reads_only:
        undo = operation("undo", WORK, "Take back what one batch changed", _UNDONE)
        found["/undo/{batch}"]["post"] = {**undo, "parameters": [if_match, key]}
    return found


def _colleagues(operation: Operation) -> dict[str, Part]:
    pk = [_path("id")]
    return {
        "/firm/users": {"get": operation("users", FIRM, "Who works here", _items(_USER))},
        "/firm/users/{id}": {"parameters": pk, "get": operation("user", FIRM, "A colleague", _USER)},
        "/firm/teams": {"get": operation("teams", FIRM, "The teams", _items(_TEAM))},
        "/firm/teams/{id}": {"parameters": pk, "get": operation("team", FIRM, "A team", _TEAM)},
    }


def _defined(operation: Operation, key: Part, if_match: Part, *, writes: bool) -> dict[str, Part]:
    name, field = _path("name", _NAME), _path("field", _NAME)
    fields: Part = {"parameters": [name, field], "get": operation("field", FIRM, "A field of your own", _FIELD)}
    found: dict[str, Part] = {
        "/firm/types": {"get": operation("types", FIRM, "The kinds of records", _items(_TYPE))},
        "/firm/types/{name}": {
            "parameters": [name],
            "get": operation("type", FIRM, "The fields of a kind", _WITH_FIELDS),
        },
        "/firm/types/{name}/fields/{field}": fields,
    }
    if not writes:
        return found
    made = operation("make_field", FIRM, "New field", _FIELD, status="201")
    made |= {"parameters": [if_match, key], "requestBody": _body(definitions.MAKING, ["kind", "label"])}
    changed = operation("change_field", FIRM, "Change a field", _FIELD)
    changed |= {"parameters": [if_match, key], "requestBody": _body(definitions.CHANGING, [])}
    fields |= {
        "patch": changed,
        "delete": {**operation("remove_field", FIRM, "Remove a field"), "parameters": [if_match, key]},
    }
    names = {"fields": {"type": "array", "items": _TEXT}}
    ordered = operation("order_fields", FIRM, "Order of fields", _WITH_FIELDS)
    ordered |= {"parameters": [if_match, key], "requestBody": _body(names, ["fields"])}
    found["/firm/types/{name}/fields"] = {"parameters": [name], "post": made}
    found["/firm/types/{name}/fields/order"] = {"parameters": [name], "post": ordered}
    return found


def _worked(operation: Operation) -> dict[str, Part]:
    pk = [_path("id")]
    asked = [
        {"name": "after", "in": "query", "schema": {"type": "integer", "minimum": 0, "maximum": 10**8}},
        {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 1000}},
        {"name": "only", "in": "query", "schema": {"enum": ["done", "refused"]}},
    ]
    rows = operation("work_rows", WORK, "What became of each row", _ROWS)
    return {
        "/work/{id}": {"parameters": pk, "get": operation("work", WORK, "How far work in the background is", _JOB)},
        "/work/{id}/rows": {"parameters": pk, "get": {**rows, "parameters": asked}},
    }


def _items(one: Part) -> Part:
    return {"type": "object", "required": ["items"], "properties": {"items": {"type": "array", "items": one}}}


def _body(properties: Part, required: list[str]) -> Part:
    schema = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    return {"content": {"application/json": {"schema": schema}}}


def _path(name: str, schema: Part | None = None) -> Part:
    return {"name": name, "in": "path", "required": True, "schema": schema or {"type": "integer", "minimum": 1}}


def _query(name: str) -> Part:
    return {"name": name, "in": "query", "schema": _TEXT}
