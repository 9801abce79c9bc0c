"""Where records of a type are: rows with a latitude and a longitude that hang on them. Areas say so at start."""

from dataclasses import dataclass
from statistics import median
from typing import Any

from django.apps import apps
from django.db import models

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.text import fold
from goodwill.kernel.towns import Point


@dataclass(frozen=True)
class Place:
    """Rows of `model` whose column `link` holds the record's id; `name` is the column with the town, `fold` the one in
    which it is compared, `field` the field of the type that is filtered by distance.
    """

    model: str
    link: str
    name: str = ""
    field: str = ""
    latitude: str = "latitude"
    longitude: str = "longitude"
    fold: str = ""

    def rows(self) -> "models.QuerySet[Any]":
        """Those of all records that have a place, without those in the trash."""
        manager: models.Manager[Any] = apps.get_model(self.model)._default_manager
        return manager.filter((f"{self.latitude}__isnull", False), (f"{self.longitude}__isnull", False))


_places: dict[str, Place] = {}


def put_on_map(type_name: str, place: Place) -> None:
    _places[type_name] = place


def place_of(type_name: str) -> Place | None:
    return _places.get(type_name)


MOST_COMPARED = 1_000


def town_of_ours(name: str, actor: Actor) -> Point | None:
    """The middle of what the actor may see in a town that no table knows: a hamlet, or a quarter."""
    wanted = fold(name)
    for place in set(_places.values()):
        if place.fold and wanted:
            rows = rights.visible(place.rows().filter((place.fold, wanted)), actor).order_by("pk")
            found = list(rows.values_list(place.latitude, place.longitude)[:MOST_COMPARED])
            if found:
                return Point(*(median(values) for values in zip(*found, strict=True)))
    return None
