"""Doing what a tool was called for. A refusal is an answer that the assistant can read, no error of the protocol."""

import json
from collections.abc import Callable, Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from goodwill.kernel import changes, rights, verbs, workspace
from goodwill.kernel.actors import Actor
from goodwill.kernel.changes import Entry
from goodwill.kernel.errors import Conflict, Invalid, Missing, Told
from goodwill.kernel.models import CustomField
from goodwill.records import parameters, parts, registry, writing
from goodwill.records.api import colleagues, many, many_rows, one, undoing
from goodwill.records.api.records import trashed
from goodwill.records.codec import plain_row, written
from goodwill.records.custom import definitions
from goodwill.records.custom.verbs import remove_field
from goodwill.records.filter.resolve import known_fields
from goodwill.records.mcp import tools
from goodwill.records.query import Listing
from goodwill.records.registry import RecordType
from goodwill.records.search import search

Given = dict[str, Any]
DEFINED = frozenset({"type", *definitions.MAKING})
LEFT = "left_as_somebody_changed_it_since"
MOST_TRIED = 2000
"""Changes: others wait to write while a dry run does."""
NO_UNDO = frozenset({"edit", "trash"})
OF_ALL = frozenset({"trash", "restore"})
"""What can be done to records of each kind, without a verb of its own."""


def call(name: str, given: Given, actor: Actor) -> Given:
    try:
        _check(tools.tools_for(actor)[name]["inputSchema"], given)
        found = _TOOLS[name](given, actor)
    except Told as refusal:
        said: Given = {"refused": refusal.sentence}
        match refusal:
            case Invalid():
                problems = refusal.problems
                told = " ".join(f"{name}: {text}" if name else text for name, text in problems.items())
                said |= {"refused": told, "problems": problems}
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

    def create() -> Any:
        return writing.create(kind, one.given_to_create(kind, values, actor), by=actor)

    return _written(given, actor, "create", create, _shown_of(kind, actor))


def _change(given: Given, actor: Actor) -> Given:
    kind, values = _type(given, actor), given["values"]
    record = writing.find(kind, _id(given), actor)

    def change() -> Any:
        one.refuse_unknown(kind, one.changing_fields(kind), values, actor)
        taken = written(kind, values, record)
        return writing.edit(kind, record, taken, by=actor, base_version=given.get("version"))

    return _written(given, actor, "edit", change, _shown_of(kind, actor))


def _bulk(given: Given, actor: Actor) -> Given:
    """Rows as the API takes them; what is refused is among the results, and the others are done."""
    kind, asked = _type(given, actor), many_rows.rows_of(given["rows"])
    if len(asked) > many.AT_ONCE:
        raise Invalid({"rows": _("At most %d rows at once, please.") % many.AT_ONCE})

    def do() -> Given:
        told = many.all_of(kind, asked, actor, whole=given.get("whole", False))
        return {name: told[name] for name in ("results", "done", "refused")}

    return _written(given, actor, many_rows.verb_of(asked), do, lambda told: told)


def _define_field(given: Given, actor: Actor) -> Given:
    """Make a field, or change the one that is named."""
    kind, parts, name = _type(given, actor), given["definition"], given.get("field", "")
    row = definitions.find(kind, name, actor) if name else None

    def define() -> CustomField:
        return definitions.change(row, parts, by=actor) if row else definitions.make(kind, parts, by=actor)

    return _written(given, actor, "change_field" if row else "make_field", define, _field_of(kind, actor))


def _remove_field(given: Given, actor: Actor) -> Given:
    kind = _type(given, actor)
    row = definitions.find(kind, given["field"], actor)
    return _written(
        given, actor, "remove_field", lambda: remove_field(row, by=actor), lambda _done: {"removed": row.name}
    )


def _colleagues(given: Given, actor: Actor) -> Given:
    found = {"users": colleagues.users(None, actor), "teams": colleagues.teams(None, actor)}
    return {name: list(shown.values()) for name, shown in found.items()}


def _do(given: Given, actor: Actor) -> Given:
    kind, name = _type(given, actor), given["verb"]
    verb = verbs.get(kind.ref_name, name)
    find = trashed if name == "restore" and "part" not in given else writing.find
    record = find(kind, _id(given), actor)
    if "part" in given:
        return _do_to_part(kind, record.pk, given, actor)
    if name not in OF_ALL and (verb is None or not verb.on_record or name in NO_UNDO):
        raise Missing(_("There is no such verb. Ask for the description of the kind to see them."))

    def do() -> Any:
        if verb is None or name in OF_ALL:
            (writing.restore if name == "restore" else writing.trash)(record, by=actor)
        else:
            parameters.run(verb, record, given.get("parameters", {}), by=actor)
        return record

    return _written(given, actor, name, do, _shown_of(kind, actor))


def _do_to_part(kind: RecordType, pk: int, given: Given, actor: Actor) -> Given:
    """What belongs to the record is named as `parts` names it: contactpoint:12."""
    part, _colon, number = given["part"].partition(":")
    verb = verbs.get(part, given["verb"])
    if not (number.isascii() and number.isdecimal() and len(number) < 19) or verb is None or not verb.on_record:
        raise Missing(_("There is no such part or verb. parts names them, and describe what can be done to them."))
    row = parts.find(kind, pk, part, int(number), actor)

    def do() -> Any:
        return parameters.run(verb, row, given.get("parameters", {}), by=actor)

    return _written(given, actor, verb.name, do, lambda _done: {"parts": parts.parts_of(kind, pk, actor)})


def _parts(given: Given, actor: Actor) -> Given:
    kind = _type(given, actor)
    return {"parts": parts.parts_of(kind, writing.find(kind, _id(given), actor).pk, actor)}


def _undo(given: Given, actor: Actor) -> Given:
    row = undoing.batch_of(given["batch"], actor)

    def undo() -> Given:
        result = changes.undo(row.pk, actor)
        left = [{name: each[name] for name in ("record", "field")} for each in undoing.left(result, actor)]
        begun = {"in_background": True} if result.is_begun else {}
        return {"undone": result.undone, LEFT: left, "out_of_reach": result.out_of_reach, **begun}

    if not given.get("dry_run"):
        return undo()
    if row.through == "import" or row.changes.count() > MOST_TRIED:
        raise Invalid({"dry_run": _("This wrote too much to be tried. Nothing was changed.")})
    return _tried(actor, "undo", undo)


def _written(given: Given, actor: Actor, verb: str, deed: Callable[[], Any], show: Callable[[Any], Given]) -> Given:
    """What was made of it and the batch, or with `dry_run` what would change, after which all of it is taken back."""
    if given.get("dry_run"):
        return _tried(actor, verb, deed)
    with changes.batch(actor, verb) as opened:
        done = deed()
        opened.flush()
    said = {"said": opened.said} if opened.said else {}
    return {**show(done), **said, "batch": opened.row.pk if opened.row else None}


def _tried(actor: Actor, verb: str, deed: Callable[[], Any]) -> Given:
    with transaction.atomic():
        with changes.batch(actor, verb) as opened:
            opened.watched = []
            done = deed()
        would = [said for entry in opened.watched if (said := _would(entry, actor))]
        transaction.set_rollback(True)
    workspace.memo().clear()  # what was read meanwhile is not so
    return {"dry_run": True, "would": would, **_refusals(done)}


def _refusals(done: Any) -> Given:
    """Of many rows, those that would not be done, by their places; of what is taken back, what would stay."""
    if not isinstance(done, dict):
        return {}
    left = {name: value for name, value in done.items() if name == LEFT and value}
    refused = [{"row": at, **told} for at, told in enumerate(done.get("results", ())) if told["status"] >= 400]
    return {**left, **({"refused": refused} if refused else {})}


def _shown_of(type: RecordType, actor: Actor) -> Callable[[Any], Given]:
    """The record afterwards, as far as its doer still may see it."""

    def show(record: Any) -> Given:
        return {"record": one.shown_each(type, [record.pk], actor).get(record.pk, {"id": record.pk})}

    return show


def _field_of(type: RecordType, actor: Actor) -> Callable[[Any], Given]:
    return lambda row: {"field": definitions.told(row, type.field(row.name), type, actor)}


def _would(entry: Entry, actor: Actor) -> Given | None:
    kind = registry.for_record(entry.record)
    if entry.record.belongs_to and not rights.allows(actor, "read", entry.record):
        return None
    if kind is None:
        told = {"part": entry.record.ref_name(), "deed": entry.kind.value, "of": str(entry.record)}
        return {**told, "fields": _differing(entry, DEFINED)} if isinstance(entry.record, CustomField) else told
    if not rights.allows(actor, "read", entry.record):
        return None
    known = {field.name for field in known_fields(kind, actor)}
    return {
        "type": kind.name,
        "deed": entry.kind.value,
        "title": str(entry.record),
        "fields": _differing(entry, known),
    }


def _differing(entry: Entry, known: Collection[str]) -> Given:
    names = sorted((entry.before.keys() | entry.after.keys()) & set(known))
    return {name: {"before": entry.before.get(name), "after": entry.after.get(name)} for name in names}


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
    "parts": _parts,
    "create": _create,
    "change": _change,
    "bulk": _bulk,
    "do": _do,
    "define_field": _define_field,
    "remove_field": _remove_field,
    "colleagues": _colleagues,
    "undo": _undo,
}
