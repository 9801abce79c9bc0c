"""What shows on timelines, and how: areas declare it for their own types here.

@shows(Order)
def orders(records):
    return {order.pk: Line(order.placed_at, "order", (order.party_id,), title=order.number) for order in records}
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from goodwill.areas.people.enums import Direction, InteractionKind
from goodwill.kernel.models import Tracked


@dataclass(frozen=True)
class TimelineKind:
    """A kind of event, as the filter chips name it; `tone` colours its icon: info, good, warn, bad or none.

    `headline` words an entry in the reader's language; without it the entry's own title stands there.
    """

    name: str
    label: str | Promise
    icon: str
    tone: str = ""
    headline: "Headline | None" = None


Headline = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Line:
    """What a record says on the timelines of `parties`. Without `actor_name`, whoever wrote the record did it.

    `rolls_up`: it shows with the companies of its persons too. A `private` one is for its owner alone.
    """

    at: datetime
    kind: str
    parties: tuple[int, ...]
    title: str = ""
    text: str = ""
    direction: str = Direction.NONE.value
    duration_s: int | None = None
    state: str = ""
    actor_name: str | None = None
    pinned: bool = False
    owner_id: int | None = None
    team_id: int | None = None
    private: bool = False
    rolls_up: bool = True


Lines = Callable[[Sequence[Any]], Mapping[int, Line]]
KINDS: dict[str, TimelineKind] = {}
CONTACT_KINDS = frozenset(InteractionKind.values)
_lines: dict[type[Tracked], Lines] = {}
_parts: dict[type[Tracked], tuple[type[Tracked], str]] = {}


def add_kind(name: str, label: str | Promise, icon: str, tone: str = "", headline: Headline | None = None) -> None:
    KINDS[name] = TimelineKind(name, label, icon, tone, headline)


def shows(model: type[Tracked]) -> Callable[[Lines], Lines]:
    """Register the function that says what records of a model show; those that it leaves out show nothing.

    It gets records that are not in the trash, several at once, and asks the database at most once for all of them.
    """

    def register(function: Lines) -> Lines:
        _lines[model] = function
        return function

    return register


def shows_with(part: type[Tracked], whole: type[Tracked], link: str) -> None:
    """A row of `part` changes the line of the record that its foreign key `link` names."""
    _parts[part] = (whole, f"{link}_id")


def lines_of(model: type[Tracked]) -> Lines | None:
    return _lines.get(model)


def models_shown() -> tuple[type[Tracked], ...]:
    """The models that have lines."""
    return tuple(_lines)


def is_part(model: type[Tracked]) -> bool:
    """Whether its records belong to the line of another one."""
    return model in _parts


def whole_of(record: Tracked) -> tuple[type[Tracked], int] | None:
    """The record whose line this one is a part of."""
    found = _parts.get(type(record))
    return (found[0], getattr(record, found[1])) if found else None
