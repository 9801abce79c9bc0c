"""A verb for the selected rows of a list: its question with its values, then the work in the background."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from goodwill.kernel import verbs
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Missing
from goodwill.records import bulk as work, forms, parameters
from goodwill.records.fields import Field, writable
from goodwill.records.filter.sql import apply
from goodwill.records.registry import RecordType
from goodwill.records.values import read_values
from goodwill.records.views.typed import list_url, typed
from goodwill.ui import render
from goodwill.ui.frame import url_if_any

BLOCKS = {"modal": "#modal", "form": "#bulk-form"}
MOST_IDS = 5000
LABELS = {"edit": gettext_lazy("Change a field"), "trash": gettext_lazy("Move to the trash")}


@typed()
def bulk(request: HttpRequest, type: RecordType, actor: Actor, name: str) -> HttpResponse:
    sent = request.POST if request.method == "POST" else request.GET
    ids, matching = _selection(sent)
    count = len(ids) if ids is not None else apply(type.rows(actor), matching or "", type, actor).count()
    if not count:
        raise Invalid(_("Nothing is selected, so nothing was changed. Select rows first."))
    fields = _fields(type, actor, name, sent.get("field", ""))
    given = _given(sent, fields)
    problems: dict[str, str] = {}
    if request.method == "POST" and "sure" in sent:
        try:
            read_values(fields, given, actor, creating=name != "edit")
            return _start(request, type, name, given, actor, ids=ids, matching=matching, count=count)
        except Invalid as error:
            problems = error.problems
    controls = [forms.control_of(field, actor, given=given, problems=problems) for field in fields.values()]
    context = _question(type, actor, name) | {
        "count": count,
        "selection": {"all": "" if ids is not None else "1", "query": matching or ""},
        "ids": ids or [],
        "controls": controls,
        "field": sent.get("field", ""),
    }
    return render.page(request, "records/bulk.html", context, blocks=BLOCKS, status=422 if problems else 200)


def _question(type: RecordType, actor: Actor, name: str) -> dict[str, Any]:
    return {
        "type": type,
        "title": _label(type, name),
        "choosable": [(known.name, known.label) for known in _choosable(type, actor)] if name == "edit" else [],
        "action": list_url(type, "record_bulk", name=name),
        "back": list_url(type),
    }


def _start(
    request: HttpRequest,
    type: RecordType,
    name: str,
    given: dict[str, Any],
    actor: Actor,
    *,
    ids: list[int] | None,
    matching: str | None,
    count: int,
) -> HttpResponse:
    work.start(type, name, given, by=actor, ids=ids, matching=matching)
    one, many = (
        "Started: %(deed)s, %(count)d record, in the background.",
        "Started: %(deed)s, %(count)d records, in the background.",
    )
    sentence = ngettext(one, many, count)
    said = sentence % {"deed": _label(type, name), "count": count}
    render.toast(request, said, href=url_if_any("work"), label=_("See what became of it"))
    return render.redirect(request, list_url(type), stay=True)


def _selection(sent: Any) -> tuple[list[int] | None, str | None]:
    """The ids that were ticked, or the filter whose every record is meant."""
    if sent.get("all"):
        return None, sent.get("query", "")
    ids = [int(value) for value in sent.getlist("id") if value.isdecimal() and len(value) < 19]
    if len(ids) > MOST_IDS:
        raise Invalid(_("That many rows are selected by their filter: choose “select all”. Nothing was changed."))
    return ids, None


def _fields(type: RecordType, actor: Actor, name: str, field: str) -> dict[str, Field]:
    if name == "trash":
        return {}
    if name == "edit":
        return {known.name: known for known in _choosable(type, actor) if known.name == field}
    declared = verbs.get(type.ref_name, name)
    if declared is None or not declared.bulk:
        raise Missing
    return parameters.asked_fields(declared)


def _choosable(type: RecordType, actor: Actor) -> list[Field]:
    known = (type.all_fields[name] for name in forms.form_names(type))
    return [field for field in known if field.many is None and writable(field, actor) and field.name != type.title]


def _given(sent: Any, fields: dict[str, Field]) -> dict[str, Any]:
    return {
        name: sent.getlist(name) if field.kind in forms.SEVERAL else sent.get(name, "")
        for name, field in fields.items()
        if name in sent
    }


def _label(type: RecordType, name: str) -> str:
    declared = verbs.get(type.ref_name, name)
    return str(LABELS.get(name) or (declared.label if declared else name))
