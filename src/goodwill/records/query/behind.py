"""What stands behind a field of a list: the records or colleagues that it leads to, in the order of their names.

A list that is sorted by them is read from that side: first who comes next, then the records that lead there, straight
from an index. A related record that the actor may not see is none, and what leads to it is empty.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Q, QuerySet

from goodwill.records.query.keys import Key, beyond

Rank = tuple[Any, int]
"""What a related record is sorted by, and its id."""


@dataclass(frozen=True, eq=False)
class Related:
    """Records, of which the database knows the order; `rows` are those that have something to be sorted by."""

    at_once: ClassVar[int] = 16

    rows: "QuerySet[Any]"
    keys: tuple[Key, Key]

    def following(self, after: Rank | None, most: int, *, backward: bool) -> list[Rank]:
        rows = self.rows if after is None else self.rows.filter(beyond(self.keys, after, backward))
        ordered = rows.order_by(*(key.ordering(backward) for key in self.keys))
        return list(ordered.values_list(self.keys[0].column, "pk")[:most])


@dataclass(frozen=True, eq=False)
class Colleagues:
    """A few names, sorted as people expect it. Most of them stand at many records."""

    at_once: ClassVar[int] = 1

    ranks: Sequence[Rank]
    descending: bool

    def following(self, after: Rank | None, most: int, *, backward: bool) -> list[Rank]:
        if self.descending != backward:
            end = len(self.ranks) if after is None else bisect_left(self.ranks, after)
            return list(reversed(self.ranks[max(0, end - most) : end]))
        begin = 0 if after is None else bisect_right(self.ranks, after)
        return list(self.ranks[begin : begin + most])


@dataclass(frozen=True, eq=False)
class Behind:
    """`column` of a record holds the id of what it leads to; `leads` says that an index begins with it, `empty` which
    records lead to nothing that is seen.
    """

    column: str
    leads: bool
    others: Related | Colleagues
    empty: Q
