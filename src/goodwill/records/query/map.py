"""The records of a list on a map: near ones together, as many as a map can show."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import floor
from statistics import fmean
from typing import Any, NamedTuple

from django.db.models import Avg, Count, Exists, F, Max, Min, OuterRef, QuerySet
from django.db.models.functions import Floor

from goodwill.records.query.listing import Listing
from goodwill.records.query.whereabouts import Whereabouts

MOST_SPOTS = 400
MOST_READ = 10_000
"""Of so many places at most the rows are read, once for all that a map says; of more the database adds them up."""


class Box(NamedTuple):
    """From south to north and from west to east, in degrees."""

    south: float
    north: float
    west: float
    east: float


@dataclass(frozen=True)
class Spot:
    """So many records around a place; of one alone its id; its town, where all of them are in one."""

    latitude: float
    longitude: float
    count: int
    id: int | None
    town: str = ""


class _Place(NamedTuple):
    record: int
    latitude: float
    longitude: float
    town: Any


class OnMap:
    """What of a list has a place. Rows of places are asked, not records: one with two addresses stands at both."""

    def __init__(self, listing: Listing, place: Whereabouts) -> None:
        self.listing = listing
        self.place = place

    def rows(self, box: Box | None = None) -> "QuerySet[Any]":
        rows = self.place.rows(self.listing)
        return rows if box is None else self._in(box, rows)

    def _in(self, box: Box, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        latitude, longitude = self.place.latitude, self.place.longitude
        return rows.filter(
            (f"{latitude}__gte", box.south),
            (f"{latitude}__lt", box.north),
            (f"{longitude}__gte", box.west),
            (f"{longitude}__lt", box.east),
        )

    @cached_property
    def _few(self) -> "list[_Place] | None":
        place = self.place
        if place.over is None and not self.listing.count().exact:
            return None
        columns = (place.link, place.latitude, place.longitude, place.town or place.link)
        rows = list(self.rows().values_list(*columns)[: MOST_READ + 1])
        return [_Place(*row) for row in rows] if len(rows) <= MOST_READ else None

    def extent(self) -> tuple[Box | None, int]:
        """All that is to be shown, and how many records that is."""
        if (few := self._few) is not None:
            north, east = [one.latitude for one in few], [one.longitude for one in few]
            box = Box(min(north), max(north), min(east), max(east)) if few else None
            return box, len({one.record for one in few})
        lat, lon = self.place.latitude, self.place.longitude
        found = self.rows().aggregate(
            south=Min(lat), north=Max(lat), west=Min(lon), east=Max(lon), records=Count(self.place.link, distinct=True)
        )
        records = found.pop("records")
        return (Box(**found) if records else None), records

    def spots(self, box: Box, cell: tuple[float, float]) -> list[Spot]:
        """The largest first; `cell` is how many degrees of latitude and longitude are drawn as one spot."""
        if self._few is not None:
            return _spots_of(self._few, box, cell, named=bool(self.place.town))
        lat, lon, link = self.place.latitude, self.place.longitude, self.place.link
        named = {"place": Min(self.place.town), "last": Max(self.place.town)} if self.place.town else {}
        cells = (
            self.rows(box)
            .annotate(cell_y=Floor(F(lat) / cell[0]), cell_x=Floor(F(lon) / cell[1]))
            .values("cell_y", "cell_x")
            .annotate(records=Count(link, distinct=True), one=Min(link), at=Avg(lat), on=Avg(lon), **named)
            .order_by("-records", "one")[:MOST_SPOTS]
        )
        return [
            Spot(
                found["at"],
                found["on"],
                found["records"],
                found["one"] if found["records"] == 1 else None,
                found["place"] if named and found["place"] == found["last"] else "",
            )
            for found in cells
        ]

    def within(self, box: Box, *, many: bool = False) -> "QuerySet[Any]":
        """The records of the list that are there. Of `many`, the first ones are found by looking at one by one."""
        places = self._in(box, self.place.places(self.listing))
        if many and self.place.place is not None and self.place.over is None:
            return self.listing.queryset().filter(Exists(places.filter((self.place.link, OuterRef("pk")))))
        return self.listing.queryset().filter(pk__in=places.values(self.place.link))

    def names(self, spots: Sequence[Spot]) -> dict[int, str]:
        """The names of those that stand alone."""
        title = str(self.listing.type.field(self.listing.type.title).column)
        ids = [spot.id for spot in spots if spot.id is not None]
        return dict(self.listing.queryset().filter(pk__in=ids).values_list("pk", title)) if ids else {}


def _spots_of(places: Sequence[_Place], box: Box, cell: tuple[float, float], *, named: bool) -> list[Spot]:
    cells: dict[tuple[int, int], list[_Place]] = defaultdict(list)
    for one in places:
        if box.south <= one.latitude < box.north and box.west <= one.longitude < box.east:
            cells[floor(one.latitude / cell[0]), floor(one.longitude / cell[1])].append(one)
    found = []
    for together in cells.values():
        records, towns = {one.record for one in together}, {one.town for one in together}
        middle = fmean(one.latitude for one in together), fmean(one.longitude for one in together)
        town = next(iter(towns)) if named and len(towns) == 1 else ""
        found.append((-len(records), min(records), middle, town))
    found.sort(key=lambda one: one[:2])
    return [
        Spot(*middle, -count, first if count == -1 else None, town) for count, first, middle, town in found[:MOST_SPOTS]
    ]
