"""The records of some days: the first ones of each day, and how many it has, by one query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from goodwill.records.filter.operators import Operator
from goodwill.records.filter.tree import Comparison, Day
from goodwill.records.query.board import count_of, narrowed
from goodwill.records.query.buckets import By
from goodwill.records.query.cells import Reader, Row
from goodwill.records.query.listing import Listing
from goodwill.records.query.results import Count as Counted


@dataclass(frozen=True)
class Busy:
    """What a day holds: its first rows, and how many there are in all."""

    rows: Sequence[Row]
    count: int


def days_of(listing: Listing, by: By, first: date, last: date, size: int) -> dict[date, Busy]:
    """Those days from first to last on which there is something; each with `size` rows at most, in the list's order
    where the date says nothing about it.
    """
    reader = Reader(listing.type, listing.actor, listing.columns, listing.sort)
    between = Comparison((by.field.name,), Operator.BETWEEN, (Day(first), Day(last)))
    order = [F(str(by.field.column)).asc()] if by.field.column else []
    found = (
        narrowed(listing, between)
        .annotate(**reader.aliases, at_day=by.expression())
        .annotate(
            at_place=Window(RowNumber(), F("at_day"), [*order, *listing.sort.ordering()]),
            at_count=Window(Count("pk"), F("at_day")),
        )
        .filter(at_place__lte=size)
        .order_by("at_day", "at_place")
        .values_list(*reader.paths, "at_day", "at_count")
    )
    rows = list(found)
    days: dict[date, list[Row]] = {}
    counts: dict[date, int] = {}
    for row, cells in zip(rows, reader.rows(rows), strict=True):
        day = row[-2].date() if isinstance(row[-2], datetime) else row[-2]
        days.setdefault(day, []).append(cells)
        counts[day] = row[-1]
    return {day: Busy(its, counts[day]) for day, its in days.items()}


def without_day(listing: Listing, by: By) -> Counted:
    """How many records of the list have no date at all."""
    return count_of(listing, by.empty().filter)


def clock_of(by: By, row: Row) -> Any:
    """The moment that a card tells the hour of."""
    found = row.cells.get(by.field.name)
    return found if isinstance(found, datetime) else None
