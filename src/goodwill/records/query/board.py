"""The lanes of a board: each with its first cards, how many there are, and what they come to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, QuerySet

from goodwill.kernel.text import sort_key
from goodwill.records.fields import Field, Kind
from goodwill.records.filter.sql import apply
from goodwill.records.filter.tree import Filter, all_of
from goodwill.records.query.buckets import NAMED, Bucket, By
from goodwill.records.query.cells import Reader, Row
from goodwill.records.query.cursor import encode
from goodwill.records.query.foot import MOST_GROUPS, Foot, Group, feet_of
from goodwill.records.query.keys import Position
from goodwill.records.query.keyset import read_on
from goodwill.records.query.listing import COUNTED, Listing
from goodwill.records.query.results import Count

CARDS = 50
FEWEST_CARDS = 15
MOST_CARDS = 160
"""On all of a board, where it has many lanes."""
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
    """A lane for each option, before them one for rows without any where there are such. How many are in each, and what
    they come to, is one query; of lanes with something in them one each reads their first cards, by an index.
    """
    found = _groups(listing, by, measure)
    buckets = _buckets(by, [value for (value,) in found])
    heads = _heads(buckets, by, found, measure)
    busy = [head.bucket for head in heads if head.count.number]
    size = max(FEWEST_CARDS, min(CARDS, MOST_CARDS // max(len(busy), 1)))
    parts = {part.bucket.key: part for part in parts_of(listing, busy, size)}
    return [
        replace(head, rows=part.rows, next=part.next) if (part := parts.get(head.bucket.key)) else head
        for head in heads
    ]


def heads_of(listing: Listing, by: By, buckets: Sequence[Bucket], measure: str = "") -> list[Part]:
    """The same without the cards."""
    return _heads(buckets, by, _groups(listing, by, measure), measure)


_Groups = Mapping[tuple[Any, ...], Group]


def _groups(listing: Listing, by: By, measure: str) -> _Groups:
    return feet_of(listing, {"by_value": by.expression()}, [measure] if measure else (), most=MOST_GROUPS)


def _heads(buckets: Sequence[Bucket], by: By, groups: _Groups, measure: str) -> list[Part]:
    its = {by.key(value): group for (value,), group in groups.items()}
    name, heads = measure.partition(":")[0], []
    for bucket in buckets:
        group = its.get(bucket.key)
        rows = group.rows if group else 0
        count = Count(min(rows, COUNTED), rows <= COUNTED)
        heads.append(Part(bucket, (), "", count, group.foot.get(name) if group else None))
    return heads


def _buckets(by: By, found: Sequence[Any]) -> list[Bucket]:
    """Of people and records those that rows of the list have, most of them first chosen, and all others if few."""
    empty = [by.empty()] if None in found or "" in found else []
    if by.field.kind is Kind.YES_NO:
        return by.options()
    if by.field.kind not in NAMED:
        return [*empty, *by.options()]
    held = [value for value in found if value is not None][:MOST_LANES]
    chosen = list(dict.fromkeys([*held, *by.candidates(MOST_LANES)]))[:MOST_LANES]
    return [*empty, *sorted(by.buckets(chosen), key=lambda bucket: sort_key(bucket.label))]


def parts_of(listing: Listing, buckets: Iterable[Bucket], size: int) -> list[Part]:
    """The first rows of each bucket, with their related names read together. Whoever wants to know counts them."""
    reader = Reader(listing.type, listing.actor, listing.columns, listing.sort)
    read: list[tuple[Bucket, list[Any]]] = []
    for bucket in buckets:
        wanted = narrowed(listing, bucket.filter)
        wanted = wanted.annotate(**reader.aliases) if reader.aliases else wanted
        read.append((bucket, read_on(wanted.values_list(*reader.paths), listing.sort, None, limit=size + 1)))
    return _parts(listing, reader, read, size)


def _parts(listing: Listing, reader: Reader, read: Sequence[tuple[Bucket, list[Any]]], size: int) -> list[Part]:
    cells = iter(reader.rows([row for _bucket, rows in read for row in rows[:size]]))
    found = []
    for bucket, rows in read:
        more = len(rows) > size
        following = encode(Position(reader.sorted_values(rows[size - 1])), listing.sort) if more else ""
        found.append(Part(bucket, [next(cells) for _row in rows[:size]], following, Count(len(rows), exact=not more)))
    return found


def parts_leading(listing: Listing, buckets: Sequence[Bucket], column: str, size: int) -> list[Part]:
    """The same of few rows, by one query: those whose column holds the value of a bucket."""
    reader = Reader(listing.type, listing.actor, listing.columns, listing.sort)
    wanted = listing.queryset().filter((f"{column}__in", [bucket.value for bucket in buckets]))
    wanted = wanted.annotate(**reader.aliases).order_by(*listing.sort.ordering())
    held: dict[Any, list[Any]] = {bucket.value: [] for bucket in buckets}
    for *row, value in wanted.values_list(*reader.paths, F(column)):
        held[value].append(row)
    return _parts(listing, reader, [(bucket, held[bucket.value]) for bucket in buckets], size)


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
