"""The filter as a tree: what the text form, the JSON form and the chips are three views of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from goodwill.records.filter.operators import Operator


class Unit(StrEnum):
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    QUARTERS = "quarters"
    YEARS = "years"


class Side(StrEnum):
    LAST = "last"
    THIS = "this"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Text:
    """Text in quotes."""

    text: str


@dataclass(frozen=True, slots=True)
class Word:
    """A bare word: a choice, yes, no, me, today, yesterday, tomorrow."""

    word: str


@dataclass(frozen=True, slots=True)
class Number:
    number: Decimal
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    day: date


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time; without an offset it is in the reader's time zone."""

    moment: datetime


@dataclass(frozen=True, slots=True)
class Id:
    """A record by its id."""

    id: int


@dataclass(frozen=True, slots=True)
class Shift:
    """A day counted from today: `count` units ago, or from now when `ahead`."""

    count: int
    unit: Unit
    ahead: bool


@dataclass(frozen=True, slots=True)
class Period:
    """`this week` and `last week` are calendar weeks; `last 2 weeks`, with a count, end today."""

    side: Side
    unit: Unit
    count: int | None = None


Value = Text | Word | Number | Day | Moment | Id | Shift | Period


@dataclass(frozen=True, slots=True)
class Comparison:
    """`path` names a field, after the relations that lead to it."""

    path: tuple[str, ...]
    operator: Operator
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Search:
    """Each of these words occurs somewhere in the record's own texts."""

    text: str


@dataclass(frozen=True, slots=True)
class Not:
    item: "Filter"


@dataclass(frozen=True, slots=True)
class And:
    """All of them; with no items, everything. Build it with `all_of`."""

    items: "tuple[Filter, ...]" = ()


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of them. Build it with `any_of`."""

    items: "tuple[Filter, ...]"


Filter = And | Or | Not | Comparison | Search
EVERYTHING = And()


def all_of(items: Iterable[Filter]) -> Filter:
    """All of them, flat: an And within an And says nothing more."""
    flat: list[Filter] = []
    for item in items:
        flat.extend(item.items if isinstance(item, And) else (item,))
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def any_of(items: Iterable[Filter]) -> Filter:
    """At least one of them, flat. One that everything passes makes the others idle; of none, nothing passes."""
    flat: list[Filter] = []
    for item in items:
        flat.extend(item.items if isinstance(item, Or) else (item,))
    if EVERYTHING in flat:
        return EVERYTHING
    if not flat:
        return Not(EVERYTHING)
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def comparisons(filter: Filter) -> Iterator[Comparison]:
    """Every comparison in it, from left to right."""
    if isinstance(filter, Comparison):
        yield filter
    elif isinstance(filter, Not):
        yield from comparisons(filter.item)
    elif isinstance(filter, And | Or):
        for item in filter.items:
            yield from comparisons(item)
