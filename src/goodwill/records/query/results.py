"""What a list answers with."""

from typing import NamedTuple

from goodwill.records.query.cells import Row


class Page(NamedTuple):
    """`previous` and `next` are cursors for `before` and `after`; empty where the list ends."""

    rows: list[Row]
    previous: str
    next: str


class Count(NamedTuple):
    """`exact` is False when there are more than `number`."""

    number: int
    exact: bool


class Neighbours(NamedTuple):
    """`place` is counted from 1, as far as a list is counted."""

    previous: int | None
    next: int | None
    place: int | None
