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


class Total(NamedTuple):
    """Over the rows that have a value, per currency (empty for plain numbers), in stored units."""

    currency: str
    total: int | float
    rows: int


class Neighbours(NamedTuple):
    previous: int | None
    next: int | None
