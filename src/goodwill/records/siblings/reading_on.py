"""The next rows of one lane or group, where it has more than were shown at first."""

from django.http import HttpRequest, HttpResponse

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing
from goodwill.records.query import Listing
from goodwill.records.query.board import within
from goodwill.records.query.siblings import by_of
from goodwill.records.registry import RecordType
from goodwill.records.siblings.boards import more_url
from goodwill.records.siblings.cards import card_fields, cards_of
from goodwill.records.views.asked import asked_in
from goodwill.records.views.typed import typed
from goodwill.ui import render


@typed()
def bucket(request: HttpRequest, type: RecordType, actor: Actor) -> HttpResponse:
    """`bucket` is its key, `after` the cursor behind what is shown."""
    rights.require(actor, "read", type.model)
    asked = asked_in(request, type, actor)
    found = Listing(type, actor, filter=asked.filter, sort=asked.sort)
    by = by_of(found, asked.layout.form, asked.layout.by, asked.layout.span)
    one = by.bucket_of(request.GET.get("bucket", ""))
    if one is None:
        raise Missing
    columns = card_fields(type, actor, asked, by.field.name)
    rows = within(found, one, request.GET.get("after", ""), columns)
    context = {
        "type": type,
        "id": one.id,
        "cards": cards_of(type, rows.rows(), columns),
        "more": more_url(asked, one.key, rows.page.next),
    }
    return render.page(request, "records/siblings/cards.html", context)
