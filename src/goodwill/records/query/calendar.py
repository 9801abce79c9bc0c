"""The records of some days: the first ones of each day, and how many it has."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, TextField, Window
from django.db.models.functions import RowNumber, Substr

from goodwill.records.filter.operators import Operator
from goodwill.records.filter.tree import Comparison, Day, Not
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


READ_AT_ONCE = 1_000
"""So many rows are read and counted off; of more the database picks the first of each day, which takes it longer."""


def days_of(listing: Listing, by: By, first: date, last: date, size: int) -> dict[date, Busy]:
    """Those days from first to last on which there is something; each with `size` rows at most, in the list's order
    where the date says nothing about it. A yearly date counts from its own year on.
    """
    reader = Reader(listing.type, listing.actor, listing.columns, listing.sort)
    order = [F(str(by.field.column)).asc()] if by.field.column and not by.field.yearly else []
    dated = _yearly(listing, by, first, last) if by.field.yearly else _once(listing, by, first, last)
    counts = dict(dated.order_by().values_list("at_day").annotate(at_count=Count("pk")))
    order = [*order, *listing.sort.ordering()]
    found = dated.annotate(**reader.aliases)
    if sum(counts.values()) > READ_AT_ONCE:
        found = found.annotate(at_place=Window(RowNumber(), F("at_day"), order)).filter(at_place__lte=size)
        order = [F("at_day").asc(), F("at_place").asc()]
    rows = _first_ones(found.order_by(*order).values_list(*reader.paths, "at_day"), size)
    days: dict[date, list[Row]] = {}
    totals: dict[date, int] = {}
    places = _month_days(first, last)
    named = {key: places[key] if by.field.yearly else key for key in counts}
    for key, count in counts.items():
        totals[named[key]] = totals.get(named[key], 0) + count
    for row, cells in zip(rows, reader.rows(rows), strict=True):
        days.setdefault(named[row[-1]], []).append(cells)
    return {day: Busy(its[:size], totals[day]) for day, its in days.items()}


def _first_ones(rows: Iterable[Any], size: int) -> list[Any]:
    """At most so many of each day."""
    taken: Counter[Any] = Counter()
    found = []
    for row in rows:
        taken[row[-1]] += 1
        if taken[row[-1]] <= size:
            found.append(row)
    return found


def _once(listing: Listing, by: By, first: date, last: date) -> "QuerySet[Any]":
    between = Comparison((by.field.name,), Operator.BETWEEN, (Day(first), Day(last)))
    rows: QuerySet[Any] = narrowed(listing, between).annotate(at_day=by.expression())
    return rows


def _yearly(listing: Listing, by: By, first: date, last: date) -> "QuerySet[Any]":
    """By month and day; a date without a year has been there always."""
    field = by.field
    begun: Any = field.kept.expression if field.kept else F(str(field.column))
    text: Any = Substr(field.kept.expression, 6, output_field=TextField()) if field.kept else F(field.yearly)
    rows: QuerySet[Any] = listing.queryset().annotate(at_day=text, at_first=begun)
    return rows.filter(Q(at_first__isnull=True) | Q(at_first__lte=last), at_day__in=list(_month_days(first, last)))


def _month_days(first: date, last: date) -> dict[str, date]:
    """Each of these days by its month and day; 29 February is kept on the 28th too."""
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    found = {day.strftime("%m-%d"): day for day in days}
    if "02-28" in found and "02-29" not in found:
        found["02-29"] = found["02-28"]
    return found


def without_day(listing: Listing, by: By) -> Counted:
    """How many records of the list have no date: all but those that have one, which an index counts. At least so many
    where the list is too long to be counted.
    """
    every, dated = listing.count(), count_of(listing, Not(by.empty().filter))
    left = every.number - dated.number
    return Counted(left, every.exact) if every.exact or left > 0 else count_of(listing, by.empty().filter)


def clock_of(by: By, row: Row) -> Any:
    """The moment that a card tells the hour of."""
    found = row.cells.get(by.field.name)
    return found if isinstance(found, datetime) else None
