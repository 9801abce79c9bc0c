"""By what records of a type stand on a map: addresses that hang on them, a place that an own field names, or either of
these of the record that a relation leads to: a vehicle is where its owner lives.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet, Subquery

from goodwill.kernel.actors import Actor
from goodwill.records.fields import Field, Kind
from goodwill.records.filter.resolve import known_fields
from goodwill.records.filter.sql import outside
from goodwill.records.places import Place, place_of
from goodwill.records.query.listing import Listing
from goodwill.records.registry import RecordType, get, target_of

NORTH, EAST, TOWN = "at_north", "at_east", "at_town"


@dataclass(frozen=True)
class Whereabouts:
    """`name` stands in addresses; `near` is the path that a filter goes by distance. Of its rows, `link` holds the id
    of the record, and the other names what is known of the place.
    """

    name: str
    label: Any
    near: tuple[str, ...]
    place: Place | None = None
    field: Field | None = None
    over: Field | None = None
    link: str = "pk"
    latitude: str = NORTH
    longitude: str = EAST
    town: str = TOWN

    def rows(self, listing: Listing) -> "QuerySet[Any]":
        """What of the list has a place: rows of addresses, of which a record may have several, or the records."""
        if self.over is not None:
            return self._behind(listing)
        if self.place is None:
            return _placed(listing.queryset().order_by(), self.field)
        records = listing.queryset().order_by().values("pk")
        return self.place.rows().filter((f"{self.place.link}__in", records)).order_by()

    def places(self, listing: Listing) -> "QuerySet[Any]":
        """The same, perhaps with places of other records."""
        return self.place.rows().order_by() if self.place is not None and self.over is None else self.rows(listing)

    def _behind(self, listing: Listing) -> "QuerySet[Any]":
        """The records with the first place of what each leads to, as far as the actor may see that."""
        assert self.over is not None
        target = target_of(self.over)
        seen = target.rows(listing.actor)
        if self.place is not None:
            there = self.place.rows().filter((f"{self.place.link}__in", seen.values("pk")))
            there = there.filter(**{self.place.link: outside(self.over)}).order_by("pk")
            names = (self.place.latitude, self.place.longitude, self.place.name or "pk")
        else:
            there = _placed(seen.order_by(), self.field).filter(pk=outside(self.over))
            names = (NORTH, EAST, TOWN)
        found = {
            alias: Subquery(there.values(name)[:1]) for alias, name in zip((NORTH, EAST, TOWN), names, strict=True)
        }
        rows: QuerySet[Any] = listing.queryset().order_by().annotate(**found).filter((f"{NORTH}__isnull", False))
        return rows


def _placed(records: "QuerySet[Any]", field: Field | None) -> "QuerySet[Any]":
    assert field is not None
    assert field.kept is not None
    north, east = field.kept.point
    rows: QuerySet[Any] = records.annotate(**{NORTH: north, EAST: east, TOWN: field.kept.expression})
    return rows.filter((f"{NORTH}__isnull", False))


def whereabouts_of(type: RecordType, actor: Actor) -> list[Whereabouts]:
    """Of what the actor may know; that by which the type is drawn at first comes first."""
    own = list(_own(type, actor))
    over = [
        replace(
            one,
            name=relation.name,
            label=relation.label,
            near=(relation.name, *one.near),
            over=relation,
            link="pk",
            latitude=NORTH,
            longitude=EAST,
            town=TOWN,
        )
        for relation in known_fields(type, actor)
        if _leads(relation)
        for one in list(_own(target_of(relation), actor))[:1]
    ]
    return [*own, *over]


def _own(type: RecordType, actor: Actor) -> Iterator[Whereabouts]:
    known = {field.name: field for field in known_fields(type, actor)}
    place = place_of(type.name)
    if place is not None and (not place.field or place.field in known):
        label = known[place.field].label if place.field else type.label
        near = (place.field,) if place.field else ()
        columns = (place.link, place.latitude, place.longitude, place.name)
        yield Whereabouts(place.field, label, near, place, None, None, *columns)
    for field in known.values():
        if field.kept and field.kind is Kind.PLACE:
            yield Whereabouts(field.name, field.label, (field.name,), field=field)


def _leads(relation: Field) -> bool:
    alone = relation.kind is Kind.RELATION and relation.many is None and bool(relation.column or relation.kept)
    return alone and get(relation.target) is not None
