"""Parts of records in the description of the API."""

from collections.abc import Callable, Iterable
from typing import Any

from goodwill.kernel.actors import Actor
from goodwill.records import parameters, parts
from goodwill.records.fields import Field
from goodwill.records.registry import RecordType

Part = dict[str, Any]
_ITEM: Part = {
    "type": "object",
    "required": ["part", "id", "version"],
    "properties": {"part": {"type": "string"}, "id": {"type": "integer"}, "version": {"type": "integer"}},
}
_ITEMS: Part = {
    "type": "object",
    "required": ["items"],
    "properties": {"items": {"type": "array", "items": _ITEM}},
}
_PART = {"name": "part", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}}


def paths_of(
    type: RecordType,
    actor: Actor,
    operation: Callable[..., Part],
    body: Callable[[Iterable[Field], list[str]], Part],
    *,
    id: Part,
    headers: list[Part],
) -> dict[str, Part]:
    """`operation` describes one request, `body` what it takes; `id` names the record."""
    if not parts.models_of(type):
        return {}
    read = operation(type, "parts", f"What belongs to it: {type.label}", _ITEMS)
    found: dict[str, Part] = {f"/{type.slug}/{{id}}/parts": {"parameters": [id], "get": read}}
    for name, verb in parts.verbs_of(type, actor):
        fields = list(parameters.fields_of_verb(verb).values())
        deed = operation(type, f"{name}.{verb.name}", f"{verb.label}: {name}", _ITEMS)
        deed |= {"description": verb.doc, "parameters": headers}
        if fields:
            deed["requestBody"] = body(fields, [field.name for field in fields if field.required])
        found[f"/{type.slug}/{{id}}/parts/{name}/{{part}}/{verb.name}"] = {
            "parameters": [id, _PART],
            "post": deed,
        }
    return found
