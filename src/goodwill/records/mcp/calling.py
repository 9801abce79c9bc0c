"""Doing what a tool was called for. A refusal is an answer that the assistant can read, no error of the protocol."""

import json
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from goodwill.kernel import changes, rights, verbs
from goodwill.kernel.actors import Actor
from goodwill.kernel.changes import Entry
from goodwill.kernel.errors import Conflict, Invalid, Missing, Told
from goodwill.records import parameters, registry, writing
from goodwill.records.api import one
from goodwill.records.codec import plain_row, written
from goodwill.records.filter.resolve import known_fields
from goodwill.records.mcp import tools
from goodwill.records.query import Listing
from goodwill.records.registry import RecordType
from goodwill.records.search import search

Given = dict[str, Any]
NO_UNDO = frozenset({"edit", "trash"})


def call(name: str, given: Given, actor: Actor) -> Given:
    try:
        _check(tools.tools_for(actor)[name]["inputSchema"], given)
        found = _TOOLS[name](given, actor)
    except Told as refusal:
        said: Given = {"refused": refusal.sentence}
        match refusal:
            case Invalid():
                said["problems"] = refusal.problems
            case Conflict():
                said |= {"theirs": refusal.theirs, "yours": refusal.yours}
        return _answer(said, is_error=True)
    return _answer(found)


def _answer(found: Given, *, is_error: bool = False) -> Given:
    text = json.dumps(found, ensure_ascii=False, default=str)
    return {"content": [{"type": "text", "text": text}], "structuredContent": json.loads(text), "isError": is_error}


def _list_types(given: Given, actor: Actor) -> Given:
    return {"types": [tools.summary_of(kind, actor) for kind in tools.readable_types(actor)]}


def _describe(given: Given, actor: Actor) -> Given:
    return tools.description_of(_type(given, actor), actor)


def _search(given: Given, actor: Actor) -> Given:
    hits = search(given["text"][:200], actor, limit=given.get("limit", 20))
    return {"hits": [{"type": hit.type.name, "id": hit.id, "title": hit.title, "about": hit.detail} for hit in hits]}


def _find(given: Given, actor: Actor) -> Given:
    kind = _type(given, actor)
    listing = Listing(
        kind,
        actor,
        filter=given.get("filter", ""),
        sort=given.get("sort", ""),
        columns=given.get("fields") or (),
        after=given.get("after", ""),
        size=given.get("limit", 25),
    )
    fields = {field.name: field for field in listing.columns}
    rows = [plain_row(fields, row) for row in listing.rows()]
    return {"items": rows, "next": listing.page.next or None}


def _read(given: Given, actor: Actor) -> Given:
    return one.shown(_type(given, actor), given["id"], actor)


def _create(given: Given, actor: Actor) -> Given:
    kind, values = _type(given, actor), given["values"]
    return _written(
        kind, given, actor, "create", lambda: writing.create(kind, one.given_to_create(kind, values, actor), by=actor)
    )


def _change(given: Given, actor: Actor) -> Given:
    kind, values = _type(given, actor), given["values"]
    record = writing.find(kind, _id(given), actor)

    def change() -> Any:
        one.refuse_unknown(one.changing_fields(kind), values)
        taken = written(kind, values, record)
        return writing.edit(kind, record, taken, by=actor, base_version=given.get("version"))

    return _written(kind, given, actor, "edit", change)


def _do(given: Given, actor: Actor) -> Given:
    kind, name = _type(given, actor), given["verb"]
    record = writing.find(kind, _id(given), actor)
    verb = verbs.get(kind.ref_name, name)
    if name != "trash" and (verb is None or not verb.on_record or name in NO_UNDO):
        raise Missing(_("There is no such verb. Ask for the description of the kind to see them."))

    def do() -> Any:
        if verb is None or name == "trash":
            writing.trash(record, by=actor)
        else:
            parameters.run(verb, record, given.get("parameters", {}), by=actor)
        return record

    return _written(kind, given, actor, name, do)


def _undo(given: Given, actor: Actor) -> Given:
    if not 0 < given["batch"] < 2**63:
        raise Missing
    result = changes.undo(given["batch"], actor)
    left = [{"record": str(clash.record), "field": clash.field} for clash in result.clashes]
    begun = {"in_background": True} if result.is_begun else {}
    return {"undone": result.undone, "left_as_somebody_changed_it_since": left, **begun}


def _written(type: RecordType, given: Given, actor: Actor, verb: str, deed: Callable[[], Any]) -> Given:
    """The record afterwards and the batch, or with `dry_run` what would change, after which all of it is taken back."""
    dry = bool(given.get("dry_run"))
    with transaction.atomic():
        with changes.batch(actor, verb) as opened:
            opened.flush_at = 2**62 if dry else opened.flush_at
            record = deed()
            would = [_would(entry, actor) for entry in opened.waiting] if dry else []
            if not dry:
                opened.flush()
        if dry:
            transaction.set_rollback(True)
            return {"dry_run": True, "would": [said for said in would if said]}
    try:
        shown = one.shown(type, record.pk, actor)
    except Missing:
        shown = {"id": record.pk}
    return {"record": shown, "batch": opened.row.pk if opened.row else None}


def _would(entry: Entry, actor: Actor) -> Given | None:
    kind = registry.for_record(entry.record)
    if kind is None or not rights.allows(actor, "read", entry.record):
        return (
            {"part": entry.record.ref_name(), "deed": entry.kind.value, "of": str(entry.record)} if not kind else None
        )
    known = {field.name for field in known_fields(kind, actor)}
    names = sorted((entry.before.keys() | entry.after.keys()) & known)
    differing = {name: {"before": entry.before.get(name), "after": entry.after.get(name)} for name in names}
    return {"type": kind.name, "deed": entry.kind.value, "title": str(entry.record), "fields": differing}


def _type(given: Given, actor: Actor) -> RecordType:
    found = registry.get(given["type"])
    if found is None or not rights.allows(actor, "read", found.model):
        raise Missing(_("There is no such kind of records."))
    return found


def _id(given: Given) -> int:
    pk: int = given["id"]
    return pk if 0 < pk < 2**63 else 0


_KINDS: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "boolean": bool,
    "object": dict,
    "array": list,
}


def _check(schema: Given, given: Given) -> None:
    """The few words of JSON Schema that the tools use; an enumeration is checked where its value is used."""
    unknown = given.keys() - schema["properties"].keys()
    problems: dict[str, str] = dict.fromkeys(unknown, _("There is no such argument."))
    problems |= {name: _("This is needed.") for name in schema["required"] if name not in given}
    for name, value in given.items():
        wanted = schema["properties"].get(name)
        if wanted and not _fits(wanted, value):
            problems[name] = _("This takes another kind of value: %s.") % wanted["type"]
    if problems:
        raise Invalid(problems)


def _fits(wanted: Given, value: Any) -> bool:
    if not isinstance(value, _KINDS[wanted["type"]]) or (isinstance(value, bool) and wanted["type"] == "integer"):
        return False
    if "maximum" in wanted:
        return bool(wanted["minimum"] <= value <= wanted["maximum"])
    return not isinstance(value, list) or all(_fits(wanted["items"], each) for each in value)


_TOOLS: dict[str, Callable[[Given, Actor], Given]] = {
    "list_types": _list_types,
    "describe": _describe,
    "search": _search,
    "find": _find,
    "read": _read,
    "create": _create,
    "change": _change,
    "do": _do,
    "undo": _undo,
}
