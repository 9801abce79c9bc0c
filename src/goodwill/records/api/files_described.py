"""Files of a record in the description of the API."""

from typing import Any

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.records.files.records import FILE
from goodwill.records.files.verbs import may_have_files
from goodwill.records.registry import RecordType

Part = dict[str, Any]
_BYTES = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
_ANY = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
_FORM = {
    "multipart/form-data": {
        "schema": {
            "type": "object",
            "properties": {"file": {"type": "string", "format": "binary"}},
            "required": ["file"],
        }
    }
}
_ITEM = {
    "type": "object",
    "required": ["id", "name", "media_type", "size", "content"],
    "properties": {
        "id": {"type": "integer"},
        "version": {"type": "integer"},
        "name": {"type": "string"},
        "description": {"type": "string"},
        "media_type": {"type": "string"},
        "size": {"type": "integer"},
        "added": {"type": "string", "format": "date-time"},
        "content": {"type": "string"},
    },
}
_NAME = {"name": "name", "in": "query", "schema": {"type": "string"}}


def paths_of(type: RecordType, actor: Actor, operation: Any, id: Part, headers: list[Part]) -> dict[str, Part]:
    """Those of a type whose records have files, and of files themselves. `operation` describes one, `id` its path,
    `headers` what each that writes hears.
    """
    found: dict[str, Part] = {}
    if may_have_files(type.model):
        whole: Part = {"parameters": [id], "get": operation(type, "files", f"Files: {type.label}", _items(_ITEM))}
        if rights.allows(actor, "change", type.model):
            send = operation(type, "attach", f"Add files: {type.label}", _items(_ITEM), status="201")
            whole["post"] = {**send, "parameters": [_NAME, *headers], "requestBody": {"content": {**_BYTES, **_FORM}}}
        found[f"/{type.slug}/{{id}}/files"] = whole
    if type is FILE:
        found |= _contents(actor, operation, id, headers)
    return found


def _contents(actor: Actor, operation: Any, id: Part, headers: list[Part]) -> dict[str, Part]:
    number = {**id, "name": "number"}
    content: Part = {"parameters": [id], "get": _download(operation(FILE, "content", "Fetch the content", _ITEM))}
    if rights.allows(actor, "change", FILE.model):
        put = operation(FILE, "replace", "Send a new version", _ITEM)
        content["put"] = {**put, "parameters": [_NAME, *headers], "requestBody": {"content": {**_BYTES, **_FORM}}}
    version = {"type": "object", "properties": {"number": {"type": "integer"}, "content": {"type": "string"}}}
    return {
        "/files/{id}/content": content,
        "/files/{id}/versions": {"parameters": [id], "get": operation(FILE, "versions", "Versions", _items(version))},
        "/files/{id}/versions/{number}": {
            "parameters": [id, number],
            "get": _download(operation(FILE, "version", "Fetch an earlier content", _ITEM)),
        },
    }


def _items(item: Part) -> Part:
    return {"type": "object", "required": ["items"], "properties": {"items": {"type": "array", "items": item}}}


def _download(operation: Part) -> Part:
    done = {**operation["responses"]["200"], "content": _ANY}
    return {**operation, "responses": {**operation["responses"], "200": done}}
