"""What an assistant can do: a few tools over every type, each with the rights of its key."""

from typing import Any

from goodwill.kernel import rights, verbs
from goodwill.kernel.actors import Actor
from goodwill.records import parameters, parts, registry
from goodwill.records.api import schemas
from goodwill.records.api.one import changing_fields, creating_fields
from goodwill.records.custom import definitions
from goodwill.records.custom.verbs import POWER
from goodwill.records.fields import writable
from goodwill.records.filter.resolve import known_fields
from goodwill.records.registry import RecordType

Schema = dict[str, Any]
ROW: dict[str, Any] = {
    "type": "object",
    "properties": {
        "do": {"type": "string"},
        "id": {"type": "integer"},
        "version": {"type": "integer"},
        "values": {"type": "object"},
    },
    "required": ["do"],
}
PART = {"type": "string", "description": "Do it to this part of the record instead, such as contactpoint:12."}
TEXT, WHOLE, YES = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
ROWS = {"type": "integer", "minimum": 1, "maximum": 100}
DRY = {"type": "boolean", "description": "Only say what would change; nothing is written."}
ANY = {"type": "object", "additionalProperties": True}
GRAMMAR = (
    'Comparisons: name contains "berg", phase is lead, phase is any of (lead, customer), city is not empty, '
    'owner is me, tags has "vip", employees > 10, last_contact in last 90 days, next_due before today, '
    'company.city is "Oslo", company is #42. Joined by and, or, not (...). A text alone in quotes is looked for.'
)


def readable_types(actor: Actor) -> list[RecordType]:
    return [one for one in registry.types() if rights.allows(actor, "read", one.model)]


def tools_for(actor: Actor) -> dict[str, Schema]:
    """By name; those that write are left out for whoever may write nothing."""
    kind = {"type": "string", "enum": [one.name for one in readable_types(actor)]}
    at: Schema = {"type": kind, "id": WHOLE}
    found = [
        _tool("list_types", "The kinds of records that there are, and what may be done with each."),
        _tool("describe", "The fields and verbs of a kind, and how filters are written.", {"type": kind}, ["type"]),
        _tool(
            "search",
            "Find records of all kinds by name, mail, phone or words.",
            {"text": TEXT, "limit": ROWS},
            ["text"],
        ),
        _tool(
            "find",
            "A list of one kind. " + GRAMMAR,
            {
                "type": kind,
                "filter": TEXT,
                "sort": {"type": "string", "description": "A field, with - before it for the other way round."},
                "fields": {"type": "array", "items": TEXT},
                "limit": ROWS,
                "after": {"type": "string", "description": "The `next` of the answer before."},
            },
            ["type"],
        ),
        _tool("read", "One record with all of its fields.", at, ["type", "id"]),
        _tool(
            "parts", "What belongs to a record: phones, mails, addresses, ties, each with its id.", at, ["type", "id"]
        ),
        _tool("colleagues", "The people and teams of the firm, to whom records can be given."),
    ]
    if actor.role is not None and not actor.reads_only:
        found += _writing(kind, at)
    if actor.may(POWER):
        found += _defining(kind)
    return {tool["name"]: tool for tool in found}


def _writing(kind: Schema, at: Schema) -> list[Schema]:
    version = {"type": "integer", "description": "The version that was read: a later change of the same field refuses."}
    return [
        _tool(
            "create", "Make a record.", {"type": kind, "values": ANY, "dry_run": DRY}, ["type", "values"], writes=True
        ),
        _tool(
            "change",
            "Change fields of a record.",
            {**at, "values": ANY, "version": version, "dry_run": DRY},
            ["type", "id", "values"],
            writes=True,
        ),
        _tool(
            "bulk",
            "Make, change, delete or do a verb to up to 200 records of a kind, as one batch. `do` of a row is create, "
            "change, delete, restore or a verb; with `whole` all or nothing.",
            {"type": kind, "rows": {"type": "array", "items": ROW}, "whole": YES, "dry_run": DRY},
            ["type", "rows"],
            writes=True,
        ),
        _tool(
            "do",
            "Do a verb to a record, such as write_note or plan_task; `trash` moves it to the trash, `restore` back.",
            {**at, "part": PART, "verb": TEXT, "parameters": ANY, "dry_run": DRY},
            ["type", "id", "verb"],
            writes=True,
        ),
        _tool("undo", "Take back what one batch changed.", {"batch": WHOLE, "dry_run": DRY}, ["batch"], writes=True),
    ]


def _defining(kind: Schema) -> list[Schema]:
    """For those who may change the settings. Kinds of records are records themselves, of the type record_type."""
    definition = {"type": "object", "properties": definitions.MAKING, "additionalProperties": False}
    about = (
        "Make a field of your own for a kind of records, or with `field` change some of its definition. A new kind of "
        "records is made with create, type record_type: label, plural, title_label. describe shows all fields."
    )
    return [
        _tool(
            "define_field",
            about,
            {"type": kind, "field": TEXT, "definition": definition, "dry_run": DRY},
            ["type", "definition"],
            writes=True,
        ),
        _tool(
            "remove_field",
            "Hide a field of your own with what was written in it, until it is taken back.",
            {"type": kind, "field": TEXT, "dry_run": DRY},
            ["type", "field"],
            writes=True,
        ),
    ]


def _tool(
    name: str,
    description: str,
    properties: Schema | None = None,
    required: list[str] | None = None,
    *,
    writes: bool = False,
) -> Schema:
    schema = {
        "type": "object",
        "properties": properties or {},
        "required": required or [],
        "additionalProperties": False,
    }
    hints = {"readOnlyHint": not writes, "destructiveHint": False, "openWorldHint": False}
    return {"name": name, "description": description, "inputSchema": schema, "annotations": hints}


def summary_of(type: RecordType, actor: Actor) -> Schema:
    held = [right for right in ("create", "change", "delete") if rights.allows(actor, right, type.model)]
    return {"type": type.name, "label": str(type.label), "plural": str(type.plural), "may": ["read", *held]}


def description_of(type: RecordType, actor: Actor) -> Schema:
    own = {one["name"]: {"definition": one} for one in definitions.fields_of(type, actor) if one["own"]}
    fields = {
        field.name: schemas.given(field) | {"kind": str(field.kind)} | own.get(field.name, {})
        for field in known_fields(type, actor)
    }
    offered = [
        _offered(one)
        for one in verbs.verbs_of(type.ref_name)
        if one.on_record and one.name not in ("edit", "trash") and _may(actor, one, type)
    ]
    found = {**summary_of(type, actor), "fields": fields, "filters": GRAMMAR, "verbs": offered}
    if of_parts := [{"part": name, **_offered(one)} for name, one in parts.verbs_of(type, actor)]:
        found["verbs_of_parts"] = of_parts
    if rights.allows(actor, "create", type.model):
        found["create_takes"] = [
            field.name for field in creating_fields(type).values() if writable(field, actor, new=True)
        ]
    if rights.allows(actor, "change", type.model):
        found["change_takes"] = [field.name for field in changing_fields(type).values() if writable(field, actor)]
    return found


def _offered(verb: verbs.Verb) -> Schema:
    takes = {
        name: schemas.taken(field) | ({"needed": True} if field.required else {})
        for name, field in parameters.fields_of_verb(verb).items()
    }
    return {"verb": verb.name, "label": str(verb.label), "about": verb.doc, "parameters": takes}


def _may(actor: Actor, verb: verbs.Verb, type: RecordType) -> bool:
    if not parameters.is_left(verb, type, actor):
        return False
    return actor.may(verb.power) if verb.power else rights.allows(actor, verb.right, type.model)
