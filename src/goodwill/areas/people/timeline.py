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
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.enums import Direction, InteractionKind
from goodwill.kernel.models import Tracked


@dataclass(frozen=True)
class TimelineKind:
    """A kind of event, as the filter chips name it; `tone` colours its icon: call, alert, money, good or none."""

    name: str
    label: str | Promise
    icon: str
    tone: str = ""


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


def add_kind(name: str, label: str | Promise, icon: str, tone: str = "") -> None:
    KINDS[name] = TimelineKind(name, label, icon, tone)


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


def whole_of(record: Tracked) -> tuple[type[Tracked], int] | None:
    """The record whose line this one is a part of."""
    found = _parts.get(type(record))
    return (found[0], getattr(record, found[1])) if found else None


add_kind("note", _("Notes"), "sticky-note")
add_kind("task", _("Tasks"), "check")
add_kind("call", _("Calls"), "phone", "call")
add_kind("meeting", _("Meetings"), "users")
add_kind("mail", _("Mails"), "mail")
add_kind("letter", _("Letters"), "mail-open")
add_kind("chat", _("Chats"), "message-circle")
add_kind("visit", _("Visits"), "map-pin")
add_kind("consent", _("Consents"), "shield-check")
