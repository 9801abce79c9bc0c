"""What the page needs to build a filter by clicking: the fields, their operators, and each step as a filter text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.records import registry
from goodwill.records.fields import TEXTUAL, Field, Kind, Words
from goodwill.records.filter.check import check
from goodwill.records.filter.errors import FilterError
from goodwill.records.filter.kinds import BY_KIND
from goodwill.records.filter.operands import worded
from goodwill.records.filter.operators import Operator, Takes, takes
from goodwill.records.filter.parser import parse_value
from goodwill.records.filter.printer import to_text
from goodwill.records.filter.resolve import known_fields, resolve
from goodwill.records.filter.tree import (
    EVERYTHING,
    And,
    Comparison,
    Filter,
    Number,
    Or,
    Text,
    Value,
    all_of,
    any_of,
)
from goodwill.records.filter.wording import operator_label
from goodwill.records.registry import RecordType, target_of

_DISTANCE = re.compile(r"\d{1,6}(\.\d{1,3})?")


@dataclass(frozen=True)
class OperatorChoice:
    """`takes` is nothing, one, two, many or period: what an editor asks for."""

    operator: Operator
    label: Words
    takes: Takes


@dataclass(frozen=True)
class FieldChoice:
    """A field to filter by, of the type itself or over one relation, which is then its `group`."""

    path: str
    field: Field
    group: Words = ""


def operators_for(field: Field) -> tuple[OperatorChoice, ...]:
    return tuple(
        OperatorChoice(operator, operator_label(operator), takes(operator)) for operator in BY_KIND[field.kind]
    )


def filter_fields(type: RecordType, actor: Actor) -> Iterator[FieldChoice]:
    """What the actor may filter by: the type's own fields, then those of each related type."""
    own = [field for field in known_fields(type, actor) if _offered(field)]
    yield from (FieldChoice(field.name, field) for field in own)
    for relation in own:
        if relation.kind is Kind.RELATION:
            for field in known_fields(target_of(relation), actor):
                if _offered(field) and field.kind is not Kind.RELATION:
                    yield FieldChoice(f"{relation.name}.{field.name}", field, relation.label)


def build(type: RecordType, path: str, operator: str, raws: Sequence[str], actor: Actor) -> Filter:
    """The comparison that a form asks for: texts as typed, other values as `#7`, `last 90 days`, `2026-01-31`."""
    names = tuple(path.split("."))
    field = resolve(names, type, actor).field
    try:
        chosen = Operator(operator)
    except ValueError:
        chosen = BY_KIND[field.kind][0]
    values = () if takes(chosen) is Takes.NOTHING else tuple(_typed(raw, field) for raw in raws if raw.strip())
    wanted = {Takes.NOTHING: 0, Takes.TWO: 2, Takes.MANY: max(1, len(values))}.get(takes(chosen), 1)
    if len(values) != wanted:
        said = _("%(field)s needs two values here.") if wanted == 2 else _("%(field)s needs a value here.")
        raise FilterError(said % {"field": field.label})
    return check(Comparison(names, chosen, values), type, actor)


@dataclass(frozen=True)
class Joined:
    """Conditions that stand side by side, joined by `and` or by `or`, a chip for each. `one_will_do`: a record meets it
    as soon as it meets one of the items.
    """

    items: tuple[Filter, ...]
    one_will_do: bool = False

    @classmethod
    def of(cls, tree: Filter) -> Self:
        if tree == EVERYTHING:
            return cls(())
        return cls(tree.items, isinstance(tree, Or)) if isinstance(tree, And | Or) else cls((tree,))

    @property
    def tree(self) -> Filter:
        if not self.items:
            return EVERYTHING
        return any_of(self.items) if self.one_will_do else all_of(self.items)

    @property
    def text(self) -> str:
        return to_text(self.tree)

    def added(self, condition: Filter) -> Self:
        return type(self)((*self.items, condition), self.one_will_do)

    def replaced(self, index: int, condition: Filter) -> Self:
        return type(self)((*self.items[:index], condition, *self.items[index + 1 :]), self.one_will_do)

    def without(self, index: int) -> Self:
        return type(self)((*self.items[:index], *self.items[index + 1 :]), self.one_will_do)

    def turned(self) -> Self:
        return type(self)(self.items, not self.one_will_do)


def _offered(field: Field) -> bool:
    reachable = field.kind is not Kind.RELATION or registry.get(field.target) is not None
    return field.filterable and reachable and bool(BY_KIND[field.kind])


def _typed(raw: str, field: Field) -> Value:
    raw = raw.strip()
    if (field.kind in TEXTUAL and field.kind is not Kind.PLACE) or field.kind is Kind.TAGS:
        return Text(raw)
    if field.kind is Kind.PLACE:
        return Number(Decimal(raw)) if _DISTANCE.fullmatch(raw) else Text(raw)
    if field.kind in (Kind.CHOICE, Kind.CHOICES, Kind.COUNTRY, Kind.LANGUAGE):
        return worded(raw)
    try:
        return parse_value(raw)
    except FilterError:
        return Text(raw)
