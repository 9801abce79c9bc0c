"""Where a record stands in the list that one came from, and beside which others, also beyond a page's rows."""

from django.http import HttpRequest, JsonResponse

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing
from goodwill.records.filter import FilterError
from goodwill.records.query import Listing, QueryError
from goodwill.records.registry import RecordType
from goodwill.records.views.asked import asked_in
from goodwill.records.views.typed import typed, url_of


@typed()
def trail(request: HttpRequest, type: RecordType, actor: Actor, pk: int) -> JsonResponse:
    """The query is that of the list; a record that is not in it has no place and no neighbours."""
    rights.require(actor, "read", type.model)
    asked = asked_in(request, type, actor)
    try:
        near = Listing(type, actor, filter=asked.filter, sort=asked.sort, columns=(type.title,)).neighbours(pk)
    except (FilterError, QueryError) as error:
        raise Missing from error
    ends = {"previous": near.previous, "next": near.next}
    return JsonResponse({"place": near.place} | {end: found and url_of(type, found) for end, found in ends.items()})
