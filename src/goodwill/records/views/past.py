"""The past of a record: what happened to it, what would be different at a moment, and the way back there."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Batch
from goodwill.records import past, writing
from goodwill.records.actions import ListAction, record_action
from goodwill.records.registry import RecordType
from goodwill.records.show import title_of
from goodwill.records.views.typed import list_url, typed, url_of
from goodwill.records.views.undo import undo_url
from goodwill.ui import render

BLOCKS = {"sheet": "#sheet"}


@typed()
def moments(request: HttpRequest, type: RecordType, actor: Actor, pk: int) -> HttpResponse:
    record = writing.find(type, pk, actor)
    may = rights.allows(actor, "change", record)
    found = [
        (chapter, url_of(type, pk, "record_moment", change=change) if may and place else "")
        for place, (change, chapter) in enumerate(past.moments(record, actor))
    ]
    context = {"moments": found, **_about(type, record, pk)}
    return render.page(request, "records/past.html", context, blocks=BLOCKS)


@typed()
def moment(request: HttpRequest, type: RecordType, actor: Actor, pk: int, change: int) -> HttpResponse:
    record = writing.find(type, pk, actor)
    rights.require(actor, "change", record)
    if request.method == "POST":
        way = past.go_back(type, record, change, by=actor)
        if way.is_empty:
            return render.redirect(
                request, url_of(type, pk), toast_text=_("It is as it was then; nothing was changed.")
            )
        row = Batch.objects.filter(verb=past.VERB, on_behalf_of=actor.user_id).latest("id")
        return render.redirect(request, url_of(type, pk), toast_text=_("It is as it was."), undo=undo_url(row))
    way = past.way_back(type, record, change, actor)
    context = {"way": way, "action": url_of(type, pk, "record_moment", change=change), **_about(type, record, pk)}
    return render.page(request, "records/moment.html", context, blocks=BLOCKS)


def _about(type: RecordType, record: object, pk: int) -> dict[str, object]:
    return {
        "name": title_of(type, record),
        "type": type,
        "back": url_of(type, pk),
        "past": url_of(type, pk, "record_past"),
        "list_url": list_url(type),
    }


@record_action
def the_past(type: RecordType, record: object, actor: Actor) -> ListAction | None:
    """In the menu of each record that can be changed at all."""
    if type.model.append_only:
        return None
    href = url_of(type, record.pk, "record_past")  # type: ignore[attr-defined]
    return ListAction(gettext_lazy("What changed"), href, "history", into="sheet")
