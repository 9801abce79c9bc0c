"""The description of the API for programs (OpenAPI 3.1), made from the registry and the rights of who asks."""

from collections.abc import Iterable
from typing import Any

import goodwill
from goodwill.kernel import rights, verbs
from goodwill.kernel.actors import Actor
from goodwill.records import parameters
from goodwill.records.api import files_described, firm_described, many_described, parts_described, schemas
from goodwill.records.api.answers import CODES, NO_KEY
from goodwill.records.api.doubles import DOUBLES, REFUSE, SAID
from goodwill.records.api.expanding import expandable
from goodwill.records.api.one import changing_fields, creating_fields
from goodwill.records.codec.formats import formats_for
from goodwill.records.fields import Field, writable
from goodwill.records.filter.resolve import known_fields
from goodwill.records.registry import RecordType

Part = dict[str, Any]
_ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}}
_KEY = {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "minLength": 1, "maxLength": 200}}
_ASKED = {
    "view": "A saved view, by its id, or a ready-made one, by its name.",
    "filter": "Only these, such as: city is Harwick and changed_at in last 30 days",
    "sort": "By these fields, with - before one for the other way round.",
    "fields": "Only these fields, with commas between.",
    "after": "The next of the answer before.",
}
_REFUSALS = {
    400: "What was sent cannot be read.",
    401: "Nobody is signed in, and no key was sent.",
    403: "The role does not include this.",
    404: "There is no such record, or it may not be seen.",
    405: "The address does not take this method.",
    409: "Somebody changed the same field since.",
    412: "The record is another version than If-Match says.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    422: "A value cannot be taken.",
    429: "The key has asked too often; Retry-After says how long to wait.",
    503: "Goodwill is busy or being looked after; Retry-After says how long to wait.",
}


def description_for(actor: Actor, types: Iterable[RecordType], root: str, *, firm: bool = True) -> Part:
    """All of `types`, and with `firm` what belongs to none of them."""
    found = list(types)
    paths: Part = firm_described.paths_of(actor, _told, _KEY, _if_match()) if firm else {}
    for kind in found:
        paths |= _paths(kind, actor)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Goodwill", "version": goodwill.__version__},
        "servers": [{"url": root}],
        "security": [{"key": []}, {"session": []}],
        "paths": paths,
        "components": {
            "schemas": {"Problem": _problem(), **{kind.name: _schema(kind, actor) for kind in found}},
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "session"},
            },
        },
    }


def _paths(type: RecordType, actor: Actor) -> Part:
    listed: Part = {"get": _list(type, actor)}
    if rights.allows(actor, "create", type.model):
        listed["post"] = _create(type, actor)
    single: Part = {"parameters": [_ID], "get": _read(type, actor)}
    if rights.allows(actor, "change", type.model):
        single["patch"] = _change(type, actor)
    if rights.allows(actor, "delete", type.model):
        single["delete"] = {**_operation(type, "delete", f"Delete: {type.label}"), "parameters": [_if_match(), _KEY]}
    deeds: Part = {
        f"/{type.slug}/{{id}}/{verb.name}": {"parameters": [_ID], "post": _deed(type, verb)}
        for verb in verbs.verbs_of(type.ref_name)
        if verb.on_record and verb.name not in ("edit", "trash") and _may(actor, verb, type)
    }
    files = files_described.paths_of(type, actor, _operation, _ID, [_if_match(), _KEY])
    many = many_described.paths_of(type, actor, _operation, (_if_match(), _KEY), list(deeds))
    parts = parts_described.paths_of(type, actor, _operation, _body, id=_ID, headers=[_if_match(), _KEY])
    return {f"/{type.slug}": listed, f"/{type.slug}/{{id}}": single, **deeds, **many, **files, **parts}


def _may(actor: Actor, verb: verbs.Verb, type: RecordType) -> bool:
    if not parameters.is_left(verb, type, actor):
        return False
    return actor.may(verb.power) if verb.power else rights.allows(actor, verb.right, type.model)


def _read(type: RecordType, actor: Actor) -> Part:
    operation = _operation(type, "read", f"Read: {type.label}", _record(type))
    expand = _expand(type, actor)
    return {**operation, "parameters": expand} if expand else operation


def _expand(type: RecordType, actor: Actor) -> list[Part]:
    """The fields whose records can be read along, with commas between."""
    names = list(expandable(type, actor))
    if not names:
        return []
    return [{**_text("expand"), "description": "Read these along: " + ", ".join(names)}]


def _list(type: RecordType, actor: Actor) -> Part:
    items = {"type": "array", "items": {"type": "object"}}
    body = {
        "type": "object",
        "required": ["items"],
        "properties": {"items": items, "next": {"type": ["string", "null"]}},
    }
    size = {"type": "integer", "minimum": 1, "maximum": 500}
    limit = {"name": "limit", "in": "query", "description": "How many, 50 if not said.", "schema": size}
    texts = [{**_text(name), "description": said} for name, said in _ASKED.items()]
    operation = _operation(type, "list", f"List: {type.plural}", body)
    known = [each for each in formats_for(type.ref_name) if each.name != "json"]
    names = {"type": "string", "enum": [each.name for each in known]}
    taken = {"name": "format", "in": "query", "description": "The whole list as a file.", "schema": names}
    for each in known:
        operation["responses"]["200"]["content"].setdefault(each.media_type.partition(";")[0], {"schema": {}})
    return {**operation, "parameters": [*texts, *_expand(type, actor), limit, taken]}


def _create(type: RecordType, actor: Actor) -> Part:
    fields = [field for field in creating_fields(type).values() if writable(field, actor, new=True)]
    required = [field.name for field in fields if field.required]
    operation = _operation(type, "create", f"Create: {type.label}", _record(type), status="201")
    known = {**operation["responses"]["201"], "description": "It is known already; `@said` tells where things stood."}
    operation["responses"] = {"200": known, **operation["responses"]}
    refuse = {**_text(DOUBLES), "description": SAID, "schema": {"type": "string", "enum": [REFUSE]}}
    asked = [refuse] if type.likely else []
    return {**operation, "parameters": [*asked, _KEY], "requestBody": _body(fields, required)}


def _change(type: RecordType, actor: Actor) -> Part:
    fields = [field for field in changing_fields(type).values() if writable(field, actor)]
    operation = _operation(type, "change", f"Change: {type.label}", _record(type))
    body = _body(fields, [])
    body["content"]["application/json"]["schema"]["properties"]["version"] = {"type": "integer"}
    return {**operation, "parameters": [_if_match(), _KEY], "requestBody": body}


def _deed(type: RecordType, verb: verbs.Verb) -> Part:
    fields = list(parameters.fields_of_verb(verb).values())
    operation = _operation(type, verb.name, f"{verb.label}: {type.label}", _record(type))
    body = _body(fields, [field.name for field in fields if field.required])
    operation |= {"description": verb.doc, "parameters": [_if_match(), _KEY]}
    return {**operation, **({"requestBody": body} if fields else {})}


def _operation(type: RecordType, name: str, summary: str, schema: Part | None = None, status: str = "") -> Part:
    return _told(f"{type.name}.{name}", str(type.plural), summary, schema, status)


def _told(id: str, tag: str, summary: str, schema: Part | None = None, status: str = "") -> Part:
    done: Part = {"description": summary}
    if schema:
        done["content"] = {"application/json": {"schema": schema}}
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    refusals: Part = {str(code): {"description": said, "content": problem} for code, said in _REFUSALS.items()}
    refusals["400"]["content"] = {**problem, "text/plain": {"schema": {"type": "string"}}}  # of what no address can be
    responses = {status or ("200" if schema else "204"): done, **refusals}
    return {"operationId": id, "summary": summary, "tags": [tag], "responses": responses}


def _body(fields: Iterable[Field], required: list[str]) -> Part:
    schema: Part = {
        "type": "object",
        "properties": {field.name: schemas.taken(field) for field in fields},
        "additionalProperties": False,
    }
    if required:
        schema["required"] = required
    return {"content": {"application/json": {"schema": schema}}}


def _schema(type: RecordType, actor: Actor) -> Part:
    own = {field.name: schemas.given(field) for field in known_fields(type, actor)}
    return {
        "type": "object",
        "title": str(type.label),
        "required": ["id", "version"],
        "properties": {"id": {"type": "integer"}, "version": {"type": "integer"}, **own},
    }


def _record(type: RecordType) -> Part:
    return {"$ref": f"#/components/schemas/{type.name}"}


def _text(name: str) -> Part:
    return {"name": name, "in": "query", "schema": {"type": "string"}}


def _if_match() -> Part:
    said = "The ETag that was read. Where somebody changed it since, 412 gives both versions and nothing is written."
    return {"name": "If-Match", "in": "header", "description": said, "schema": {"type": "string"}}


def _problem() -> Part:
    properties = {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "enum": [*CODES.values(), NO_KEY, "refused"]},
        "detail": {"type": "string"},
        "problems": {"type": "object", "additionalProperties": {"type": "string"}},
        "theirs": {"description": "Of 409 and 412: what is there now."},
        "yours": {"description": "Of 409 and 412: what was sent."},
    }
    return {"type": "object", "required": ["type", "title", "status", "code", "detail"], "properties": properties}
