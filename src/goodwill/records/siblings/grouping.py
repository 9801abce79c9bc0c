"""Rows in groups, under headings that fold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goodwill.records.query import Listing
from goodwill.records.query.buckets import Bucket, By
from goodwill.records.query.foot import Foot
from goodwill.records.query.groups import MOST_GROUPS, groups_of
from goodwill.records.siblings.boards import more_url
from goodwill.records.views.asked import Asked
from goodwill.records.views.lines import Line, lines_of
from goodwill.ui import formats


@dataclass(frozen=True)
class ListGroup:
    """`more` is the address of the next rows, of a folded group of its first ones."""

    bucket: Bucket
    count: str
    foot: Mapping[str, Foot]
    rows: Sequence[Line]
    more: str
    all: str

    @property
    def folded(self) -> bool:
        return not self.rows


def groups(found: Listing, asked: Asked, by: By) -> dict[str, Any]:
    every, complete = groups_of(found, by, asked.sums)
    return {
        "groups": [
            ListGroup(
                one.bucket,
                formats.number(one.count),
                one.foot,
                lines_of(found.type, one.rows, found.actor),
                more_url(asked, one.bucket.key, one.next if one.rows else "first"),
                asked.listed(one.bucket.filter),
            )
            for one in every
        ],
        "complete": complete,
        "most": MOST_GROUPS,
    }
