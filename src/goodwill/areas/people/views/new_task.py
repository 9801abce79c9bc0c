"""Planning something from anywhere: what, about whom and by when first, the rest on demand."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from goodwill.areas.people.models import Party, Task
from goodwill.kernel import changes, rights
from goodwill.kernel.actors import CHANGE, Actor
from goodwill.kernel.errors import Invalid
from goodwill.records import forms, writing
from goodwill.records.fields import right_on
from goodwill.records.registry import RecordType
from goodwill.records.show import title_of
from goodwill.records.views import leaving
from goodwill.records.views.form import BLOCKS, summary
from goodwill.records.views.origin import Origin, origin_of
from goodwill.records.views.typed import list_url, url_of
from goodwill.records.views.undo import undo_url
from goodwill.ui import render

FIRST = ("title", "due_on", "kind", "priority", "owner", "details")


def page(request: HttpRequest, type: RecordType, actor: Actor) -> HttpResponse:
    rights.require(actor, "create", Task)
    origin = origin_of(request, type)
    if request.method != "POST":
        begun = {"owner": actor.user_id} | (origin.begun() if origin else {}) | dict(request.GET.items())
        return _draw(request, type, actor, begun | forms.typed_so_far(type, request.GET), origin=origin)
    given = forms.typed_values(type, request.POST, actor=actor, new=True)
    if _may_say_about(type, actor) and (about := request.POST.get("about", "")).isdecimal():
        given["about"] = f"{Party.ref_name()}:{about}"
    try:
        with changes.batch(actor, "create_task") as batch:
            task = writing.create(type, origin.kept_in(given, type, actor) if origin else given, by=actor)
    except Invalid as error:
        return _draw(request, type, actor, given, origin=origin, error=error)
    if leaving.is_out_of_sight(type, task, actor) and not origin:
        return leaving.to_the_list(request, type, title_of(type, task), batch.row)
    said = _("%s is planned.") % title_of(type, task)
    to = origin.url if origin else url_of(type, task.pk)
    return render.redirect(request, to, toast_text=said, undo=undo_url(batch.row), stay=True)


def _may_say_about(type: RecordType, actor: Actor) -> bool:
    return right_on(type.field("about"), actor) == CHANGE


def _draw(
    request: HttpRequest,
    type: RecordType,
    actor: Actor,
    given: dict[str, Any],
    *,
    origin: Origin | None,
    error: Invalid | None = None,
) -> HttpResponse:
    problems = error.problems if error else {}
    parts = forms.parts_of(type, actor, given=given, problems=problems)
    context = {
        **forms.placed(parts, FIRST),
        "type": type,
        "title": _("New %(type)s") % {"type": str(type.label).lower()},
        "action": list_url(type, "record_new"),
        "may_say_about": _may_say_about(type, actor),
        "about": _chosen(given.get("about", ""), actor),
        "problems": problems,
        "errors": summary(type, error),
        "origin": origin,
        "back": origin.url if origin else list_url(type),
    }
    return render.page(request, "people/new_task.html", context, blocks=BLOCKS, status=error.status if error else 200)


def _chosen(about: str, actor: Actor) -> list[dict[str, Any]]:
    number = about.removeprefix(f"{Party.ref_name()}:")
    rows = rights.visible(Party.objects.filter(pk=int(number)), actor) if number.isdecimal() else ()
    return [{"value": party.pk, "label": party.name} for party in rows]
