"""Building a filter by clicking: which field, which operator, which values; each step answers with the next one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing
from goodwill.kernel.text import whole_number
from goodwill.records.fields import CODED, LINKED, Field, Kind, Words
from goodwill.records.filter import FilterError, parse
from goodwill.records.filter.chips import Chip, chips
from goodwill.records.filter.editing import Joined, OperatorChoice, build, filter_fields, operators_for
from goodwill.records.filter.operators import Operator, Takes
from goodwill.records.filter.parser import parse_value
from goodwill.records.filter.resolve import resolve
from goodwill.records.filter.tree import Filter, Period
from goodwill.records.filter.wording import period_label
from goodwill.records.forms import options_url, pairs
from goodwill.records.labels import labels_of
from goodwill.records.registry import RecordType
from goodwill.records.views.asked import PARTS, Asked, asked_of
from goodwill.records.views.typed import list_url, typed
from goodwill.ui import formats, render

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
    kept = tuple((name, request.GET[name]) for name in PARTS if name in request.GET)
    place = Place(list_url(type, "record_filter"), kept, chip, request.GET.get("chip", ""))
    found = condition_or_step(request, type, actor, place)
    if isinstance(found, HttpResponse):
        return found
    joined = Joined.of(tree)
    return _to_list(request, asked, (joined.replaced(chip.index, found) if chip else joined.added(found)).text)


@dataclass(frozen=True)
class Place:
    """Where a filter is edited: the address of its steps, and what each of them is sent along; of an old condition its
    chip, and the place `at` which it stands.
    """

    url: str
    kept: tuple[tuple[str, str], ...]
    chip: Chip | None = None
    at: str = ""
    done: Words = ""
    """What the button says that ends it."""
    hops: bool = True
    """Whether fields of related records are offered, too."""

    @property
    def begun(self) -> str:
        """The address up to what a step adds to it."""
        return f"{self.url}?{urlencode(self.kept)}&" if self.kept else f"{self.url}?"

    def drawn(self) -> dict[str, Any]:
        """What the editor of a condition is told of it."""
        kept = [*self.kept, *([("chip", self.at)] if self.at else [])]
        done = self.done or _("Show")
        return {"chip": self.at, "done": done, "kept": kept, "others_url": self.begun, "url": self.url}


def condition_or_step(request: HttpRequest, type: RecordType, actor: Actor, place: Place) -> Filter | HttpResponse:
    """The condition that was built, or the next step to it."""
    path = request.GET.get("path", place.chip.path if place.chip else "")
    if not path:
        return render.page(request, "records/filter_fields.html", _fields(type, actor, place))
    context = _editor(request, type, actor, path, place)
    if "done" in request.GET:
        raws = [_raw(value, context["field"]) for value in request.GET.getlist("value") if value]
        try:
            return build(type, path, str(context["operator"].operator), raws, actor)
        except FilterError as error:
            return render.page(request, "records/filter.html", context | {"error": error.sentence}, status=422)
    return render.page(request, "records/filter.html", context)


def _to_list(request: HttpRequest, asked: Asked, text: str) -> HttpResponse:
    return render.redirect(request, asked.url(filter=text))


def _raw(value: str, field: Field) -> str:
    """A picker sends bare ids; the language writes them `#7`."""
    return f"#{value}" if field.kind in LINKED and value.isdecimal() else value


def _periods() -> Iterator[tuple[str, Period]]:
    for text in PERIODS:
        period = parse_value(text)
        if isinstance(period, Period):
            yield text, period


def _chip_at(request: HttpRequest, drawn: tuple[Chip, ...]) -> Chip | None:
    sent = request.GET.get("chip", "")
    if not sent:
        return None
    place = whole_number(sent, digits=4)
    if place is None or place >= len(drawn):
        raise Missing
    return drawn[place]


def _fields(type: RecordType, actor: Actor, place: Place) -> dict[str, Any]:
    groups: dict[str, list[Any]] = {}
    for choice in filter_fields(type, actor):
        if choice.group and not place.hops:
            continue
        groups.setdefault(str(choice.group), []).append(choice)
    return {"type": type, "groups": groups, "url": place.begun}


def _editor(request: HttpRequest, type: RecordType, actor: Actor, path: str, place: Place) -> dict[str, Any]:
    chip = place.chip
    field = resolve(tuple(path.split(".")), type, actor).field
    choices = operators_for(field)
    wanted = request.GET.get("operator", chip.operator if chip else "")
    chosen = next((choice for choice in choices if str(choice.operator) == wanted), choices[0])
    values = list(chip.values) if chip and "operator" not in request.GET else request.GET.getlist("value")
    return {
        **place.drawn(),
        "type": type,
        "field": field,
        "path": path,
        "operators": [(str(choice.operator), choice.label) for choice in choices],
        "operator": chosen,
        "values": values,
        "control": _control(field, chosen),
        "options": list(formats.code_names(field.kind)) if _is_code(field) else pairs(field.options()),
        "options_url": options_url(field) if field.kind in LINKED else "",
        "chosen": _chosen(field, values, actor),
        "periods": [(text, period_label(period)) for text, period in _periods()],
        "error": "",
    }


def _control(field: Field, choice: OperatorChoice) -> str:
    """Which input the editor draws."""
    if choice.takes in (Takes.NOTHING, Takes.PERIOD):
        return str(choice.takes)
    if choice.operator is Operator.WITHIN:
        return "distance"
    if _is_code(field) and choice.takes is not Takes.MANY:
        return "option"
    if field.kind in CODED and field.options():
        return "options" if choice.takes is Takes.MANY else "option"
    if field.kind in LINKED:
        return "records"
    if field.kind is Kind.YES_NO:
        return "yes_no"
    if field.kind is Kind.TAGS or choice.takes is Takes.MANY:
        return "words"
    return "two" if choice.takes is Takes.TWO else "one"


def _is_code(field: Field) -> bool:
    """A country or a language of all that there are."""
    return field.kind in (Kind.COUNTRY, Kind.LANGUAGE) and not field.options()


def _chosen(field: Field, values: list[str], actor: Actor) -> list[dict[str, Any]]:
    """The labels of the records that the condition names as `#7`; `me` stands for the reader."""
    if field.kind not in LINKED:
        return []
    ids = [pk for value in values if value.startswith("#") and (pk := whole_number(value[1:]))]
    return [{"value": f"#{pk}", "label": link.label} for pk, link in labels_of(field, ids, actor).items()]
