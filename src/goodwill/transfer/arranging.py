"""In which order the rows of a stretch of a file are written.

Each index that sorts by names is met in as many places as a transaction has rows, if these come as they stand in the
file: in a large firm each row has a page of each index read, decrypted, sealed and written again. Rows that come by
their names meet a few of these pages together.

Rows that may be about the same stay in the order of the file, since the first of them says who it is.
"""

from collections.abc import Sequence
from typing import NamedTuple


class Met(NamedTuple):
    """By what a row is met: it is decided about alike in any order with those that share none of its `keys`.

    `named` is the key of what stands behind it, with the name that it is given: rows that call it alike do not matter
    to one another. Keys are hashes. Rows come by `order`.
    """

    order: str
    keys: Sequence[int] = ()
    named: tuple[int, str] | None = None


def arranged(rows: Sequence[Met]) -> list[int]:
    """The places of the rows, in the order in which they are written."""
    leaders = _leaders(rows)
    return sorted(range(len(rows)), key=lambda place: (rows[leaders[place]].order, leaders[place], place))


def _leaders(rows: Sequence[Met]) -> list[int]:
    """Of each row the first one that it hangs together with."""
    counts = _that_count(rows)
    first: dict[int, int] = {}
    leaders = list(range(len(rows)))

    def leader_of(place: int) -> int:
        while leaders[place] != place:
            leaders[place] = place = leaders[leaders[place]]
        return place

    for place, met in enumerate(rows):
        keys = (*met.keys, met.named[0]) if met.named and met.named[0] in counts else met.keys
        for key in keys:
            if (other := first.setdefault(key, place)) != place:
                one, two = sorted((leader_of(other), leader_of(place)))
                leaders[two] = one
    return [leader_of(place) for place in range(len(rows))]


def _that_count(rows: Sequence[Met]) -> set[int]:
    """Keys of what stands behind rows: those under which it has several names, or a row of its own."""
    named: dict[int, str] = {}
    counts: set[int] = set()
    for met in rows:
        if met.named and named.setdefault(*met.named) != met.named[1]:
            counts.add(met.named[0])
    if named:
        counts.update(key for met in rows for key in met.keys if key in named)
    return counts
