"""Which columns a list shows, in which order and how high its rows are: read when it is asked for."""

from django.http import HttpRequest, HttpResponse

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.records.filter.resolve import known_fields
from goodwill.records.query import Listing
from goodwill.records.query.hops import hop_fields
from goodwill.records.registry import RecordType
from goodwill.records.views.asked import asked_in
from goodwill.records.views.listing import pinned_of
from goodwill.records.views.typed import typed
from goodwill.ui import render


@typed()
def columns(request: HttpRequest, type: RecordType, actor: Actor) -> HttpResponse:
    rights.require(actor, "read", type.model)
    asked = asked_in(request, type, actor)
    found = Listing(type, actor, columns=asked.columns)
    context = {
        "asked": asked,
        "choosable": _choosable(found),
        "shown": tuple(field.name for field in found.columns),
        "pinned": (found.columns[0].name, *pinned_of(found, asked)),
    }
    return render.page(request, "records/columns.html", context)


def _choosable(found: Listing) -> tuple[tuple[str, object], ...]:
    """The columns that are shown, in their order, then all others."""
    kind, actor = found.type, found.actor
    shown = [field.name for field in found.columns]
    known = {f.name: f.label for f in known_fields(kind, actor) if f.in_list} | dict(hop_fields(kind, actor))
    return tuple((name, known[name]) for name in [*shown, *(n for n in known if n not in shown)] if name in known)
