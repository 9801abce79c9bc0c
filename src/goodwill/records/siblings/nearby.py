"""Which others of its type are near to a record."""

from decimal import Decimal
from urllib.parse import urlencode

from goodwill.kernel.actors import Actor
from goodwill.records.filter.operators import Operator
from goodwill.records.filter.printer import to_text
from goodwill.records.filter.tree import Comparison, Number, Text
from goodwill.records.layout import MAP
from goodwill.records.query import Listing
from goodwill.records.query.whereabouts import whereabouts_of
from goodwill.records.registry import RecordType
from goodwill.records.views.typed import list_url

KM = 25


def nearby_url(type: RecordType, pk: int, actor: Actor) -> str:
    """The map of those within 25 km of it; empty for a record of which nobody knows where it is."""
    listing = Listing(type, actor)
    for place in whereabouts_of(type, actor):
        rows = place.rows(listing).filter((place.link, pk)).values_list(place.latitude, place.longitude)
        point = rows.first() if place.near else None
        if point:
            middle = Text(f"{point[0]:.3f}, {point[1]:.3f}")
            near = Comparison(place.near, Operator.WITHIN, (Number(Decimal(KM)), middle))
            return f"{list_url(type)}?{urlencode({'filter': to_text(near), 'as': MAP, 'by': place.name})}"
    return ""
