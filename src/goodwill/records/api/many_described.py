"""The description of requests for many records."""

from collections.abc import Callable, Iterable
from typing import Any

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.records.api.many_rows import MOST, OWN
from goodwill.records.registry import RecordType

Part = dict[str, Any]
_WHOLE: Part = {"type": "boolean", "description": "All or nothing: one row that is refused takes the others back."}
_RESULT: Part = {
    "type": "object",
    "required": ["status"],
    "properties": {"status": {"type": "integer"}, "id": {"type": "integer"}, "version": {"type": "integer"}},
}
RESULTS: Part = {
    "type": "object",
    "required": ["results", "done", "refused"],
    "properties": {
        "results": {"type": "array", "items": _RESULT},
        "done": {"type": "integer"},
        "refused": {"type": "integer"},
        "batch": {"type": ["integer", "null"]},
    },
}
WORK: Part = {
    "type": "object",
    "required": ["work", "url", "rows"],
    "properties": {"work": {"type": "integer"}, "url": {"type": "string"}, "rows": {"type": "string"}},
}


def paths_of(
    type: RecordType, actor: Actor, operation: Callable[..., Part], headers: tuple[Part, Part], deeds: Iterable[str]
) -> Part:
    """`headers` are those of versions and of repeats, `deeds` the addresses of what the asker may do to one record."""
    if not any(rights.allows(actor, right, type.model) for right in ("create", "change", "delete")):
        return {}
    if_match, key = headers
    several = {**if_match, "description": "The versions of the ids, in their order, with commas between."}
    names = [path.rpartition("/")[2] for path in deeds]
    ids = operation(type, "bulk_verb", f"One deed for many: {type.plural}", RESULTS)
    later = {"description": "It is done in the background.", "content": {"application/json": {"schema": WORK}}}
    ids["responses"]["202"] = later
    name = {"name": "name", "in": "path", "required": True, "schema": {"enum": [*OWN[1:], *names]}}
    rows = operation(type, "bulk", f"Make, change and delete many: {type.plural}", RESULTS)
    rows["responses"]["202"] = later
    return {
        f"/{type.slug}/bulk": {"post": {**rows, "parameters": [key], "requestBody": _rows([*OWN, *names])}},
        f"/{type.slug}/bulk/{{name}}": {"post": {**ids, "parameters": [name, several, key], "requestBody": _ids()}},
    }


def _rows(names: list[str]) -> Part:
    row = {
        "type": "object",
        "required": ["do"],
        "properties": {
            "do": {"type": "string", "examples": names},
            "id": {"type": "integer"},
            "version": {"type": "integer"},
            "values": {"type": "object"},
        },
        "additionalProperties": False,
    }
    rows = {"type": "array", "items": row, "minItems": 1, "maxItems": MOST}
    return _body({"rows": rows, "whole": _WHOLE}, ["rows"])


def _ids() -> Part:
    ids = {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": MOST}
    said = "Of each of the ids, the version that was read: what was changed since is refused with both versions."
    versions = {**ids, "description": said}
    values = {"type": "object"}
    return _body(
        {"ids": ids, "versions": versions, "filter": {"type": "string"}, "values": values, "whole": _WHOLE}, []
    )


def _body(properties: Part, required: list[str]) -> Part:
    schema = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    return {"content": {"application/json": {"schema": schema}}}
