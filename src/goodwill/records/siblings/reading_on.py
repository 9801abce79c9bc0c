"""The next rows of one lane or group, where it has more than were shown at first."""

from django.http import HttpRequest, HttpResponse

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing
from goodwill.records.layout import LIST
from goodwill.records.query import Listing
from goodwill.records.query.board import within
from goodwill.records.query.buckets import Bucket
from goodwill.records.query.siblings import by_of
from goodwill.records.registry import RecordType
from goodwill.records.siblings.boards import more_url
from goodwill.records.siblings.cards import card_fields, cards_of
from goodwill.records.views.asked import Asked, asked_in
from goodwill.records.views.lines import lines_of
from goodwill.records.views.listing import bulk_deeds, heads_of
from goodwill.records.views.typed import typed
from goodwill.ui import render


@typed()
def bucket(request: HttpRequest, type: RecordType, actor: Actor) -> HttpResponse:
    """`bucket` is its key, `after` the cursor behind what is shown."""
    rights.require(actor, "read", type.model)
    asked = asked_in(request, type, actor)
    found = Listing(type, actor, filter=asked.filter, sort=asked.sort, columns=asked.columns)
    by = by_of(found, asked.layout.form, asked.layout.by, asked.layout.span)
    one = by.bucket_of(request.GET.get("bucket", ""))
    if one is None:
        raise Missing
    after = request.GET.get("after", "")
    if asked.layout.form == LIST:
        return _rows(request, asked, found, one, "" if after == "first" else after)
    columns = card_fields(type, actor, asked, by.field.name, dotted=True)
    listed = within(found, one, after, columns)
    context = {
        "type": type,
        "id": one.id,
        "cards": cards_of(type, listed.rows(), columns),
        "more": more_url(asked, one.key, listed.page.next),
    }
    return render.page(request, "records/siblings/cards.html", context)


def _rows(request: HttpRequest, asked: Asked, found: Listing, one: Bucket, after: str) -> HttpResponse:
    """The next rows of a group, as the grid draws them."""
    listed = within(found, one, after, found.columns)
    context = {
        "rows": lines_of(found.type, listed.rows(), found.actor),
        "columns": heads_of(listed, asked),
        "select": bool(bulk_deeds(found.type, asked, found.actor)),
        "more": more_url(asked, one.key, listed.page.next),
    }
    return render.page(request, "records/siblings/rows.html", context)
