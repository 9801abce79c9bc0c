"""A map of the world without a server for maps: one drawing, of which a part is shown, and spots above it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import atan, cos, exp, floor, hypot, log, log2, pi, radians, tan
from typing import Any, Self

from goodwill.records.filter.operands import MOST_KM
from goodwill.records.filter.operators import Operator
from goodwill.records.filter.tree import Comparison, Number, Text
from goodwill.records.query import Listing
from goodwill.records.query.map import Box, OnMap, Spot
from goodwill.records.query.results import Count
from goodwill.records.query.siblings import place_for
from goodwill.records.query.whereabouts import Whereabouts
from goodwill.records.siblings.boards import count_text, with_columns
from goodwill.records.siblings.cards import Card, card_fields, cards_of
from goodwill.records.views.asked import Asked
from goodwill.ui import formats

WORLD = 8000.0
"""The drawing is so wide: `world.svg`, in the projection of Mercator, from 80 degrees north to 58 south."""
RATIO = 0.64
CLOSEST = 10
FIRST = 6
"""Nothing is shown from nearer at first: the coast is drawn for the world."""
CELLS = 18
APART = 6
"""Spots nearer to each other than this, in percent of the width, are drawn as one."""
MOST_TOWNS = 25
LISTED = 60
MANY = 2_000
"""Of so many that are shown a walk by name meets the first ones soon."""
EQUATOR_KM = 40_075.0


@dataclass(frozen=True)
class View:
    """The part that is shown: its middle in the units of the drawing, and how often it was made twice as large."""

    x: float
    y: float
    zoom: int

    @property
    def width(self) -> float:
        return WORLD / float(2**self.zoom)

    @property
    def height(self) -> float:
        return self.width * RATIO

    @classmethod
    def at(cls, latitude: float, longitude: float, zoom: int) -> Self:
        return cls(across(longitude), down(latitude), max(0, min(zoom, CLOSEST)))

    @classmethod
    def of(cls, text: str) -> Self | None:
        """What the address says: latitude, longitude and zoom, like 52.09,5.12,6."""
        try:
            latitude, longitude, zoom = (float(part) for part in text.split(","))
        except ValueError:
            return None
        inside = -85 <= latitude <= 85 and -180 <= longitude <= 180 and 0 <= zoom <= CLOSEST
        return cls.at(latitude, longitude, int(zoom)) if inside else None

    @classmethod
    def around(cls, box: Box) -> Self:
        """The largest view that holds all of a box, with room around it."""
        west, east, north, south = across(box.west), across(box.east), down(box.north), down(box.south)
        wide, high = max(east - west, 1) * 1.25, max(south - north, 1) * 1.25
        zoom = floor(log2(min(WORLD / wide, WORLD * RATIO / high)))
        return cls((west + east) / 2, (north + south) / 2, max(0, min(zoom, FIRST)))

    def text(self) -> str:
        return f"{latitude_of(self.y):.3f},{longitude_of(self.x):.3f},{self.zoom}"

    def moved(self, right: float = 0, below: float = 0, closer: int = 0) -> "View":
        """In parts of what is shown."""
        zoom = max(0, min(self.zoom + closer, CLOSEST))
        x = min(max(self.x + right * self.width, 0), WORLD)
        y = min(max(self.y + below * self.height, down(80)), down(-58))
        return View(x, y, zoom)

    @property
    def box(self) -> Box:
        left, top = self.x - self.width / 2, self.y - self.height / 2
        south, north = latitude_of(top + self.height), latitude_of(top)
        return Box(south, north, max(longitude_of(left), -180), min(longitude_of(left + self.width), 180.001))

    @property
    def drawn(self) -> str:
        """As an SVG names the part that it shows."""
        left, top = self.x - self.width / 2, self.y - self.height / 2
        return f"{left:.3f} {top:.3f} {self.width:.3f} {self.height:.3f}"

    def percent(self, latitude: float, longitude: float) -> tuple[float, float]:
        left, top = self.x - self.width / 2, self.y - self.height / 2
        x, y = (across(longitude) - left) / self.width, (down(latitude) - top) / self.height
        return round(x * 100, 2), round(y * 100, 2)

    @property
    def cell(self) -> tuple[float, float]:
        """Degrees of latitude and longitude that become one spot: squares on the map."""
        wide = self.width / WORLD * 360 / CELLS
        return wide * max(cos(radians(latitude_of(self.y))), 0.1), wide


def across(longitude: float) -> float:
    return (longitude + 180) / 360 * WORLD


def down(latitude: float) -> float:
    return WORLD / 2 - WORLD / (2 * pi) * log(tan(pi / 4 + radians(latitude) / 2))


def longitude_of(x: float) -> float:
    return x / WORLD * 360 - 180


def latitude_of(y: float) -> float:
    return (2 * atan(exp((WORLD / 2 - y) * 2 * pi / WORLD)) - pi / 2) * 180 / pi


@dataclass(frozen=True)
class Pin:
    """A spot as the map draws it: in percent from the left and from the top; `size` is its radius, `alone` says that it
    is one record.
    """

    x: float
    y: float
    size: int
    label: str
    count: str
    town: str
    href: str
    alone: bool


def world_map(found: Listing, asked: Asked) -> dict[str, Any]:
    place = place_for(found, asked.layout.by)
    on_map = OnMap(found, place)
    extent, records = on_map.extent()
    every = View.around(extent) if extent else View.at(20, 0, 0)
    view = View.of(asked.at) or every
    spots = on_map.spots(view.box, view.cell) if extent else []
    here = sum(spot.count for spot in spots)
    return {
        "view": view.drawn,
        "zoom": view.zoom,
        "pins": _pins(on_map, spots, view, asked),
        "cards": _cards(on_map, view, asked, here) if extent else [],
        "here": here,
        "records": records,
        "without": _without(found, records),
        "moves": {name: asked.drawn(asked.layout, one.text()) for name, one in _moves(view).items()},
        "all": asked.drawn(asked.layout) if asked.at else "",
        **_around(place, view, asked),
    }


def _around(place: Whereabouts, view: View, asked: Asked) -> dict[str, Any]:
    """The list of those within a circle as wide as what is shown."""
    middle = latitude_of(view.y)
    km = max(1, round(view.width / WORLD * EQUATOR_KM * cos(radians(middle)) / 2))
    if not place.near or km > MOST_KM:
        return {"km": 0, "around": ""}
    point = Text(f"{middle:.3f}, {longitude_of(view.x):.3f}")
    near = Comparison(place.near, Operator.WITHIN, (Number(Decimal(km)), point))
    return {"km": km, "around": asked.listed(near)}


def _moves(view: View) -> dict[str, View]:
    found = {
        "north": view.moved(below=-0.4),
        "south": view.moved(below=0.4),
        "west": view.moved(right=-0.4),
        "east": view.moved(right=0.4),
        "closer": view.moved(closer=1),
        "further": view.moved(closer=-1),
    }
    return {name: one for name, one in found.items() if one != view}


def _pins(on_map: OnMap, spots: Sequence[Spot], view: View, asked: Asked) -> list[Pin]:
    """Large ones first, so that small ones lie above them."""
    names, base = on_map.names(spots), asked.place
    found = []
    near = _together(spots, view)
    for spot, x, y in near:
        closer = View.at(spot.latitude, spot.longitude, view.zoom + 2).text()
        href = f"{base}{spot.id}/" if spot.id is not None else asked.drawn(asked.layout, closer)
        label = str(names.get(spot.id, "")) if spot.id is not None else formats.number(spot.count)
        size = 6 if spot.count == 1 else min(10 + int(log2(spot.count) * 2), 26)
        count = formats.number(spot.count) if spot.count > 1 else ""
        town = spot.town if len(near) <= MOST_TOWNS else ""
        found.append(Pin(x, y, size, label, count, town, href, spot.id is not None))
    return found


def _together(spots: Sequence[Spot], view: View) -> list[tuple[Spot, float, float]]:
    """Cells cut what lies at their edges in two: a spot goes up in a larger one beside it."""
    found: list[tuple[Spot, float, float]] = []
    for spot in spots:
        x, y = view.percent(spot.latitude, spot.longitude)
        beside = (at for at, (_o, to_x, to_y) in enumerate(found) if hypot(x - to_x, (y - to_y) * RATIO) < APART)
        at = next(beside, None)
        if at is None:
            found.append((spot, x, y))
        else:
            one, to_x, to_y = found[at]
            town = one.town if one.town == spot.town else ""
            found[at] = (replace(one, count=one.count + spot.count, id=None, town=town), to_x, to_y)
    return found


def _cards(on_map: OnMap, view: View, asked: Asked, here: int) -> list[Card]:
    """The first records of what is shown, by name: for whom a map is no help."""
    found = on_map.listing
    columns = card_fields(found.type, found.actor, asked, "")[:3]
    listing = with_columns(found, asked, columns)
    inside = on_map.within(view.box, many=here > MANY).annotate(**listing.sort.aliases)
    ids = list(inside.order_by(*listing.sort.ordering()).values_list("pk", flat=True)[:LISTED])
    return cards_of(found.type, listing.only(*ids), columns)


def _without(found: Listing, records: int) -> str:
    """How many have no place, where that can be said."""
    count = found.count()
    left = count.number - records
    return count_text(Count(left, count.exact)) if left > 0 else ""
