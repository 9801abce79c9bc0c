"""The groups of a list: how many rows each has and what they come to, and the first rows of the first ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet

from goodwill.kernel.text import fold
from goodwill.records.query.board import Part, parts_leading, parts_of
from goodwill.records.query.buckets import COUNTED, SEVERAL, Bucket, By
from goodwill.records.query.cells import Row
from goodwill.records.query.foot import Foot, Group, feet_of, whole_of
from goodwill.records.query.listing import Listing

MOST_GROUPS = 100
MOST_SETS = 5_000
"""Of values that rows have together."""
OPEN_GROUPS = 8
ROWS = 50


@dataclass(frozen=True)
class Grouped:
    """`rows` are the first ones, with the cursor behind them; a group that is folded has none yet."""

    bucket: Bucket
    count: int
    foot: dict[str, Foot]
    rows: Sequence[Row] = ()
    next: str = ""


def groups_of(listing: Listing, by: By, sums: Sequence[str]) -> tuple[list[Grouped], bool]:
    """The largest groups in their order, opened from the first on until a page is full; and whether these are all."""
    found = _related(listing, by, sums) if by.leads else _feet(listing, by, sums)
    buckets = by.buckets(key[0] for key in found)
    groups = [Grouped(bucket, its.rows, its.foot) for bucket, its in zip(buckets, found.values(), strict=True)]
    groups.sort(key=order_of(by))
    opened = _first(groups)
    parts = _parts(listing, by, opened)
    full = [
        Grouped(group.bucket, group.count, group.foot, part.rows, part.next)
        for group, part in zip(opened, parts, strict=True)
    ]
    return [*full, *groups[len(full) :]], len(found) < MOST_GROUPS


_Feet = dict[tuple[Any, ...], Group]


def _feet(listing: Listing, by: By, sums: Sequence[str]) -> _Feet:
    several = by.field.kind in SEVERAL
    most = MOST_SETS if several else MOST_GROUPS
    apart = (lambda key: [(value,) for value in by.apart(key[0])]) if several else None
    return feet_of(listing, {"by_value": by.expression()}, sums, most=most, apart=apart)


def _related(listing: Listing, by: By, sums: Sequence[str]) -> _Feet:
    """Those that lead somewhere by the index of what leads there; all others are told by what is left of the whole."""
    column, rows = str(by.field.column), listing.queryset()
    if not sums:
        return _counted(column, by, rows.order_by())
    leading = rows.filter((f"{column}__isnull", False), (f"{column}__in", by.seen()))
    found = feet_of(listing, {"by_value": F(column)}, sums, most=MOST_GROUPS, rows=leading)
    others = whole_of(listing, sums, rows.exclude((f"{column}__in", by.seen())))
    return {**found, **({(None,): others} if others.rows else {})}


def _counted(column: str, by: By, rows: "QuerySet[Any]") -> _Feet:
    """Whether a related record is seen is asked of the largest groups, not of each row."""
    leading = rows.filter((f"{column}__isnull", False))
    found = _largest(column, leading)
    seen = set(by.seen().filter(pk__in=list(found)).values_list("pk", flat=True))
    if len(found) == MOST_GROUPS:
        leading = leading.filter((f"{column}__in", by.seen()))
        found = found if len(seen) == MOST_GROUPS else _largest(column, leading)
        others = rows.count() - leading.count()
    else:
        found = {value: count for value, count in found.items() if value in seen}
        others = rows.count() - sum(found.values())
    feet: _Feet = {(value,): Group(count, {}) for value, count in found.items()}
    return {**feet, **({(None,): Group(others, {})} if others else {})}


def _largest(column: str, rows: "QuerySet[Any]") -> dict[Any, int]:
    counted = rows.values_list(column).annotate(rows=Count("pk")).order_by("-rows")
    return dict(counted[:MOST_GROUPS])


def _first(groups: Sequence[Grouped]) -> list[Grouped]:
    opened: list[Grouped] = []
    for group in groups[:OPEN_GROUPS]:
        if sum(one.count for one in opened) >= ROWS:
            break
        opened.append(group)
    return opened


def _parts(listing: Listing, by: By, opened: Sequence[Grouped]) -> list[Part]:
    buckets = [group.bucket for group in opened]
    is_little = sum(group.count for group in opened) <= 2 * ROWS
    if by.leads and is_little and all(bucket.key for bucket in buckets):
        return parts_leading(listing, buckets, str(by.field.column), ROWS)
    return parts_of(listing, buckets, ROWS)


def order_of(by: By) -> Any:
    """Options in their own order, dates from the newest on, all others by name; those without any come last."""
    places = {option.value: place for place, option in enumerate(by.field.options())}

    def place(one: Any) -> tuple[Any, ...]:
        bucket: Bucket = one.bucket
        if not bucket.key:
            return (1, 0, "")
        if by.dated:
            return (0, -int(bucket.key.replace("-", "")), "")
        if by.field.currency:
            currency, _colon, minor = bucket.key.partition(":")
            return (0, currency, int(minor))
        if by.field.kind in COUNTED:
            return (0, bucket.value, "")
        return (0, places.get(bucket.key, len(places)), fold(bucket.label))

    return place
