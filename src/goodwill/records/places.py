"""Where records of a type are: rows with a latitude and a longitude that hang on them. Areas say so at start."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models


@dataclass(frozen=True)
class Place:
    """Rows of `model` whose column `link` holds the record's id; `name` is the column with the town, `field` the field
    of the type that is filtered by distance.
    """

    model: str
    link: str
    name: str = ""
    field: str = ""
    latitude: str = "latitude"
    longitude: str = "longitude"

    def rows(self) -> "models.QuerySet[Any]":
        """Those of all records that have a place, without those in the trash."""
        manager: models.Manager[Any] = apps.get_model(self.model)._default_manager
        return manager.filter((f"{self.latitude}__isnull", False), (f"{self.longitude}__isnull", False))


_places: dict[str, Place] = {}


def put_on_map(type_name: str, place: Place) -> None:
    _places[type_name] = place


def place_of(type_name: str) -> Place | None:
    return _places.get(type_name)
