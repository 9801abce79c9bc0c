"""A filter as the page shows it: one chip for each condition, with the filter text that each click leads to."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.records.fields import LINKED, Field, Kind
from goodwill.records.filter.check import check
from goodwill.records.filter.editing import Joined, OperatorChoice, operators_for
from goodwill.records.filter.operators import Operator, Takes, takes
from goodwill.records.filter.parser import parse
from goodwill.records.filter.printer import to_text, value_text
from goodwill.records.filter.resolve import resolve
from goodwill.records.filter.tree import (
    And,
    Comparison,
    Day,
    Filter,
    Id,
    Moment,
    Not,
    Number,
    Or,
    Period,
    Search,
    Shift,
    Text,
    Value,
    Word,
    comparisons,
)
from goodwill.records.filter.wording import WORDS, operator_label, period_label, shift_label
from goodwill.records.labels import labels_of, linked_type
from goodwill.records.registry import RecordType
from goodwill.records.show import chosen
from goodwill.ui import formats


@dataclass(frozen=True)
class Turn:
    """The same condition with another operator: `text` is the whole filter, empty if it needs other values first."""

    choice: OperatorChoice
    text: str


@dataclass(frozen=True)
class Chip:
    """One condition: `label` | `operator_label` | `value_label`. `kind` is comparison, search or group.

    `text` is the condition alone, `without` the whole filter when it is taken away. A group has `items` joined by
    `joiner`, after a `not` if it is `negated`. `values` are the texts that an editor starts with.
    """

    kind: str
    index: int
    text: str
    without: str
    label: str = ""
    operator_label: str = ""
    value_label: str = ""
    path: str = ""
    operator: str = ""
    values: tuple[str, ...] = ()
    turns: tuple[Turn, ...] = ()
    items: "tuple[Chip, ...]" = ()
    joiner: str = ""
    one_will_do: bool = False
    negated: bool = False


def chips(filter: Filter | str, type: RecordType, actor: Actor) -> tuple[Chip, ...]:
    """The chips of a filter, in its order. Raises FilterError for one that does not fit."""
    tree = check(parse(filter) if isinstance(filter, str) else filter, type, actor)
    drawing = _Drawing(tree, type, actor)
    return tuple(drawing.chip(item, at) for at, item in enumerate(drawing.joined.items))


class _Drawing:
    def __init__(self, tree: Filter, type: RecordType, actor: Actor) -> None:
        self.joined = Joined.of(tree)
        self._type = type
        self._actor = actor
        self._names = _names(tree, type, actor)

    def chip(self, item: Filter, at: int) -> Chip:
        text, without = to_text(item), self.joined.without(at).text
        if isinstance(item, Comparison):
            return self._comparison(item, at, text, without)
        if isinstance(item, Search):
            label, said = _("Text"), _("contains")
            return Chip("search", at, text, without, label, said, item.text, values=(item.text,))
        negated = isinstance(item, Not)
        inner = item.item if isinstance(item, Not) else item
        parts = inner.items if isinstance(inner, And | Or) else (inner,)
        items = tuple(self.chip(part, at) for part in parts)
        one_will_do = isinstance(inner, Or)
        joiner = _("or") if one_will_do else _("and")
        return Chip("group", at, text, without, items=items, joiner=joiner, one_will_do=one_will_do, negated=negated)

    def _comparison(self, comparison: Comparison, at: int, text: str, without: str) -> Chip:
        reach = resolve(comparison.path, self._type, self._actor)
        labels = [self._value(value, reach.field) for value in comparison.values]
        both = takes(comparison.operator) is Takes.TWO
        return Chip(
            "comparison",
            at,
            text,
            without,
            label=" › ".join(str(field.label) for field in (*(hop.field for hop in reach.hops), reach.field)),
            operator_label=str(operator_label(comparison.operator)),
            value_label=_together(comparison.operator, labels) if both else ", ".join(labels),
            path=".".join(comparison.path),
            operator=str(comparison.operator),
            values=tuple(v.text if isinstance(v, Text) else value_text(v) for v in comparison.values),
            turns=tuple(self._turn(choice, comparison, at) for choice in operators_for(reach.field)),
        )

    def _turn(self, choice: OperatorChoice, comparison: Comparison, at: int) -> Turn:
        fits = choice.takes in (takes(comparison.operator), Takes.NOTHING)
        if not fits:
            return Turn(choice, "")
        values = comparison.values if choice.takes is not Takes.NOTHING else ()
        return Turn(choice, self.joined.replaced(at, Comparison(comparison.path, choice.operator, values)).text)

    def _value(self, value: Value, field: Field) -> str:
        match value:
            case Text(text) | Word(text):
                return _worded(text, field)
            case Id(pk):
                return self._names.get((linked_type(field), pk), f"#{pk}")
            case Number(number, currency):
                shown = formats.number(float(number))
                return f"{shown} %" if field.kind is Kind.PERCENT else f"{shown} {currency}".rstrip()
            case Day(day):
                return formats.day(day)
            case Moment(moment):
                return formats.moment(moment)
            case Shift():
                return shift_label(value)
            case Period():
                return period_label(value)


def _together(operator: Operator, labels: list[str]) -> str:
    said = _("%(first)s km of %(second)s") if operator is Operator.WITHIN else _("%(first)s and %(second)s")
    return said % {"first": labels[0], "second": labels[1]}


def _worded(text: str, field: Field) -> str:
    for option in field.options():
        if option.value == text:
            return str(option.label)
    if field.kind in (Kind.COUNTRY, Kind.LANGUAGE):
        return str(getattr(chosen(field, text), "label", text))
    return str(WORDS[text]) if text in WORDS and field.kind not in (Kind.TEXT, Kind.TAGS) else text


def _names(tree: Filter, type: RecordType, actor: Actor) -> dict[tuple[str, int], str]:
    """The names of all records that the filter names by id, of those that the actor may see."""
    wanted: dict[str, set[int]] = defaultdict(set)
    fields: dict[str, Field] = {}
    for comparison in comparisons(tree):
        field = resolve(comparison.path, type, actor).field
        if field.kind in LINKED:
            fields[linked_type(field)] = field
            wanted[linked_type(field)].update(value.id for value in comparison.values if isinstance(value, Id))
    return {
        (name, pk): link.label
        for name, pks in wanted.items()
        for pk, link in labels_of(fields[name], pks, actor).items()
    }
