"""What the bar of a list offers: its forms, and by which field each is drawn."""

from collections.abc import Iterable
from dataclasses import dataclass, field as part, replace
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from django.utils.translation import gettext as _, gettext_lazy

from goodwill.kernel.actors import Actor
from goodwill.kernel.remembering import remembering
from goodwill.records.fields import Field
from goodwill.records.layout import BOARD, CALENDAR, CHART, LIST, MAP, Layout
from goodwill.records.query.buckets import DATED
from goodwill.records.query.foot import label_of
from goodwill.records.query.siblings import fields_by, forms_of, lane_fields, measures_of
from goodwill.records.query.whereabouts import whereabouts_of
from goodwill.ui.words import language

if TYPE_CHECKING:
    from goodwill.records.views.asked import Asked

FORMS = {
    LIST: (gettext_lazy("List"), "rows-3"),
    BOARD: (gettext_lazy("Board"), "square-kanban"),
    CALENDAR: (gettext_lazy("Calendar"), "calendar-days"),
    MAP: (gettext_lazy("Map"), "map"),
    CHART: (gettext_lazy("Chart"), "chart-column"),
}
SPANS = {
    "day": gettext_lazy("Day"),
    "week": gettext_lazy("Week"),
    "month": gettext_lazy("Month"),
    "quarter": gettext_lazy("Quarter"),
    "year": gettext_lazy("Year"),
}
Line = tuple[Any, str, bool]


@dataclass(frozen=True, eq=False)
class Choosing:
    """A menu of the bar: each line is a label, an address, and whether it is what is shown. Drawn once for each."""

    id: str
    label: Any
    text: Any
    icon: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Drawn:
    """All on which the addresses of a list in other forms depend: its own, and its form in the view and now."""

    url: str
    kept: Layout
    now: Layout
    asked: "Asked" = part(compare=False)

    @classmethod
    def of(cls, asked: "Asked") -> Self:
        return cls(asked.url(), asked.view.layout, asked.layout, asked)


class Form(NamedTuple):
    """A form that the list can take."""

    label: Any
    icon: str
    href: str
    current: bool


def switch(asked: "Asked", actor: Actor) -> tuple[Form, ...]:
    """The forms that the list can take; nothing where it is one only."""
    found = []
    for form in forms_of(asked.type, actor):
        label, icon = FORMS[form]
        on = form == asked.layout.form
        layout = asked.layout if on else _begun(form, asked, actor)
        at = asked.at if on else ""
        found.append(Form(label, icon, asked.drawn(layout, at), on))
    return tuple(found) if len(found) > 1 else ()


def _begun(form: str, asked: "Asked", actor: Actor) -> Layout:
    """Another form at its usual field; the view's own where the view has that form."""
    kept = asked.view.layout
    if kept.form == form:
        return kept
    if form in (LIST, MAP):
        return Layout(form)
    return Layout(form, fields_by(form, asked.type, actor)[0].name)


def menus(asked: "Asked", actor: Actor, by: Field | None) -> tuple[Choosing, ...]:
    """What can be chosen in the form that is shown; `by` is the field that it is drawn by."""
    form = asked.layout.form
    if form == MAP:
        return _places_menu(asked, actor)
    found = [_by_menu(asked, actor, by)]
    if form == CHART and by is not None:
        found.append(_then_menu(asked, actor, by))
    if by is not None and by.kind in DATED and form in (LIST, CHART):
        found.append(_span_menu(asked))
    if form in (BOARD, CHART) and measures_of(asked.type, actor):
        found.append(_measure_menu(asked, actor))
    return tuple(found)


def _lines(asked: "Asked", name: str, options: Iterable[tuple[str, Any]], chosen: str) -> tuple[Line, ...]:
    return tuple(
        (label, asked.drawn(replace(asked.layout, **{name: value}), asked.at), value == chosen)
        for value, label in options
    )


def _by_menu(asked: "Asked", actor: Actor, by: Field | None) -> Choosing:
    form = asked.layout.form
    fields = lane_fields(asked.type, actor) if form == BOARD else fields_by(form, asked.type, actor)
    return _menu_of_fields(Drawn.of(asked), tuple(fields), by, language())


@remembering(128)
def _menu_of_fields(drawn: Drawn, fields: tuple[Field, ...], by: Field | None, _language: str | None) -> Choosing:
    """A line for each of some dozens of fields, which every page of a list has."""
    form = drawn.now.form
    labels = {LIST: _("Group by"), BOARD: _("Lanes"), CALENDAR: _("Days of"), CHART: _("Bars")}
    icons = {LIST: "rows-4", BOARD: "square-kanban", CALENDAR: "calendar", CHART: "chart-column"}
    options: list[tuple[str, Any]] = [(field.name, field.label) for field in fields]
    if form == LIST:
        options.insert(0, ("", _("No groups")))
    lines = _lines(drawn.asked, "by", options, by.name if by else "")
    return Choosing("by-menu", labels[form], by.label if by else labels[form], icons[form], lines)


def _places_menu(asked: "Asked", actor: Actor) -> tuple[Choosing, ...]:
    """Where there are several things by which the records stand on a map."""
    places = whereabouts_of(asked.type, actor)
    if len(places) < 2:
        return ()
    chosen = asked.layout.by or places[0].name
    lines = _lines(asked, "by", [(one.name, one.label) for one in places], chosen)
    return (Choosing("by-menu", _("Places of"), _chosen(lines, _("Places")), "map-pin", lines),)


def _then_menu(asked: "Asked", actor: Actor, by: Field) -> Choosing:
    fields = [field for field in fields_by(CHART, asked.type, actor) if field is not by and field.kind not in DATED]
    options: list[tuple[str, Any]] = [("", _("Not divided")), *((field.name, field.label) for field in fields)]
    lines = _lines(asked, "then", options, asked.layout.then)
    return Choosing("then-menu", _("Divided by"), _chosen(lines, _("Not divided")), "layers", lines)


def _span_menu(asked: "Asked") -> Choosing:
    span = asked.layout.span if asked.layout.span in SPANS else "month"
    return Choosing("span-menu", _("Dates by"), SPANS[span], "calendar", _lines(asked, "span", SPANS.items(), span))


def _measure_menu(asked: "Asked", actor: Actor) -> Choosing:
    options: list[tuple[str, Any]] = [("", _("Number of records"))]
    for field, how in measures_of(asked.type, actor):
        words = {"how": label_of(field, how), "field": str(field.label).lower()}
        options.append((f"{field.name}:{how}", _("%(how)s of %(field)s") % words))
    lines = _lines(asked, "measure", options, asked.layout.measure)
    text = _chosen(lines, "") if asked.layout.measure else _("Count")
    return Choosing("measure-menu", _("Measure"), text, "sigma", lines)


def _chosen(lines: tuple[Line, ...], otherwise: Any) -> Any:
    return next((label for label, _href, on in lines if on), otherwise)
