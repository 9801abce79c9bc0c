"""The groups of a list: how many rows each has and what they come to, and the first rows of the first ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from goodwill.kernel.text import fold
from goodwill.records.query.board import parts_of
from goodwill.records.query.buckets import COUNTED, SEVERAL, Bucket, By
from goodwill.records.query.cells import Row
from goodwill.records.query.foot import Foot, feet_of
from goodwill.records.query.listing import Listing

MOST_GROUPS = 200
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
    several = by.field.kind in SEVERAL
    most = MOST_SETS if several else MOST_GROUPS
    apart = (lambda key: [(value,) for value in by.apart(key[0])]) if several else None
    found = feet_of(listing, {"by_value": by.expression()}, sums, most=most, apart=apart)
    buckets = by.buckets(key[0] for key in found)
    groups = [Grouped(bucket, its.rows, its.foot) for bucket, its in zip(buckets, found.values(), strict=True)]
    groups.sort(key=order_of(by))
    opened = _first(groups)
    parts = parts_of(listing, [group.bucket for group in opened], ROWS)
    full = [
        Grouped(group.bucket, group.count, group.foot, part.rows, part.next)
        for group, part in zip(opened, parts, strict=True)
    ]
    return [*full, *groups[len(full) :]], len(found) < MOST_GROUPS


def _first(groups: Sequence[Grouped]) -> list[Grouped]:
    opened: list[Grouped] = []
    for group in groups[:OPEN_GROUPS]:
        if sum(one.count for one in opened) >= ROWS:
            break
        opened.append(group)
    return opened


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
