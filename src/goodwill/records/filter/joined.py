"""A filter as conditions that stand side by side, joined by `and` or by `or`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.records.filter.check import check
from goodwill.records.filter.chips import Chip, chips
from goodwill.records.filter.errors import FilterError
from goodwill.records.filter.parser import parse
from goodwill.records.filter.printer import to_text
from goodwill.records.filter.tree import EVERYTHING, And, Filter, Or, all_of, any_of
from goodwill.records.registry import RecordType


@dataclass(frozen=True)
class Joined:
    """`one_will_do`: a record meets it as soon as it meets one of the items."""

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

    def drawn(self, type: RecordType, actor: Actor) -> list[Chip]:
        """A chip for each item. Raises FilterError for what does not fit, or is not the actor's to know of."""
        return list(chips(self.tree, type, actor)) if self.items else []


def read(text: str, type: RecordType, actor: Actor) -> Joined:
    return Joined.of(check(parse(text), type, actor))


def in_words(text: str, type: RecordType, actor: Actor) -> str:
    """The filter as its chips say it; as it is written where the reader may not know of all that it speaks of."""
    try:
        joined = read(text, type, actor)
        return _joined(joined.drawn(type, actor), _("or") if joined.one_will_do else _("and"))
    except FilterError:
        return text


def _joined(drawn: list[Chip], joiner: str) -> str:
    return f" {joiner} ".join(part for chip in drawn for part in said(chip))


def said(chip: Chip) -> Iterator[str]:
    """A chip as a part of a sentence."""
    if chip.kind != "group":
        yield " ".join(part for part in (chip.label, chip.operator_label, chip.value_label) if part)
        return
    inner = f" {chip.joiner} ".join(part for item in chip.items for part in said(item))
    yield _("not (%s)") % inner if chip.negated else f"({inner})"
