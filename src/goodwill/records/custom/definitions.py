"""The fields of a type as programs give and take their definitions; how they are kept is the business of the verbs."""

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.models import CustomField
from goodwill.records import registry
from goodwill.records.custom import verbs
from goodwill.records.custom.kinds import KINDS, kind_of
from goodwill.records.fields import Field, Kind
from goodwill.records.filter import FilterError, check, parse
from goodwill.records.filter.resolve import known_fields
from goodwill.records.registry import RecordType

Given = Mapping[str, Any]
CHANGING = {
    "label": {"type": "string", "minLength": 1, "maxLength": 60},
    "help": {"type": "string"},
    "required": {"type": "boolean"},
    "unique": {"type": "boolean"},
    "default": {},
    "choices": {
        "type": "array",
        "items": {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "properties": {name: {"type": "string"} for name in ("value", "label", "tone")},
                    "required": ["label"],
                },
            ]
        },
    },
    "decimals": {"type": "integer", "minimum": 0, "maximum": 6},
    "yearly": {"type": "boolean", "description": "Of a date: it comes back each year, such as a birthday."},
    "shown_when": {"type": "string", "description": "A filter over other fields of the record."},
    "formula": {"type": "string"},
    "percent": {"type": "boolean", "description": "Of a formula that comes to a number: 0.35 is told as 35 percent."},
    "rollup": {
        "type": "object",
        "description": "source (visit.custom_vehicle), how (count, sum, min, max, first, last), field and filter.",
        "properties": {name: {"type": "string"} for name in ("source", "how", "field", "filter")},
    },
}
MAKING = {
    "kind": {"type": "string", "enum": [str(name) for name in KINDS]},
    **CHANGING,
    "currency": {"type": "string"},
    "target": {"type": "string", "description": "The type that a relation leads to."},
}
_FITS: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31,
    "array": lambda value: isinstance(value, list) and all(isinstance(one, str | Mapping) for one in value),
    "object": lambda value: isinstance(value, Mapping) and all(isinstance(one, str) for one in value.values()),
}


def fields_of(type: RecordType, actor: Actor) -> list[dict[str, Any]]:
    """What the actor may know of the type's fields: those of the house shortly, the firm's own in full."""
    own = {row.name: row for row in CustomField.objects.filter(type=type.name).order_by("position", "id")}
    return [
        told(own[field.name], field, type, actor) if field.name in own else _declared(field)
        for field in known_fields(type, actor)
    ]


def told(row: CustomField, field: Field, type: RecordType, actor: Actor) -> dict[str, Any]:
    """A field that the firm made, in a form in which it can be made again."""
    kind = kind_of(row)
    parts: dict[str, Any] = {name: getattr(row, name) for name in kind.asks if name not in ("rollup", "formula")}
    if row.formula:
        parts |= {"formula": row.formula, "value_kind": row.kind, "percent": row.kind == Kind.PERCENT}
    if row.rollup:
        parts |= {"rollup": _rollup(row, actor), "value_kind": row.kind}
    return {
        **_declared(field),
        "kind": str(kind.kind),
        "own": True,
        "version": row.version,
        "help": row.help,
        "shown_when": row.shown_when if _may_ask(row.shown_when, type, actor) else "",
        **parts,
    }


def make(type: RecordType, given: Given, *, by: Actor) -> CustomField:
    """A field of the firm's own; raises Invalid with a sentence for each part that cannot be so."""
    _check(given, MAKING)
    missing = [name for name in ("kind", "label") if not given.get(name)]
    if missing:
        raise Invalid(dict.fromkeys(missing, _("This is needed.")))
    if given["kind"] not in KINDS:
        raise Invalid({"kind": _("It takes one of these: %s.") % ", ".join(KINDS)})
    made: CustomField = verbs.make_field(by=by, type=type.name, **{**given, **_choices(given)})
    return made


def change(row: CustomField, given: Given, *, by: Actor) -> CustomField:
    """What is not given stays as it is."""
    _check(given, CHANGING)
    names = ("label", "help", "required", "unique", "default", "choices", "decimals", "shown_when", "yearly", "formula")
    known = {name: getattr(row, name) for name in names} | {"percent": row.kind == Kind.PERCENT}
    spec = row.rollup
    known["rollup"] = {**spec, "source": f"{spec['type']}.{spec['via']}"} if spec else {}
    changed: CustomField = verbs.change_field(row, by=by, **{**known, **given, **_choices(given)})
    return changed


def order(type: RecordType, names: Any, *, by: Actor) -> None:
    """Put the firm's own fields into this order; those that are not named follow."""
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise Invalid({"fields": _("Send the names of the fields, in their order.")})
    ids = {row.name: row.pk for row in CustomField.objects.filter(type=type.name)}
    if unknown := [name for name in names if name not in ids]:
        raise Invalid({"fields": _("There is no own field %s.") % unknown[0][:60]})
    verbs.order_fields(by=by, type=type.name, ids=[ids[name] for name in names])


def tag(type: RecordType, *, hold: bool = False) -> str:
    """What the firm's own fields of the type are by, for If-Match: another one once any of them is made, changed, moved
    or removed. `hold` keeps them as they are until the transaction ends.
    """
    rows = CustomField.objects.select_for_update() if hold else CustomField.objects.all()
    found = rows.filter(type=type.name).order_by("position", "id").values_list("pk", "version")
    return f'"fields-{sha256(repr(list(found)).encode()).hexdigest()[:16]}"'


def find(type: RecordType, name: str, actor: Actor) -> CustomField:
    """The firm's own field of this name; raises Missing where there is none that the actor may know of."""
    row: CustomField | None = CustomField.objects.filter(type=type.name, name=name).first()
    if row is None or name not in {field.name for field in known_fields(type, actor)}:
        raise Missing(_("There is no such field of your own. Nothing was changed."))
    return row


def _declared(field: Field) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": field.name,
        "label": str(field.label),
        "kind": str(field.kind),
        "own": False,
        "required": field.required,
        "editable": field.editable,
        "filterable": field.filterable,
        "sortable": field.sortable,
    }
    if field.target:
        found["target"] = field.target
    if field.kind in (Kind.CHOICE, Kind.CHOICES):
        found["choices"] = [{"value": one.value, "label": str(one.label), "tone": one.tone} for one in field.options()]
    return found


def _rollup(row: CustomField, actor: Actor) -> dict[str, str]:
    """What is rolled up; of a filter that asks about what the actor may not know, nothing is told."""
    spec = row.rollup
    source = registry.get(spec["type"])
    told = {"source": f"{spec['type']}.{spec['via']}", "how": spec["how"], "field": spec.get("field", "")}
    text = spec.get("filter", "")
    return {**told, "filter": text if source and _may_ask(text, source, actor) else ""}


def _may_ask(text: str, type: RecordType, actor: Actor) -> bool:
    try:
        return not text or bool(check(parse(text), type, actor))
    except FilterError:
        return False


def _check(given: Given, takes: Mapping[str, Any]) -> None:
    problems = {name: _("There is no such part of a field.") for name in given if name not in takes}
    for name, value in given.items():
        wanted = takes.get(name, {}).get("type")
        if wanted and not _FITS[wanted](value):
            problems[name] = _("This takes another kind of value: %s.") % wanted
    if problems:
        raise Invalid(problems)


def _choices(given: Given) -> dict[str, Sequence[Mapping[str, str]]]:
    """A choice may be told by its name alone."""
    if "choices" not in given:
        return {}
    return {"choices": [{"label": one} if isinstance(one, str) else one for one in given["choices"]]}
