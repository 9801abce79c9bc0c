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
    """Fill in the points of what these fields say; a place that no table knows has none. Towns are looked for in the
    record's own country first, if it has one."""
    home = Profile.current().country
    wanted: dict[str, set[str]] = {}
    for record in records:
        texts = (record.extra.get(name) for name in names)
        wanted.setdefault(_country(record) or home, set()).update(text for text in texts if isinstance(text, str))
    points = {country: locate(its, country) for country, its in wanted.items() if its}
    for record in records:
        there = points.get(_country(record) or home, {})
        said = {name: there.get(str(record.extra.get(name))) for name in names}
        found: dict[str, Any] = {
            name: {NORTH: point.latitude, EAST: point.longitude} for name, point in said.items() if point
        }
        rest = {key: value for key, value in record.extra.items() if key != extras.PLACED}
        record.extra = {**rest, extras.PLACED: found} if found else rest


def _country(record: Tracked) -> str:
    return str(getattr(record, "country", "") or "")
