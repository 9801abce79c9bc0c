"""One field edited in its place: in a record's details, or in the cell of a list."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Conflict, Invalid, Missing
from goodwill.kernel.models import Batch
from goodwill.records import forms, writing
from goodwill.records.custom.computing import followers_of
from goodwill.records.fields import Field, readable, writable
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
    if found is None or found.many is not None or not writable(found, actor):
        raise Missing
    record = writing.find(type, pk, actor, "change")
    if request.method != "POST":
        drawn = _value if "shown" in request.GET else _control
        return drawn(request, type, record, found, actor)
    given = forms.typed_values(type, request.POST, [name])
    try:
        with changes.batch(actor, "edit") as batch:
            writing.edit(type, record, given, by=actor, base_version=base_version(request))
    except Invalid as error:
        sentence = error.problems.get(name, error.sentence)
        return _control(request, type, record, found, actor, given=given, error=sentence)
    except Conflict as error:
        return _control(request, type, record, found, actor, given=given, conflict=error)
    if leaving.is_out_of_sight(type, record, actor):
        return _left(request, type, record, found, actor=actor, row=batch.row)
    return _saved(request, type, record, found, actor=actor, row=batch.row)


def _saved(
    request: HttpRequest, type: RecordType, record: Any, field: Field, *, actor: Actor, row: Batch | None
) -> HttpResponse:
    """What shows the same value elsewhere listens to `goodwill:saved`; a cell has no history beside it, but a toast."""
    drawn = None
    if _in_a_list(request):
        if row:
            render.toast(request, _("%s saved.") % field.label, undo=undo_url(row))
        beside = cells.shown_beside(request, followers_of(field.name, type))
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
        "control": forms.control_of(field, actor, record=record, given=given),
        "error": error,
        "conflict": _both(conflict, field, record) if conflict else None,
    }
    status = conflict.status if conflict else 422 if error else 200
    return render.page(request, "records/field_form.html", context, status=status)


def _both(conflict: Conflict, field: Field, record: Any) -> dict[str, Any]:
    return {
        "theirs": read_all(field, conflict.record),
        "yours": conflict.yours.get(field.name),
        "by": conflict.record.changed_by or "Goodwill",
        "version": conflict.record.version,
    }


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
