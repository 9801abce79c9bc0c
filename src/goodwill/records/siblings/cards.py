"""A record as a card: its name, and below it what describes it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from goodwill.kernel.actors import NONE, Actor
from goodwill.records.fields import NUMERIC, Field, Kind
from goodwill.records.filter.resolve import known_fields
from goodwill.records.query import Listing, Row
from goodwill.records.registry import RecordType
from goodwill.records.views.asked import Asked
from goodwill.records.views.typed import list_url

LINES = 5


@dataclass(frozen=True)
class CardField:
    """A field as a card draws it; `waits` says that it is a deadline that was not met yet."""

    field: Field
    waits: bool = False

    @property
    def key(self) -> str:
        return self.field.name

    @property
    def kind(self) -> Kind:
        return self.field.kind

    @property
    def label(self) -> Any:
        return self.field.label

    @property
    def number(self) -> bool:
        return self.field.kind in NUMERIC

    @cached_property
    def options(self) -> dict[str, Any]:
        return {option.value: option for option in self.field.options()}

    @property
    def unit(self) -> float:
        return 10.0 ** (self.field.scale or 0)


@dataclass(frozen=True)
class Card:
    id: int
    name: str
    url: str
    cells: Sequence[tuple[CardField, Any]]


def card_fields(type: RecordType, actor: Actor, asked: Asked, by: str) -> list[Field]:
    """The name, then the columns of the list where somebody chose them, else what describes the type."""
    usual = (*type.describe[:2], *type.phone, *type.describe[2:])
    known = {field.name: field for field in known_fields(type, actor)}
    wanted = [name for name in asked.columns or usual if name in known and name not in (type.title, by)]
    lines = [known[name] for name in dict.fromkeys(wanted) if asked.columns or known[name].kind is not Kind.PHONE]
    return [known[type.title], *lines[:LINES]]


def cards_of(type: RecordType, rows: Iterable[Row], columns: Sequence[Field]) -> list[Card]:
    base, title = list_url(type), columns[0]
    drawn = [CardField(field, field.deadline) for field in columns[1:]]
    names = CardField(title).options
    return [
        Card(
            row.id,
            _name(names.get(row.cells[title.name]), row.cells[title.name], row.id),
            f"{base}{row.id}/",
            [(_told(one, row), row.cells[one.key]) for one in drawn if not Field.is_empty(row.cells[one.key])],
        )
        for row in rows
    ]


def _told(column: CardField, row: Row) -> CardField:
    return CardField(column.field) if column.key in row.ended else column


def _name(option: Any, value: Any, pk: int) -> str:
    return str(option.label if option else value or pk)


def may_move(listing: Listing, by: Field) -> bool:
    """Whether a card can be dragged: the field is typed by people, and the actor changes some of these records. Nobody
    is born on another day because a card was moved.
    """
    typed = by.editable and by.many is None and not by.yearly
    return typed and listing.actor.scope(listing.type.ref_name, "change") != NONE
