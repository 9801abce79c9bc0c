"""Where towns are, without asking anybody: some 20,000 of GeoNames (geonames.org), which are free under CC BY 4.0.

`data/towns.txt.xz` has a line with each country's code and below it its towns, the largest first: latitude, longitude
and folded names, the usual one first. It is read from front to end and not kept: 60 ms, and no memory.
"""

import lzma
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from goodwill.kernel.text import fold

TABLE = Path(__file__).parent / "data" / "towns.txt.xz"


class Point(NamedTuple):
    latitude: float
    longitude: float


def find_towns(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Point]:
    """The places of towns by (folded name, country code), of those that are known; of two of one name the larger."""
    looked_for = set(wanted)
    found: dict[tuple[str, str], Point] = {}
    for country, point, names in _lines():
        for name in names:
            if (name, country) in looked_for:
                found.setdefault((name, country), point)
    return found


@lru_cache(200)
def find_town(name: str, country: str) -> Point | None:
    """The place of a town, of several the one in this country."""
    wanted, elsewhere = fold(name), None
    for its_country, point, names in _lines():
        if wanted in names:
            if its_country == country:
                return point
            elsewhere = elsewhere or point
    return elsewhere


def _lines() -> Iterator[tuple[str, Point, list[str]]]:
    country = ""
    with lzma.open(TABLE, "rt", encoding="utf-8") as lines:
        for line in lines:
            parts = line.rstrip("\n").split("\t")
            if len(parts) == 1:
                country = parts[0]
            else:
                yield country, Point(float(parts[0]), float(parts[1])), parts[2:]
