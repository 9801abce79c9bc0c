"""A board: lanes of cards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from goodwill.records.fields import Field, Kind
from goodwill.records.query import Listing
from goodwill.records.query.board import MOST_LANES, Part, lanes_of
from goodwill.records.query.buckets import Bucket, By
from goodwill.records.query.foot import Foot
from goodwill.records.query.results import Count
from goodwill.records.siblings.cards import Card, card_fields, cards_of, may_move
from goodwill.records.views.asked import Asked
from goodwill.ui import formats


@dataclass(frozen=True)
class Lane:
    """`more` is the address of the next cards, `all` that of the list of them all."""

    bucket: Bucket
    count: str
    foot: Foot | None
    cards: Sequence[Card]
    more: str
    all: str
    person: bool = False

    @property
    def key(self) -> str:
        return self.bucket.key

    @property
    def id(self) -> str:
        return self.bucket.id

    @property
    def face(self) -> str:
        """Whose lane it is."""
        return self.bucket.label if self.bucket.key and self.person else ""


def board(found: Listing, asked: Asked, by: By) -> dict[str, Any]:
    columns = card_fields(found.type, found.actor, asked, by.field.name)
    lanes = lanes_of(with_columns(found, asked, columns), by, asked.layout.measure)
    return {
        "lanes": [lane(found, asked, part, columns, by) for part in lanes],
        "move": asked.deed("record_move") if may_move(found, by.field) else "",
        "any": any(part.rows for part in lanes),
        "most": MOST_LANES if len([part for part in lanes if part.bucket.key]) >= MOST_LANES else 0,
    }


def with_columns(found: Listing, asked: Asked, columns: Iterable[Field]) -> Listing:
    names = [field.name for field in columns]
    return Listing(found.type, found.actor, filter=found.filter, sort=asked.sort, columns=names)


def lane(found: Listing, asked: Asked, part: Part, columns: Sequence[Field], by: By) -> Lane:
    return Lane(
        part.bucket,
        count_text(part.count),
        part.foot,
        cards_of(found.type, part.rows, columns),
        more_url(asked, part.bucket.key, part.next),
        asked.listed(part.bucket.filter),
        by.field.kind is Kind.USER,
    )


def more_url(asked: Asked, key: str, after: str) -> str:
    """Where more of a bucket is read, behind a cursor."""
    return asked.deed("record_bucket", more={"bucket": key, "after": after}) if after else ""


def count_text(count: Count) -> str:
    shown = formats.number(count.number)
    return shown if count.exact else f"{shown}+"
