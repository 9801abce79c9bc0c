"""One field edited in its place: in a record's details, or in the cell of a list."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Conflict, Invalid, Missing
from goodwill.kernel.models import Batch
from goodwill.records import forms, in_place, writing
from goodwill.records.custom.computing import followers_of
from goodwill.records.fields import Field, Kind, readable
from goodwill.records.registry import RecordType
from goodwill.records.show import Shown, read_all, shown_fields, title_of
from goodwill.records.views import cells, leaving
from goodwill.records.views.form import base_version
from goodwill.records.views.typed import typed, url_of
from goodwill.records.views.undo import undo_url
from goodwill.ui import render


@typed()
def field(request: HttpRequest, type: RecordType, actor: Actor, pk: int, name: str) -> HttpResponse:
    """GET draws the control (or, with `?shown=1`, the value again); POST saves and draws the value."""
    found = type.all_fields.get(name)
    if found is None or not in_place.writable_in_place(found, type, actor):
        raise Missing
    record = writing.find(type, pk, actor, "change")
    if request.method != "POST":
        drawn = _value if "shown" in request.GET else _control
        return drawn(request, type, record, found, actor)
    given = _given(type, found, request)
    base, was = base_version(request), request.POST.getlist("was")
    try:
        with changes.batch(actor, found.set_by or "edit") as batch:
            for value in given.values():
                in_place.write(type, record, found, value, by=actor, base_version=base, was=was)
    except Invalid as error:
        sentence = error.problems.get(name, error.sentence)
        return _control(request, type, record, found, actor, given=given, error=sentence)
    except Conflict as error:
        return _control(request, type, record, found, actor, given=given, conflict=error)
    if leaving.is_out_of_sight(type, record, actor):
        return _left(request, type, record, found, actor=actor, row=batch.row)
    return _saved(request, type, record, found, actor=actor, row=batch.row)


def _given(type: RecordType, field: Field, request: HttpRequest) -> dict[str, Any]:
    """What was typed; what is named by its new name takes the place of one that was chosen."""
    given = forms.typed_values(type, request.POST, [field.name])
    new = request.POST.get(f"{field.name}_new", "").strip() if field.set_by else ""
    return {field.name: new} if new else given


def _saved(
    request: HttpRequest, type: RecordType, record: Any, field: Field, *, actor: Actor, row: Batch | None
) -> HttpResponse:
    """What shows the same value elsewhere listens to `goodwill:saved`; a cell has no history beside it, but a toast."""
    drawn = None
    if _in_a_list(request):
        if row:
            render.toast(request, _("%s saved.") % field.label, undo=undo_url(row))
        beside = cells.shown_beside(request, type, field)
        drawn = cells.cells(request, type, record.pk, actor, [field.name, *beside])
    response = drawn or _value(request, type, record, field, actor, saved=True)
    response["HX-Trigger"] = "goodwill:saved"
    return response


def _left(
    request: HttpRequest, type: RecordType, record: Any, field: Field, *, actor: Actor, row: Batch | None
) -> HttpResponse:
    """A cell stays in its list, where its row is gone the next time; a page is left."""
    name = title_of(type, record)
    if not _in_a_list(request):
        return leaving.to_the_list(request, type, name, row)
    render.toast(request, leaving.said_of(name), undo=undo_url(row))
    return _value(request, type, record, field, actor)


def _value(
    request: HttpRequest, type: RecordType, record: Any, field: Field, actor: Actor, *, saved: bool = False
) -> HttpResponse:
    context = _context(type, record, field, request) | {
        "shown": shown_fields(type, record, actor, [field.name])[0],
        "saved": saved,
        "followers": _followers(type, record, field, actor) if saved and not _in_a_list(request) else [],
    }
    return render.page(request, "records/field.html", context)


def _in_a_list(request: HttpRequest) -> bool:
    return request.headers.get("HX-Target", "").startswith("cell-")


def _followers(type: RecordType, record: Any, field: Field, actor: Actor) -> list[Shown]:
    """What is computed from the field, where the actor sees it; drawn wherever it stands on the page."""
    seen = [one.name for one in followers_of(field.name, type) if readable(one, actor)]
    return shown_fields(type, record, actor, seen) if seen else []


def _control(
    request: HttpRequest,
    type: RecordType,
    record: Any,
    field: Field,
    actor: Actor,
    *,
    given: dict[str, Any] | None = None,
    error: str = "",
    conflict: Conflict | None = None,
) -> HttpResponse:
    context = _context(type, record, field, request) | {
        "control": replace(
            forms.control_of(field, actor, record=record, given=given), create=in_place.making(field, actor)
        ),
        "was": in_place.held(field, conflict.record if conflict else record) if in_place.is_compared(field) else (),
        "error": error,
        "conflict": _both(conflict, field, actor) if conflict else None,
    }
    status = conflict.status if conflict else 422 if error else 200
    return render.page(request, "records/field_form.html", context, status=status)


def _both(conflict: Conflict, field: Field, actor: Actor) -> dict[str, Any]:
    """Who wrote what a verb writes stands elsewhere than in the record."""
    shown = {"theirs": read_all(field, conflict.record), "yours": conflict.yours.get(field.name)}
    if field.kind is Kind.RELATION:
        shown = {name: _named(field, value, actor) for name, value in shown.items()}
    return {
        **shown,
        "by": _("Somebody else") if field.set_by else conflict.record.changed_by or "Goodwill",
        "version": conflict.record.version,
    }


def _named(field: Field, value: Any, actor: Actor) -> str:
    """What a relation leads to, by its name; nothing where the actor may not see it."""
    chosen = forms.control_of(field, actor, given={field.name: value}).chosen
    return str(chosen[0]["label"]) if chosen else ""


def _context(type: RecordType, record: Any, field: Field, request: HttpRequest) -> dict[str, Any]:
    target = request.headers.get("HX-Target", f"field-{record.pk}-{field.name}")
    return {
        "type": type,
        "record": record,
        "field": field,
        "id": target,
        "tag": "td" if _in_a_list(request) else "div",
        "save": url_of(type, record.pk, "record_field", name=field.name),
    }
