"""What the form of a custom field sends, as its verbs take it; and what the form shows."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.kernel.actors import Actor
from goodwill.kernel.models import About, CustomField, Profile
from goodwill.office.forms.choices import currencies
from goodwill.records import registry
from goodwill.records.custom import rollups
from goodwill.records.custom.computing import by_labels, tried_out, visible_to_formulas
from goodwill.records.custom.formula import FormulaError
from goodwill.records.custom.formula.functions import FUNCTIONS, SPECIAL
from goodwill.records.custom.kinds import FORMULA, KINDS, ROLLUP, FieldKind
from goodwill.records.fields import Field, Kind
from goodwill.records.registry import RecordType
from goodwill.records.show import show
from goodwill.records.views.conditions import built

TONES = (
    ("", gettext_lazy("No colour")),
    ("good", gettext_lazy("Green")),
    ("info", gettext_lazy("Blue")),
    ("warn", gettext_lazy("Amber")),
    ("bad", gettext_lazy("Red")),
)

NO_CHOICE = {"value": "", "label": "", "tone": ""}
NOTHING: dict[str, Any] = {
    **dict.fromkeys(("label", "help", "default", "currency", "target", "formula", "shown_when"), ""),
    **dict.fromkeys(("required", "unique", "yearly", "percent"), False),
    "decimals": 0,
    "choices": (),
    "rollup": {},
}
ASK_MORE = frozenset({"choices", "target", "formula", "rollup"})
"""What a field cannot be made without, beside its name."""
ROLLED = ("source", "how", "field", "filter")


def sent_values(sent: QueryDict, kind: FieldKind) -> dict[str, Any]:
    """The values of a field that is new or changed; those that belong to a new one alone are left to the caller."""
    return {
        "label": sent.get("label", ""),
        "help": sent.get("help", "")[:200],
        "required": sent.get("required") == "true",
        "unique": sent.get("unique") == "true",
        "yearly": sent.get("yearly") == "true",
        "default": sent.get("default", ""),
        **written_as(sent.get("decimals", "2" if kind.kind == FORMULA else "0")),
        "formula": sent.get("formula", ""),
        "shown_when": sent.get("shown_when", ""),
        "rollup": {name: sent.get(f"rollup_{name}", "") for name in ROLLED} if "rollup" in kind.asks else {},
        "choices": _choices(sent) if "choices" in kind.asks else (),
    }


def written_as(sent: str) -> dict[str, Any]:
    """`2` is a number with two digits after the point, `2%` a share of a hundred with as many."""
    digits = sent.removesuffix("%")
    decimals = int(digits) if digits.isdecimal() and len(digits) < 3 else 0
    return {"decimals": decimals, "percent": sent.endswith("%")}


def known_values(field: CustomField) -> dict[str, Any]:
    owner = registry.get(field.type)
    formula = by_labels(field.formula, owner) if owner and field.formula else ""
    names = ("label", "help", "required", "unique", "yearly", "decimals", "choices", "currency", "target", "shown_when")
    spec = field.rollup
    rollup = {**spec, "source": f"{spec['type']}.{spec['via']}"} if spec else {}
    own = {"default": field.default, "formula": formula, "rollup": rollup, "percent": field.kind == Kind.PERCENT}
    return {**{name: getattr(field, name) for name in names}, **own}


def _choices(sent: QueryDict) -> list[dict[str, str]]:
    columns = [sent.getlist(f"choice_{name}") for name in ("value", "label", "tone")]
    return [dict(zip(("value", "label", "tone"), row, strict=True)) for row in zip(*columns, strict=False)]


def context(
    kind: FieldKind, noun: RecordType, given: Mapping[str, Any], field: CustomField | None, reader: Actor
) -> dict[str, Any]:
    """What the form draws, with what was typed or is known."""
    given = {**NOTHING, **given}
    return {
        "kind": kind,
        "given": given,
        "choices": [*given["choices"], *([NO_CHOICE] if given["choices"] else [NO_CHOICE] * 3)],
        "tones": TONES,
        "defaults": [(one["value"], one["label"]) for one in field.choices] if field else [],
        "targets": targets(),
        "decimals": _written(kind),
        "written_as": f"{given['decimals'] or 0}{'%' if given['percent'] and kind.kind == FORMULA else ''}",
        "currencies": currencies() if "currency" in kind.asks else [],
        "home": Profile.current().currency,
        **(_formula(noun) if kind.kind == FORMULA else {}),
        **(_rollup(noun, given["rollup"], reader) if kind.kind == ROLLUP else {}),
        "shown_when": built(noun, "shown_when", given["shown_when"], reader),
        "may_be_needed": kind.kind not in (Kind.YES_NO, FORMULA, ROLLUP),
    }


def targets() -> list[tuple[str, Any]]:
    """What a relation may lead to: first what takes in several kinds, then what stands for itself, then what hangs on
    others. Nothing of a firm leads to what belongs to its settings.
    """
    types = [one for one in registry.types() if not one.model.guarded_by]
    whole = {one.ref_name for one in types if one.name != one.ref_name}
    ordered = sorted(types, key=lambda one: (_stands_behind(one), one.name not in whole))
    return [(one.name, one.plural) for one in ordered]


def _stands_behind(one: RecordType) -> bool:
    return bool(one.model.belongs_to or issubclass(one.model, About))


def in_a_line() -> list[tuple[str, Any]]:
    """The kinds for a field that is made by its name alone; those with an ellipsis ask for more, as relations do that
    lead to what hardly anybody means.
    """
    plain = [(one.kind, one.label) for one in KINDS.values() if not ASK_MORE & {*one.asks}]
    asking = [(one.kind, f"{one.label} …") for one in KINDS.values() if ASK_MORE & {*one.asks}]
    behind = {one.name for one in registry.types() if _stands_behind(one)}
    leading = [
        (f"{Kind.RELATION}:{name}", _("Leads to: %s") % plural) for name, plural in targets() if name not in behind
    ]
    return [*plain, *leading, *asking]


def _formula(noun: RecordType) -> dict[str, Any]:
    """What stands beside a formula: the fields and functions that there are."""
    shapes = [(one.shape, one.hint) for one in FUNCTIONS.values()]
    usable = [field for field, _type in visible_to_formulas(noun).values()]
    own = [field for field in usable if field.kept]
    return {
        "usable": [field.label for field in (*own, *(field for field in usable if not field.kept))],
        "examples": _examples(usable),
        "functions": [*SPECIAL.values(), *shapes],
    }


def _examples(usable: Sequence[Field]) -> list[tuple[str, str]]:
    """Formulas over fields that there are, the firm's own ones first; over made-up names where a kind is missing."""

    def named(otherwise: str, *kinds: Kind) -> str:
        known = sorted((field for field in usable if field.kind in kinds), key=lambda field: not field.kept)
        return str(known[0].label) if known else otherwise

    number, text = named(_("Hours"), Kind.NUMBER, Kind.MONEY), named(_("Name"), Kind.TEXT)
    day = named(_("Last check"), Kind.DATE)
    return [
        (f"[{number}] * 1.2", _("A fifth more, as is 120% of it")),
        (f'if([{number}] > 1000, "large", "small")', _("One or the other")),
        (f"or_else([{number}], 0)", _("Nought where nothing is filled in; else the result is empty, too")),
        (f"[{day}] + 365", _("A year later")),
        (f"days([{day}], today())", _("How many days ago")),
        (f'[{text}] & ", " & [{number}]', _("Texts put together")),
    ]


def _rollup(noun: RecordType, given: Mapping[str, str], reader: Actor) -> dict[str, Any]:
    sources = rollups.sources_of(noun)
    source = next((one for one in sources if one.key == given.get("source")), None)
    how = given.get("how") or rollups.COUNT
    return {
        "sources": [(one.key, f"{one.type.plural} ({one.label})") for one in sources],
        "hows": list(rollups.HOWS.items()),
        "rolled": {**dict.fromkeys(ROLLED, ""), **given, "how": how},
        "rollup_filter": built(source.type, "rollup_filter", given.get("filter", ""), reader) if source else None,
        "summed": [(one.name, one.label) for one in rollups.fields_for(source, how)] if source else [],
    }


def _written(kind: FieldKind) -> list[tuple[str, str]]:
    """How a number may be written; what a formula comes to, also as a share of a hundred."""
    plain = [(str(number), f"1.{'0' * number}" if number else _("Whole numbers")) for number in range(5)]
    shares = [(f"{number}%", f"35.{'0' * number} %" if number else _("Whole percent")) for number in range(3)]
    return plain + (shares if kind.kind == FORMULA else [])


def kind_of(name: str) -> FieldKind | None:
    return KINDS.get(name)


def said_of(text: str, noun: RecordType, written: str = "2") -> dict[str, Any]:
    """What a formula comes to for the record that was changed last, or the place of what is wrong with it."""
    nothing: dict[str, Any] = {"error": "", "parts": (), "kind": "", "example": None, "shown": None}
    if not text.strip():
        return nothing
    try:
        tried = tried_out(text, noun, **written_as(written))
    except FormulaError as error:
        at, to = error.position, error.position + error.length
        return nothing | {"error": error.sentence, "parts": (text[:at], text[at:to] or "…", text[to:])}
    return nothing | {
        "kind": KINDS[tried.field.kind].label,
        "example": tried.record,
        "shown": show(tried.field, tried.value, {}) if tried.record else None,
    }
