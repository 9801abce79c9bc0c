"""The lanes of a board: each with its first cards, how many there are, and what they come to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from goodwill.kernel.text import sort_key
from goodwill.records.fields import Field, Kind
from goodwill.records.filter.sql import apply
from goodwill.records.filter.tree import Filter, all_of
from goodwill.records.query.buckets import NAMED, Bucket, By
from goodwill.records.query.cells import Reader, Row
from goodwill.records.query.cursor import encode
from goodwill.records.query.foot import Foot, feet_of
from goodwill.records.query.keys import Position
from goodwill.records.query.keyset import read_on
from goodwill.records.query.listing import COUNTED, Listing
from goodwill.records.query.results import Count

CARDS = 50
MOST_LANES = 24


@dataclass(frozen=True)
class Part:
    """The first rows of a bucket; `next` is the cursor behind them."""

    bucket: Bucket
    rows: Sequence[Row]
    next: str
    count: Count
    foot: Foot | None = None


def lanes_of(listing: Listing, by: By, measure: str = "") -> list[Part]:
    """A lane for each option, before them one for rows without any where there are such. Queries grow with lanes."""
    lanes = parts_of(listing, _buckets(listing, by))
    sums = sums_of(listing, by, measure)
    found = [Part(one.bucket, one.rows, one.next, one.count, sums.get(one.bucket.key)) for one in lanes]
    return [lane for lane in found if lane.rows or lane.bucket.key]


def _buckets(listing: Listing, by: By) -> list[Bucket]:
    """Of people and records those that rows of the list have, most of them first chosen, and all others if few."""
    if by.field.kind is Kind.YES_NO:
        return by.options()
    if by.field.kind not in NAMED:
        return [by.empty(), *by.options()]
    found = [value for (value,) in feet_of(listing, {"by_value": by.expression()}, most=MOST_LANES + 1)]
    held = [value for value in found if value is not None]
    chosen = list(dict.fromkeys([*held, *by.candidates(MOST_LANES)]))[:MOST_LANES]
    empty = [by.empty()] if None in found or len(found) > MOST_LANES else []
    return [*empty, *sorted(by.buckets(chosen), key=lambda bucket: sort_key(bucket.label))]


def parts_of(listing: Listing, buckets: Iterable[Bucket], size: int = CARDS, *, counted: bool = True) -> list[Part]:
    """The first rows of each bucket, with their related names read together; counted where there are more."""
    reader = Reader(listing.type, listing.actor, listing.columns, listing.sort)
    read: list[tuple[Bucket, list[Any]]] = []
    for bucket in buckets:
        wanted = narrowed(listing, bucket.filter)
        wanted = wanted.annotate(**reader.aliases) if reader.aliases else wanted
        read.append((bucket, read_on(wanted.values_list(*reader.paths), listing.sort, None, limit=size + 1)))
    cells = iter(reader.rows([row for _bucket, rows in read for row in rows[:size]]))
    found = []
    for bucket, rows in read:
        more = len(rows) > size
        following = encode(Position(reader.sorted_values(rows[size - 1])), listing.sort) if more else ""
        count = count_of(listing, bucket.filter) if more and counted else Count(len(rows), exact=True)
        found.append(Part(bucket, [next(cells) for _row in rows[:size]], following, count))
    return found


def narrowed(listing: Listing, filter: Filter) -> "QuerySet[Any]":
    """The records of the list that lie in a bucket."""
    return apply(listing.queryset(), filter, listing.type, listing.actor)


def within(listing: Listing, bucket: Bucket, after: str, columns: Iterable[Field], size: int = CARDS) -> Listing:
    """The list of one bucket, from a cursor on."""
    return Listing(
        listing.type,
        listing.actor,
        filter=all_of((listing.filter, bucket.filter)),
        sort=listing.sort.text,
        columns=[field.name for field in columns],
        after=after,
        size=size,
    )


def count_of(listing: Listing, filter: Filter) -> Count:
    """Exact up to 10,000, like that of a list."""
    found = narrowed(listing, filter).order_by().values("pk")[: COUNTED + 1].count()
    return Count(min(found, COUNTED), found <= COUNTED)


def sums_of(listing: Listing, by: By, measure: str) -> dict[str, Foot]:
    """What each lane comes to, by its key: one query, and only where something is to be added up."""
    if not measure:
        return {}
    name = measure.partition(":")[0]
    found = feet_of(listing, {"by_value": by.expression()}, [measure])
    return {by.key(value): group.foot[name] for (value,), group in found.items()}
