"""Fields that are computed from others of their record: what a formula sees of it, and how its answer is kept."""

import re
import zoneinfo
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from goodwill.kernel import layout
from goodwill.kernel.changes.values import logged_fields
from goodwill.kernel.extras import COMPUTED
from goodwill.kernel.models import Profile, Tracked
from goodwill.kernel.money import exponent
from goodwill.kernel.text import fold
from goodwill.records.custom.formula import Formula, FormulaError, Type, compile_formula
from goodwill.records.custom.formula.compiling import TODAY
from goodwill.records.custom.formula.parser import RESERVED, tokens
from goodwill.records.custom.formula.values import DATE, MOMENT, NUMBER, TEXT, YES_NO, is_money
from goodwill.records.custom.kept import Kept
from goodwill.records.custom.known import formulas_of
from goodwill.records.fields import TEXTUAL, Field, Kind
from goodwill.records.registry import RecordType

LARGEST = 2**63
LONGEST = 600
_TYPES = {
    Kind.NUMBER: NUMBER,
    Kind.PERCENT: NUMBER,
    Kind.CHOICE: TEXT,
    Kind.COUNTRY: TEXT,
    Kind.LANGUAGE: TEXT,
    Kind.TIME: TEXT,
    Kind.DATE: DATE,
    Kind.MOMENT: MOMENT,
    Kind.YES_NO: YES_NO,
} | dict.fromkeys(TEXTUAL, TEXT)
_KINDS = {"number": Kind.NUMBER, "text": Kind.TEXT, "date": Kind.DATE, "moment": Kind.MOMENT, "yes_no": Kind.YES_NO}


@dataclass(frozen=True)
class Computed:
    """One computed field of a type."""

    field: Field
    formula: Formula


def visible_to_formulas(type: RecordType) -> dict[str, tuple[Field, Type]]:
    """The fields of a type that can be computed with: one value, kept by the record itself and told by its history."""
    logged = {*logged_fields(type.model), "created_at"}
    found = {}
    for name, field in type.all_fields.items():
        seen = _type_of(field)
        if seen is not None and field.readable is None and (field.kept or (not field.many and field.column in logged)):
            found[name] = (field, seen)
    return found


def _type_of(field: Field) -> Type | None:
    if field.kind is Kind.MONEY:
        return Type("money", field.unit) if field.unit else None
    return _TYPES.get(field.kind)


def kind_of(type: Type, *, percent: bool = False) -> Kind:
    """How an answer is kept. A number may be told as a share of a hundred: 0.35 is 35 percent."""
    return Kind.MONEY if is_money(type) else Kind.PERCENT if percent and type == NUMBER else _KINDS[type.name]


def compiled(text: str, type: RecordType, *, own: str = "") -> Formula:
    """A formula over the fields of a type. `own` is the field that it computes: it cannot look at itself."""
    known = {name: seen for name, (_field, seen) in visible_to_formulas(type).items() if name != own}
    formula = compile_formula(text, known)
    if own and own in _behind(formula.uses, type):
        raise FormulaError(
            _("It would be computed from itself. Take the field out that leads back to it."), 0, len(text)
        )
    return formula


def _behind(names: Iterable[str], type: RecordType) -> set[str]:
    """All fields from which these are computed, and they themselves."""
    plans = {one.field.name: one.formula for one in plan_of(type)}
    found, left = set(), list(names)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left.extend(plans[name].uses if name in plans else ())
    return found


def plan_of(type: RecordType) -> tuple[Computed, ...]:
    """The type's formulas, each behind those that it looks at. One that fits no more is left out, and stays empty."""
    return layout.made(f"formulas of {type.name}", lambda: _plan(type))


def _plan(type: RecordType) -> tuple[Computed, ...]:
    known = {name: seen for name, (_field, seen) in visible_to_formulas(type).items()}
    waiting: dict[str, Computed] = {}
    for name, text in formulas_of(type.name).items():
        try:
            waiting[name] = Computed(type.field(name), compile_formula(text, known))
        except FormulaError:
            continue
    found: list[Computed] = []
    while ready := [name for name, one in waiting.items() if not one.formula.uses & waiting.keys()]:
        found.extend(waiting.pop(name) for name in ready)
    return tuple(found)


def users_of(name: str, type: RecordType) -> list[Field]:
    """The computed fields that look at this one."""
    return [one.field for one in plan_of(type) if name in one.formula.uses]


def followers_of(name: str, type: RecordType) -> list[Field]:
    """The computed fields that change with this one, by another computed field too."""
    changed, found = {name}, []
    for one in plan_of(type):
        if one.formula.uses & changed:
            changed.add(one.field.name)
            found.append(one.field)
    return found


def compute(record: Tracked, type: RecordType, held: Mapping[str, Any]) -> dict[str, Any]:
    """The computed values of a record by their keys; `held` are those that formulas do not make, and may look at."""
    found = dict(held)
    values: dict[str, Any] = {TODAY: _today()}
    for one in plan_of(type):
        for name in one.formula.uses - values.keys():
            values[name] = seen(type.field(name), record, found)
        try:
            answer = one.formula.run(values)
        except (ArithmeticError, ValueError, TypeError, AttributeError):
            answer = None
        kept = stored(one.field, answer)
        if kept is not None and one.field.kept:
            found[one.field.kept.key] = kept
    return found


def seen(field: Field, record: Tracked, computed: Mapping[str, Any]) -> Any:
    """What a formula sees of a field; ten percent are 0.1, as in a spreadsheet."""
    kept = field.kept
    value = kept.converted(computed.get(kept.key)) if kept and kept.computed else field.read(record)
    if value is None or value == "":
        return None
    if field.kind in (Kind.NUMBER, Kind.PERCENT, Kind.MONEY):
        number = Decimal(str(value)) if field.scale is None else Decimal(int(value)).scaleb(-field.scale)
        return number / 100 if field.kind is Kind.PERCENT else number
    if field.kind is Kind.CHOICE:
        return next((str(one.label) for one in field.options() if one.value == value), str(value))
    return value


def stored(field: Field, answer: Any) -> Any:
    """The answer of a formula as JSON keeps it; None where there is nothing to keep."""
    if answer is None or answer == "":
        return None
    match field.kind:
        case Kind.NUMBER | Kind.MONEY | Kind.PERCENT:
            places = (field.scale or 0) + (2 if field.kind is Kind.PERCENT else 0)
            shifted = int(Decimal(answer).scaleb(places).to_integral_value(ROUND_HALF_UP))
            return shifted if abs(shifted) < LARGEST else None
        case Kind.MOMENT:
            return answer.astimezone(UTC).isoformat()
        case Kind.DATE:
            return answer.date().isoformat() if isinstance(answer, datetime) else answer.isoformat()
        case Kind.YES_NO:
            return bool(answer)
    return " ".join(str(answer).split())[:LONGEST]


def _today() -> date:
    return timezone.now().astimezone(zoneinfo.ZoneInfo(Profile.current().time_zone)).date()


def by_names(text: str, type: RecordType) -> str:
    """The text with the names of fields where somebody wrote their labels, in brackets or as one word."""
    fields = visible_to_formulas(type)
    named = {fold(str(field.label)): name for name, (field, _seen) in fields.items()}
    return _replaced(text, lambda label, bare: None if bare and label in fields else named.get(fold(label)))


def by_labels(text: str, type: RecordType) -> str:
    """The text as somebody reads it: labels in brackets for the names of fields."""
    fields = visible_to_formulas(type)
    return _replaced(text, lambda name, bare: f"[{fields[name][0].label}]" if name in fields else None)


def _replaced(text: str, other: Any) -> str:
    """A word in front of a bracket calls a function, and some words are part of the language."""
    parts, at, found = [], 0, tokens(text)
    for token, after in zip(found, [*found[1:], None], strict=True):
        bare = token.kind == "word" and not (after and after.text == "(") and token.text.lower() not in RESERVED
        if bare or token.kind == "field":
            known = other(token.text if bare else re.sub(r"^\[\s*|\s*\]$", "", token.text), bare)
            if known is not None:
                parts += [text[at : token.at], known]
                at = token.to
    return "".join([*parts, text[at:]])


def scale_for(type: Type, decimals: int) -> int:
    return exponent(type.unit) if is_money(type) else decimals if type == NUMBER else 0


@dataclass(frozen=True)
class Tried:
    """What a formula that is still being typed comes to, for the record that was changed last."""

    field: Field
    record: Tracked | None
    value: Any


TRIED = 20
"""The records that changed last, of which the first is shown for which a formula comes to something."""


def tried_out(text: str, type: RecordType, *, decimals: int = 2, percent: bool = False) -> Tried:
    """Raises FormulaError, whose place is one in the text as it was typed: with labels in brackets."""
    known = _Named({name: seen for name, (_field, seen) in visible_to_formulas(type).items()})
    known.labels = {fold(str(field.label)): name for name, (field, _seen) in visible_to_formulas(type).items()}
    known.shown = {fold(str(field.label)): f"[{field.label}]" for field, _seen in visible_to_formulas(type).values()}
    compile_formula(text, known)
    found = compiled(by_names(text, type), type)
    kept = Kept("x_tried", kind_of(found.type, percent=percent), scale_for(found.type, decimals), computed=True)
    field = Field("x_tried", "", kept.kind, column=None, scale=kept.scale, unit=found.type.unit, kept=kept)
    newest = list(type.model.objects.filter(**type.constant).order_by("-changed_at")[:TRIED])
    for record in newest:
        values = {name: seen(type.field(name), record, record.extra.get(COMPUTED, {})) for name in found.uses}
        value = kept.converted(stored(field, found.run({**values, TODAY: _today()})))
        if value is not None:
            return Tried(field, record, value)
    return Tried(field, newest[0] if newest else None, None)


class _Named(dict[str, Type]):
    """Types of fields by name, and by label in any case."""

    labels: Mapping[str, str]
    shown: Mapping[str, str]

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(self.labels.get(fold(name), name), default)
