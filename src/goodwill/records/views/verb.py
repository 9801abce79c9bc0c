"""A verb done to one record: its question or form, then the deed, with the way back in the toast."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from goodwill.kernel import changes, verbs
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.models import Batch
from goodwill.kernel.richtext import from_text
from goodwill.kernel.verbs import Final, Verb
from goodwill.records import forms, parameters, writing
from goodwill.records.fields import Field, Kind
from goodwill.records.registry import RecordType
from goodwill.records.show import title_of
from goodwill.records.story import told
from goodwill.records.views import leaving, vanished
from goodwill.records.views.typed import list_url, typed, url_of
from goodwill.records.views.undo import undo_url
from goodwill.ui import render

BLOCKS = {"sheet": "#sheet", "modal": "#modal", "form": "#verb-form", "composer": "#composer"}


@typed()
def verb(request: HttpRequest, type: RecordType, actor: Actor, pk: int, name: str) -> HttpResponse:
    if name in ("trash", "restore"):
        return _generic(request, type, actor, pk, name)
    found = verbs.get(type.ref_name, name)
    if found is None or not found.on_record:
        raise Missing
    record = writing.find(type, pk, actor)
    place = _place(type, record, found)
    if request.method != "POST":
        return draw(request, place, found, controls_of(found, record, request.GET, actor))
    fields = parameters.asked_fields(found)
    given = given_of(fields, request.POST)
    try:
        with changes.batch(actor, name) as batch:
            parameters.run(found, record, as_arguments(found, given, request.POST), by=actor)
    except Invalid as error:
        controls = [forms.control_of(f, actor, given=given, problems=error.problems) for f in fields.values()]
        return draw(request, place, found, controls, error=error)
    if leaving.is_out_of_sight(type, record, actor):
        return leaving.to_the_list(request, type, place.name, None if isinstance(found.undo, Final) else batch.row)
    said = told(type.ref_name, name, place.name)
    if request.headers.get("HX-Target") == "composer":
        render.toast(request, said, undo=undo_url(batch.row))
        return _composed(draw(request, place, found, controls_of(found, record, QueryDict(), actor)))
    return done(request, place.back, said, batch.row, found)


@dataclass(frozen=True)
class Place:
    """Where a form stands: whom it is about, where it is sent, where its reader goes back to."""

    type: RecordType
    name: str
    action: str
    back: str
    version: int | None = None
    remove: str = ""


def _place(type: RecordType, record: Any, found: Verb) -> Place:
    version = record.version if found.name == "edit" else None
    action = url_of(type, record.pk, "record_verb", name=found.name)
    return Place(type, title_of(type, record), action, url_of(type, record.pk), version)


def controls_of(found: Verb, record: Any, started: QueryDict, actor: Actor) -> list[forms.Control]:
    """What the form asks, begun with what the address gives; what edits or sets begins with what is stored."""
    fields = parameters.asked_fields(found)
    begun = {name: started[name] for name in fields if name in started}
    if found.name == "edit" or found.name.startswith("set_"):
        stored = {name: getattr(record, name) for name in fields if hasattr(record, name)}
        begun = {name: forms.as_typed(fields[name], value) for name, value in stored.items()} | begun
    return [forms.control_of(field, actor, given=begun) for field in fields.values()]


def given_of(fields: Mapping[str, Field], sent: QueryDict) -> dict[str, Any]:
    """What was sent for these parameters; a check box that is off is a no."""
    given: dict[str, Any] = {}
    for name, field in fields.items():
        if field.kind in forms.SEVERAL:
            given[name] = sent.getlist(name)
        elif field.kind is Kind.YES_NO:
            given[name] = sent.get(name, "false")
        elif name in sent:
            given[name] = sent[name]
    return given


def as_arguments(found: Verb, given: Mapping[str, Any], sent: QueryDict) -> dict[str, Any]:
    """What was typed as the verb takes it: text made formatted, and the version that the reader had before her."""
    taken = dict(given)
    if forms.FORMATTED in taken:
        taken[forms.FORMATTED] = from_text(taken[forms.FORMATTED])
    if any(one.name == "base_version" for one in found.parameters) and sent.get("version", "").isdecimal():
        taken["base_version"] = sent["version"]
    return taken


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
    stay = vanished.stands_elsewhere(request, type, pk)
    return render.redirect(request, url, toast_text=said, undo=undo_url(batch.row), stay=stay)


def draw(
    request: HttpRequest, place: Place, found: Verb, controls: list[forms.Control], *, error: Invalid | None = None
) -> HttpResponse:
    known = {control.field.name for control in controls}
    context = {
        "place": place,
        "verb": found,
        "controls": controls,
        "errors": [text for name, text in error.problems.items() if name not in known] if error else [],
    }
    return render.page(request, "records/verb.html", context, blocks=BLOCKS, status=error.status if error else 200)


def _composed(response: HttpResponse) -> HttpResponse:
    """The composer is empty again, and the parts of the page around it draw themselves anew."""
    response["HX-Trigger-After-Swap"] = "goodwill:changed"
    return response
