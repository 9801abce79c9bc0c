"""What other rooms add to the head of a list, to its selection and to the page of a record: import, export."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from goodwill.kernel.verbs import Verb
from goodwill.records.fields import Field, Words
from goodwill.records.registry import RecordType
from goodwill.records.views.typed import url_of

if TYPE_CHECKING:
    from goodwill.kernel.actors import Actor
    from goodwill.records.views.asked import Asked


@dataclass(frozen=True)
class ListAction:
    """`into` is sheet or modal for what opens beside the page."""

    label: Words
    href: str
    icon: str = ""
    into: str = ""


@dataclass(frozen=True)
class Quick:
    """A verb that stands below the name on each page of a record which has it, in one word."""

    verb: str
    label: Words
    icon: str


ListSource = Callable[[RecordType, "Actor", "Asked"], ListAction | None]
RecordSource = Callable[[RecordType, Any, "Actor"], ListAction | None]
FieldSource = Callable[[RecordType, Field, "Actor"], ListAction | None]
_of_lists: list[ListSource] = []
_of_selections: list[ListSource] = []
_of_records: list[RecordSource] = []
_of_fields: list[FieldSource] = []
_quick: list[Quick] = []


def list_action(source: ListSource) -> ListSource:
    """Register a function of type, actor and what the list was asked for; None where it has nothing to offer."""
    _of_lists.append(source)
    return source


def selection_action(source: ListSource) -> ListSource:
    """The same for the rows that are ticked: its address gets their ids, or `all` with the list's filter as `query`."""
    _of_selections.append(source)
    return source


def record_action(source: RecordSource) -> RecordSource:
    """The same for one record."""
    _of_records.append(source)
    return source


def at_hand(*quick: Quick) -> None:
    """Register what is done most with any record."""
    _quick.extend(quick)


def field_action(source: FieldSource) -> FieldSource:
    """The same for a field that nobody fills: its address is one to post to."""
    _of_fields.append(source)
    return source


def actions_for(type: RecordType, actor: "Actor", asked: "Asked") -> list[ListAction]:
    return [action for source in _of_lists if (action := source(type, actor, asked)) is not None]


def selection_actions(type: RecordType, actor: "Actor", asked: "Asked") -> list[ListAction]:
    return [action for source in _of_selections if (action := source(type, actor, asked)) is not None]


def record_actions(type: RecordType, record: Any, actor: "Actor") -> list[ListAction]:
    return [action for source in _of_records if (action := source(type, record, actor)) is not None]


def field_actions(type: RecordType, field: Field, actor: "Actor") -> list[ListAction]:
    return [action for source in _of_fields if (action := source(type, field, actor)) is not None]


def quick_actions(type: RecordType, pk: int, offered: Iterable[Verb]) -> list[dict[str, Words]]:
    names = {verb.name for verb in offered}
    return [
        {"label": one.label, "icon": one.icon, "href": url_of(type, pk, "record_verb", name=one.verb), "into": "modal"}
        for one in _quick
        if one.verb in names
    ]
