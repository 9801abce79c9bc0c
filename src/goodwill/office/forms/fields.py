"""What the form of a custom field sends, as its verbs take it; and what the form shows."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.kernel.models import CustomField, Profile
from goodwill.office.forms.choices import currencies
from goodwill.records import registry
from goodwill.records.custom.kinds import KINDS, FieldKind
from goodwill.records.fields import Kind

TONES = (
    ("", gettext_lazy("No colour")),
    ("good", gettext_lazy("Green")),
    ("info", gettext_lazy("Blue")),
    ("warn", gettext_lazy("Amber")),
    ("bad", gettext_lazy("Red")),
)

NO_CHOICE = {"value": "", "label": "", "tone": ""}
NOTHING: dict[str, Any] = {
    **dict.fromkeys(("label", "help", "default", "currency", "target"), ""),
    **dict.fromkeys(("required", "unique"), False),
    "decimals": 0,
    "choices": (),
}


def sent_values(sent: QueryDict, kind: FieldKind) -> dict[str, Any]:
    """The values of a field that is new or changed; those that belong to a new one alone are left to the caller."""
    decimals = sent.get("decimals", "0")
    return {
        "label": sent.get("label", ""),
        "help": sent.get("help", "")[:200],
        "required": sent.get("required") == "true",
        "unique": sent.get("unique") == "true",
        "default": sent.get("default", ""),
        "decimals": int(decimals) if decimals.isdigit() and len(decimals) < 3 else 0,
        "choices": _choices(sent) if "choices" in kind.asks else (),
    }


def known_values(field: CustomField) -> dict[str, Any]:
    names = ("label", "help", "required", "unique", "decimals", "choices", "currency", "target")
    return {**{name: getattr(field, name) for name in names}, "default": field.default}


def _choices(sent: QueryDict) -> list[dict[str, str]]:
    columns = [sent.getlist(f"choice_{name}") for name in ("value", "label", "tone")]
    return [dict(zip(("value", "label", "tone"), row, strict=True)) for row in zip(*columns, strict=False)]


def context(kind: FieldKind, given: Mapping[str, Any], field: CustomField | None = None) -> dict[str, Any]:
    """What the form draws, with what was typed or is known."""
    given = {**NOTHING, **given}
    return {
        "kind": kind,
        "given": given,
        "choices": [*given["choices"], *([NO_CHOICE] if given["choices"] else [NO_CHOICE] * 3)],
        "tones": TONES,
        "defaults": [(one["value"], one["label"]) for one in field.choices] if field else [],
        "targets": [(one.name, one.plural) for one in registry.types()],
        "decimals": [(str(number), _decimals_shown(number)) for number in range(5)],
        "currencies": currencies() if "currency" in kind.asks else [],
        "home": Profile.current().currency,
        "may_be_needed": kind.kind is not Kind.YES_NO,
    }


def _decimals_shown(number: int) -> str:
    return f"1.{'0' * number}" if number else _("Whole numbers")


def kind_of(name: str) -> FieldKind | None:
    return KINDS.get(Kind(name)) if name in set(Kind) else None
