"""Making and editing a record in the side sheet; without script the same form is a page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from goodwill.kernel import changes, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Conflict, Invalid
from goodwill.records import forms, writing
from goodwill.records.registry import RecordType
from goodwill.records.show import title_of
from goodwill.records.views import leaving
from goodwill.records.views.origin import Origin, origin_of
from goodwill.records.views.typed import list_url, typed, url_of
from goodwill.records.views.undo import undo_url
from goodwill.ui import render

BLOCKS = {"sheet": "#sheet", "form": "#record-form"}


@typed("new")
def new(request: HttpRequest, type: RecordType, actor: Actor) -> HttpResponse:
    rights.require(actor, "create", type.model)
    origin = origin_of(request, type)
    if request.method != "POST":
        started: dict[str, Any] = {"owner": actor.user_id, **(origin.begun() if origin else {})}
        started |= {name: value for name, value in request.GET.items() if name in type.all_fields}
        started |= forms.typed_so_far(type, request.GET)
        return _draw(request, type, forms.parts_of(type, actor, given=started), origin=origin)
    given = forms.typed_values(type, request.POST, actor=actor, new=True)
    try:
        with changes.batch(actor, type.create.rpartition(".")[2] or "create") as batch:
            record = writing.create(type, origin.kept_in(given, type, actor) if origin else given, by=actor)
    except Invalid as error:
        parts = forms.parts_of(type, actor, given=given, problems=error.problems)
        return _draw(request, type, parts, error=error, origin=origin)
    if leaving.is_out_of_sight(type, record, actor) and not origin:
        return leaving.to_the_list(request, type, title_of(type, record), batch.row)
    said = _("%s is saved.") % title_of(type, record)
    to = origin.url if origin else url_of(type, record.pk)
    return render.redirect(request, to, toast_text=said, undo=undo_url(batch.row), stay=origin is not None)


@typed("edit")
def edit(request: HttpRequest, type: RecordType, actor: Actor, pk: int) -> HttpResponse:
    record = writing.find(type, pk, actor, "change")
    if request.method != "POST":
        typed = forms.typed_so_far(type, request.GET)
        return _draw(request, type, forms.parts_of(type, actor, record=record, given=typed), record=record)
    given = forms.typed_values(type, request.POST, actor=actor)
    try:
        with changes.batch(actor, "edit") as batch:
            writing.edit(type, record, given, by=actor, base_version=base_version(request))
    except Invalid as error:
        parts = forms.parts_of(type, actor, record=record, given=given, problems=error.problems)
        return _draw(request, type, parts, record=record, error=error)
    except Conflict as error:
        parts = forms.parts_of(type, actor, record=record, given=given, problems=_both(type, error))
        return _draw(request, type, parts, record=error.record, error=error)
    if leaving.is_out_of_sight(type, record, actor):
        return leaving.to_the_list(request, type, title_of(type, record), batch.row)
    said = _("%s is saved.") % title_of(type, record)
    return render.redirect(request, url_of(type, pk), toast_text=said, undo=undo_url(batch.row), stay=True)


def base_version(request: HttpRequest) -> int | None:
    """The version that the reader had before her when she began to type."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else None


def _both(type: RecordType, conflict: Conflict) -> dict[str, str]:
    sentence = _("Somebody else changed this to “%s” meanwhile. Save again to keep yours.")
    return {name: sentence % theirs for name, theirs in conflict.theirs.items()}


def _draw(
    request: HttpRequest,
    type: RecordType,
    parts: list[forms.Part],
    *,
    record: Any = None,
    error: Invalid | Conflict | None = None,
    origin: Origin | None = None,
) -> HttpResponse:
    context = {
        "type": type,
        "record": record,
        "title": title_of(type, record) if record else _("New %(type)s") % {"type": str(type.label).lower()},
        "action": url_of(type, record.pk, "record_edit") if record else list_url(type, "record_new"),
        "origin": origin,
        "parts": parts,
        "errors": summary(type, error),
        "back": url_of(type, record.pk) if record else origin.url if origin else list_url(type),
    }
    return render.page(request, "records/form.html", context, blocks=BLOCKS, status=error.status if error else 200)


def summary(type: RecordType, error: Invalid | Conflict | None) -> list[Any]:
    """What stands above a form that was not taken: sentences, and links to the fields that are meant."""
    if error is None:
        return []
    if isinstance(error, Conflict):
        return [error.sentence]
    known = type.all_fields
    return [
        {"label": known[name].label, "text": text, "id": f"id_{name}"} if name in known else text
        for name, text in error.problems.items()
    ]
