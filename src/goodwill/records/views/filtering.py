"""Building a filter by clicking: which field, which operator, which values; each step answers with the next one."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing
from goodwill.records.fields import CODED, LINKED, Field, Kind
from goodwill.records.filter import FilterError, parse
from goodwill.records.filter.chips import Chip, chips
from goodwill.records.filter.editing import OperatorChoice, added, build, filter_fields, operators_for, replaced
from goodwill.records.filter.operators import Operator, Takes
from goodwill.records.filter.parser import parse_value
from goodwill.records.filter.resolve import resolve
from goodwill.records.filter.tree import Period
from goodwill.records.filter.wording import period_label
from goodwill.records.forms import options_url, pairs
from goodwill.records.labels import labels_of
from goodwill.records.registry import RecordType
from goodwill.records.views.asked import PARTS, Asked, asked_of
from goodwill.records.views.typed import list_url, typed
from goodwill.ui import render

NEXT = "next"
PERIODS = (
    *("last 7 days", "last 30 days", "last 90 days", "last 12 months", "today", "this week", "this month"),
    *("this quarter", "this year", "last week", "last month", "last quarter", "last year"),
    *("next 7 days", "next 30 days", "next week", "next month"),
)


@typed()
def filter_editor(request: HttpRequest, type: RecordType, actor: Actor) -> HttpResponse:
    """Without `path` the fields to choose from, with it the editor; with `done` the list that it leads to.

    `chip` is the place of the condition that is edited; without it one is added.
    """
    asked = asked_of(request, type)
    tree = parse(asked.filter)
    chip = _chip_at(request, chips(tree, type, actor))
    path = request.GET.get("path", chip.path if chip else "")
    if not path:
        return render.page(request, "records/filter_fields.html", _fields(request, type, actor))
    context = _editor(request, type, actor, path, chip)
    if "done" in request.GET:
        raws = [_raw(value, context["field"]) for value in request.GET.getlist("value") if value]
        try:
            condition = build(type, path, str(context["operator"].operator), raws, actor)
            text = replaced(tree, chip.index, condition) if chip else added(tree, condition)
        except FilterError as error:
            return render.page(request, "records/filter.html", context | {"error": error.sentence}, status=422)
        return _to_list(request, asked, text)
    return render.page(request, "records/filter.html", context)


def _to_list(request: HttpRequest, asked: Asked, text: str) -> HttpResponse:
    """To the list, or with `next` to another page of ours, which is given the filter in its address."""
    if NEXT not in request.GET:
        return render.redirect(request, asked.url(filter=text))
    here = render.came_from(request, asked.url()).partition("?")[0]
    return render.redirect(request, f"{here}?{urlencode({'filter': text})}")


def _raw(value: str, field: Field) -> str:
    """A picker sends bare ids; the language writes them `#7`."""
    return f"#{value}" if field.kind in LINKED and value.isdigit() else value


def _periods() -> Iterator[tuple[str, Period]]:
    for text in PERIODS:
        period = parse_value(text)
        if isinstance(period, Period):
            yield text, period


def _chip_at(request: HttpRequest, drawn: tuple[Chip, ...]) -> Chip | None:
    sent = request.GET.get("chip", "")
    if not sent:
        return None
    if not sent.isdigit() or int(sent) >= len(drawn):
        raise Missing
    return drawn[int(sent)]


def _fields(request: HttpRequest, type: RecordType, actor: Actor) -> dict[str, Any]:
    groups: dict[str, list[Any]] = {}
    for choice in filter_fields(type, actor):
        groups.setdefault(str(choice.group), []).append(choice)
    return {"type": type, "groups": groups, "url": f"{list_url(type, 'record_filter')}?{_state(request)}"}


def _editor(request: HttpRequest, type: RecordType, actor: Actor, path: str, chip: Chip | None) -> dict[str, Any]:
    field = resolve(tuple(path.split(".")), type, actor).field
    choices = operators_for(field)
    wanted = request.GET.get("operator", chip.operator if chip else "")
    chosen = next((choice for choice in choices if str(choice.operator) == wanted), choices[0])
    values = list(chip.values) if chip and "operator" not in request.GET else request.GET.getlist("value")
    return {
        "type": type,
        "field": field,
        "path": path,
        "chip": request.GET.get("chip", ""),
        "operators": [(str(choice.operator), choice.label) for choice in choices],
        "operator": chosen,
        "values": values,
        "control": _control(field, chosen),
        "options": pairs(field.options()),
        "options_url": options_url(field) if field.kind in LINKED else "",
        "chosen": _chosen(field, values, actor),
        "periods": [(text, period_label(period)) for text, period in _periods()],
        "kept": _kept(request),
        "others_url": f"{list_url(type, 'record_filter')}?{_state(request)}",
        "url": list_url(type, "record_filter"),
        "error": "",
    }


def _control(field: Field, choice: OperatorChoice) -> str:
    """Which input the editor draws."""
    if choice.takes in (Takes.NOTHING, Takes.PERIOD):
        return str(choice.takes)
    if choice.operator is Operator.WITHIN:
        return "distance"
    if field.kind in CODED and field.options():
        return "options" if choice.takes is Takes.MANY else "option"
    if field.kind in LINKED:
        return "records"
    if field.kind is Kind.YES_NO:
        return "yes_no"
    if field.kind is Kind.TAGS or choice.takes is Takes.MANY:
        return "words"
    return "two" if choice.takes is Takes.TWO else "one"


def _chosen(field: Field, values: list[str], actor: Actor) -> list[dict[str, Any]]:
    """The labels of the records that the condition names as `#7`; `me` stands for the reader."""
    if field.kind not in LINKED:
        return []
    ids = [int(value[1:]) for value in values if value.startswith("#") and value[1:].isdigit()]
    return [{"value": f"#{pk}", "label": link.label} for pk, link in labels_of(field, ids, actor).items()]


def _state(request: HttpRequest) -> str:
    """The list that the editor belongs to, as the beginning of a query."""
    kept = [(name, value) for name, value in _kept(request) if name != "chip"]
    return f"{urlencode(kept)}&" if kept else ""


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """What the editor's form sends along: the list that it belongs to."""
    return [(name, request.GET[name]) for name in (*PARTS, "chip", NEXT) if name in request.GET]
