"""Who else has the page of a record open: their faces stand in its head, and come and go with the event stream."""

from django.http import HttpRequest, HttpResponse

from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing
from goodwill.kernel.presence import who_is_at
from goodwill.records import writing
from goodwill.records.registry import RecordType
from goodwill.records.show import title_of
from goodwill.records.views.typed import list_url, typed, url_of
from goodwill.ui import render


@typed()
def here(request: HttpRequest, type: RecordType, actor: Actor, pk: int) -> HttpResponse:
    try:
        record = writing.find(type, pk, actor)
    except Missing:
        if render.by_htmx(request):
            return HttpResponse(status=204)  # the page of a record that went to the trash hears that others leave it
        raise
    context = {
        "type": type,
        "record": record,
        "title": title_of(type, record),
        "others": [user.name for user in who_is_at(record.ref) if user.pk != actor.user_id],
        "list_url": list_url(type),
        "record_url": url_of(type, pk),
    }
    return render.page(request, "records/here.html", context, blocks={"here": "#here"})
