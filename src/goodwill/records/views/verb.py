"""A verb done to one record: its question or form, then the deed, with the way back in the toast."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from goodwill.kernel import changes, verbs
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.models import Batch
from goodwill.kernel.verbs import Final, Verb
from goodwill.records import forms, parameters, writing
from goodwill.records.registry import RecordType
from goodwill.records.show import title_of
from goodwill.records.views.typed import list_url, typed, url_of
from goodwill.records.views.undo import undo_url
from goodwill.ui import render

BLOCKS = {"sheet": "#sheet", "modal": "#modal", "form": "#verb-form"}


@typed()
def verb(request: HttpRequest, type: RecordType, actor: Actor, pk: int, name: str) -> HttpResponse:
    if name in ("trash", "restore"):
        return _generic(request, type, actor, pk, name)
    found = verbs.get(type.ref_name, name)
    if found is None or not found.on_record:
        raise Missing
    record = writing.find(type, pk, actor)
    fields = parameters.fields_of_verb(found)
    if request.method != "POST":
        return _draw(request, type, record, found, [forms.control_of(field, actor) for field in fields.values()])
    given = _given(request, fields)
    try:
        with changes.batch(actor, name) as batch:
            parameters.run(found, record, given, by=actor)
    except Invalid as error:
        controls = [forms.control_of(f, actor, given=given, problems=error.problems) for f in fields.values()]
        return _draw(request, type, record, found, controls, error=error)
    said = _("%(verb)s: %(record)s") % {"verb": found.label, "record": title_of(type, record)}
    return done(request, url_of(type, pk), said, batch.row, found)


def done(request: HttpRequest, url: str, said: str, row: Batch | None, verb: Verb | None = None) -> HttpResponse:
    """Say what was done, with the way back where there is one."""
    final = verb is not None and isinstance(verb.undo, Final)
    undo = undo_url(row) if not final else ""
    return render.redirect(request, url, toast_text=said, undo=undo, stay=True)


def _generic(request: HttpRequest, type: RecordType, actor: Actor, pk: int, name: str) -> HttpResponse:
    if request.method != "POST":
        raise Missing
    rows = type.model.everything.filter(pk__in=type.rows(actor, "delete").values("pk"), pk=pk)
    if name == "restore":
        rows = type.model.everything.filter(**type.constant, pk=pk).exclude(deleted_at=None)
    record = rows.first()
    if record is None:
        raise Missing
    with changes.batch(actor, name) as batch:
        (writing.trash if name == "trash" else writing.restore)(record, by=actor)
    sentence = _("%s is in the trash.") if name == "trash" else _("%s is back.")
    url = list_url(type) if name == "trash" else url_of(type, pk)
    said = sentence % title_of(type, record)
    return render.redirect(request, url, toast_text=said, undo=undo_url(batch.row))


def _given(request: HttpRequest, fields: dict[str, Any]) -> dict[str, Any]:
    several = {name for name, field in fields.items() if field.kind in forms.SEVERAL}
    return {
        name: request.POST.getlist(name) if name in several else request.POST.get(name, "")
        for name in fields
        if name in request.POST or name in several
    }


def _draw(
    request: HttpRequest,
    type: RecordType,
    record: Any,
    found: Verb,
    controls: list[forms.Control],
    *,
    error: Invalid | None = None,
) -> HttpResponse:
    context = {
        "type": type,
        "record": record,
        "name": title_of(type, record),
        "verb": found,
        "controls": controls,
        "action": url_of(type, record.pk, "record_verb", name=found.name),
        "back": url_of(type, record.pk),
        "errors": [error.problems[""]] if error and "" in error.problems else [],
    }
    return render.page(request, "records/verb.html", context, blocks=BLOCKS, status=error.status if error else 200)
