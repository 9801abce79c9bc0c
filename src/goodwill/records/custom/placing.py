"""Where the places lie that fields of a firm's own name: beside them in `extra`, from the table of towns."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from goodwill.kernel import extras
from goodwill.kernel.models import Profile, Tracked
from goodwill.kernel.towns import locate
from goodwill.records.fields import Field, Kind

NORTH, EAST = "n", "e"


def places_among(fields: Mapping[str, Field]) -> list[str]:
    return [name for name, field in fields.items() if field.kind is Kind.PLACE and field.kept]


def placed(records: Sequence[Tracked], names: Iterable[str]) -> None:
    """Fill in the points of what these fields say; a place that no table knows has none."""
    texts = {text for record in records for name in names if isinstance(text := record.extra.get(name), str)}
    points = locate(texts, Profile.current().country) if texts else {}
    for record in records:
        said = {name: points.get(str(record.extra.get(name))) for name in names}
        found: dict[str, Any] = {
            name: {NORTH: point.latitude, EAST: point.longitude} for name, point in said.items() if point
        }
        rest = {key: value for key, value in record.extra.items() if key != extras.PLACED}
        record.extra = {**rest, extras.PLACED: found} if found else rest
