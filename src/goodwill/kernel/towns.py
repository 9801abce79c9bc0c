"""Where towns are, without asking anybody: some 20,000 of GeoNames (geonames.org), which are free under CC BY 4.0.

`data/towns.txt.xz` has a line with each country's code and below it its towns, the largest first: latitude, longitude
and folded names, the usual one first. It is read from front to end and not kept: 60 ms, and no memory.
"""

import lzma
import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from goodwill.kernel.countries import country_code
from goodwill.kernel.text import fold

_PARTS, _DIGIT = re.compile(r"[,;/\n]"), re.compile(r"\d")
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
    wanted = fold(name)
    return _largest({wanted}, country).get(wanted)


@lru_cache(2)
def towns_abroad(home: str) -> dict[str, str]:
    """The country of each town that lies in one only, and not in this one, by folded name. Two megabytes, kept."""
    found: dict[str, str] = {}
    for country, _point, names in _lines():
        for name in names:
            if found.setdefault(name, country) != country:
                found[name] = ""
    return {name: country for name, country in found.items() if country not in ("", home)}


_known: "OrderedDict[tuple[str, str], Point | None]" = OrderedDict()
MOST_KNOWN = 8_000


def locate(texts: Iterable[str], country: str) -> dict[str, Point]:
    """Where towns or addresses are, of those whose town is known; the table is read once for all that are new here.

    A town is looked for in the country that the text ends with, else in `country`, else anywhere: one that is known
    in several countries is left open, since somebody will rely on what is kept.
    """
    wanted = set(texts)
    new = {text: _candidates(text) for text in wanted if (text, country) not in _known}
    if new:
        found = _by_country({name for names in new.values() for name in names})
        for text, names in new.items():
            _known[text, country] = _said(text) or _certain(found, names, _country_in(text), country)
    points = {text: _known[text, country] for text in wanted}
    while len(_known) > MOST_KNOWN:
        _known.popitem(last=False)
    return {text: point for text, point in points.items() if point}


def _country_in(text: str) -> str:
    """The country that is named behind a comma."""
    _town, comma, last = text.rpartition(",")
    return country_code(last) if comma else ""


def _certain(found: dict[str, dict[str, Point]], names: Iterable[str], said: str, country: str) -> Point | None:
    for name in names:
        places = found.get(name, {})
        if said or country in places:
            if (point := places.get(said or country)) is not None:
                return point
        elif len(places) == 1:
            return next(iter(places.values()))
        elif places:
            return None
    return None


def _by_country(names: set[str]) -> dict[str, dict[str, Point]]:
    """The towns of these names: the largest of each country."""
    found: dict[str, dict[str, Point]] = {}
    for country, point, its_names in _lines():
        for name in names.intersection(its_names):
            found.setdefault(name, {}).setdefault(country, point)
    return found


def _said(text: str) -> Point | None:
    """A point that is written as such: 52.09, 5.12."""
    north, comma, east = text.partition(",")
    try:
        point = Point(float(north), float(east)) if comma else None
    except ValueError:
        return None
    return point if point and abs(point.latitude) <= 90 and abs(point.longitude) <= 180 else None


def _candidates(text: str) -> list[str]:
    """What may be the town in it: all of it, its parts from the last on without their numbers, the last words."""
    parts = [part for part in _PARTS.split(text) if part.strip()]
    without = [" ".join(word for word in part.split() if not _DIGIT.search(word)) for part in parts]
    words = without[-1].split() if without else []
    names = [text, *reversed(without), " ".join(words[-2:]), *words[-1:]]
    return list(dict.fromkeys(folded for name in names if (folded := fold(name))))


def _largest(names: set[str], country: str) -> dict[str, Point]:
    """The towns of these names: that of this country, else the one that stands highest among the towns of its own."""
    home: dict[str, Point] = {}
    elsewhere: dict[str, tuple[int, Point]] = {}
    rank, here = 0, ""
    for its_country, point, its_names in _lines():
        rank, here = (rank + 1 if its_country == here else 0), its_country
        for name in names.intersection(its_names):
            if its_country == country:
                home.setdefault(name, point)
            elsewhere[name] = min(elsewhere.get(name, (rank, point)), (rank, point))
    return {name: point for name, (_rank, point) in elsewhere.items()} | home


def _lines() -> Iterator[tuple[str, Point, list[str]]]:
    country = ""
    with lzma.open(TABLE, "rt", encoding="utf-8") as lines:
        for line in lines:
            parts = line.rstrip("\n").split("\t")
            if len(parts) == 1:
                country = parts[0]
            else:
                yield country, Point(float(parts[0]), float(parts[1])), parts[2:]
