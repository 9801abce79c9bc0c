"""The list of a type: view, filter, sort and columns are in the URL, so that reload, back and sharing work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from goodwill.kernel import rights, verbs
from goodwill.kernel.actors import NONE, Actor
from goodwill.kernel.verbs import Verb
from goodwill.records.actions import actions_for, selection_actions
from goodwill.records.custom.slowness import said_of
from goodwill.records.fields import NUMERIC, Choice, Field, Kind
from goodwill.records.filter import FilterError
from goodwill.records.filter.context import context_of
from goodwill.records.filter.editing import Joined
from goodwill.records.filter.saying import fitting
from goodwill.records.in_place import writable_in_place
from goodwill.records.parameters import is_left
from goodwill.records.query import Listing, Row, sortable
from goodwill.records.query.foot import Foot
from goodwill.records.registry import RecordType
from goodwill.records.saved.tabs import views_of
from goodwill.records.siblings.choosing import menus, switch
from goodwill.records.views.asked import Asked, asked_in
from goodwill.records.views.lines import lines_of
from goodwill.records.views.shown import Shown, shown_of
from goodwill.records.views.typed import list_url, typed
from goodwill.ui import formats, render
from goodwill.ui.shapes import column

PHONE = ("under", "end", "under-end", "call")
UNSAID = {"number", "date", "moment", "yes_no"}
BLOCKS = {"rows": "#rows", "list": "#list"}


@dataclass(frozen=True)
class Head:
    """A column as the page draws it."""

    type: RecordType
    field: Field
    sorted: str
    href: str
    edit: bool
    menu: str
    width: int = 0
    phone: str = ""
    pin: int = 0
    below: Foot | None = None

    @cached_property
    def key(self) -> str:
        return self.field.name

    @property
    def label(self) -> Any:
        return self.field.label

    @cached_property
    def kind(self) -> str:
        return self.field.kind.value

    @cached_property
    def computed(self) -> bool:
        return self.field.kept is not None and self.field.kept.computed

    @cached_property
    def number(self) -> bool:
        return self.field.kind in NUMERIC

    @cached_property
    def title(self) -> bool:
        return self.field.name == self.type.title

    @cached_property
    def face(self) -> str:
        return self.type.face

    @cached_property
    def options(self) -> dict[str, Any]:
        """The choices by their codes; countries and languages are all there are, by their names."""
        if self.kind in (Kind.COUNTRY, Kind.LANGUAGE) and not self.field.options():
            return {code: Choice(code, name) for code, name in formats.code_names(self.kind)}
        return {option.value: option for option in self.field.options()}

    @cached_property
    def unit(self) -> float:
        return 10.0 ** (self.field.scale or 0)

    @cached_property
    def places(self) -> int:
        return self.field.places

    @cached_property
    def style(self) -> str:
        """How its cells are drawn."""
        if self.title:
            return "title"
        if self.field.deadline:
            return "deadline"
        if self.field.kind is Kind.CHOICES:
            return "choices"
        return "chosen" if self.options else "number" if self.number else self.field.kind.value

    @cached_property
    def said(self) -> Any:
        """What stands before its values where there is no head: a number or a day says nothing by itself."""
        return self.label if self.phone and self.phone != "call" and self.style in UNSAID else ""

    @cached_property
    def classes(self) -> str:
        return column(self).classes


class SortedBy(NamedTuple):
    """A way to sort the rows; `on` is the present one."""

    label: Any
    href: str
    on: bool
    down: bool


class Deed(NamedTuple):
    """Something that can be done to a selection; `url` asks for it."""

    label: Any
    icon: str
    url: str


@typed("list")
def listing(request: HttpRequest, type: RecordType, actor: Actor) -> HttpResponse:
    rights.require(actor, "read", type.model)
    asked = asked_in(request, type, actor)
    if asked.home and not request.GET and not render.by_htmx(request):
        return HttpResponseRedirect(asked.url(view=asked.home))
    try:
        context, status = _context(shown_of(request, asked, actor), actor), 200
    except FilterError as error:
        context, status = _unread(asked, actor, error), 422
    return render.page(request, "records/list.html", context, blocks=BLOCKS, status=status)


def _context(shown: Shown, actor: Actor) -> dict[str, Any]:
    found, asked, kind = shown.found, shown.asked, shown.found.type
    page = _drawn(shown, actor)
    is_large = bool(page["rows"]) and not page["total"]
    return page | {
        "type": kind,
        "found": found,
        "asked": asked,
        "here": asked.url(**shown.cursor),
        "problem": shown.problem,
        "slow": said_of(found, is_large=is_large, is_saved=asked.here.saved is not None),
        "views": views_of(asked, actor),
        "chips": shown.chips,
        "joined": Joined.of(found.filter),
        "filter_url": f"{list_url(kind, 'record_filter')}?{urlencode(asked.parts(filter=found.filter_text))}",
        "columns": heads_of(found, asked, shown.foot),
        "foot": bool(shown.foot),
        "choosing_url": asked.deed("record_columns"),
        "sorts": _sorts(found, asked, actor),
        "columns_url": asked.url(columns="COLUMNS"),
        "widths_url": asked.url(widths="WIDTHS"),
        "deeds": bulk_deeds(kind, asked, actor),
        "actions": actions_for(kind, actor, asked),
        "new_url": list_url(kind, "record_new") if rights.allows(actor, "create", kind.model) else "",
    }


def _unread(asked: Asked, actor: Actor, error: FilterError) -> dict[str, Any]:
    """What stands in the place of rows whose filter says nothing: neither all of them nor none are its result."""
    kind = asked.type
    return {
        "type": kind,
        "asked": asked,
        "here": asked.url(),
        "views": replace(views_of(asked, actor), new="", keep=""),
        "unread": error.sentence,
        "fitting": fitting(asked.filter, kind, actor),
    }


def _drawn(shown: Shown, actor: Actor) -> dict[str, Any]:
    """The rows or the form that stands in their place, and what other forms there are."""
    found, asked, sibling = shown.found, shown.asked, shown.sibling
    page = _page(found, asked) if sibling is None else _counted(found)
    return page | {
        "unread": "",
        "sibling": sibling,
        "none_yet": sibling is None and not page["rows"] and not found.type.rows(actor).exists(),
        "forms": switch(asked, actor),
        "menus": menus(asked, actor, sibling.by if sibling else None),
    }


def _counted(found: Listing) -> dict[str, Any]:
    count = found.count()
    return {
        "rows": (),
        "count": count_words(found.type, count.number, exact=count.exact),
        "total": count.number if count.exact else 0,
    }


def _page(found: Listing, asked: Asked) -> dict[str, Any]:
    """The rows, how many there are in all, and where the list goes on."""
    kind, page, count = found.type, found.page, found.count()
    today = context_of(found.actor).today
    first = found.sort.text.partition(",")[0]
    by_day = next((field for field in found.columns if field.deadline and field.name == first), None)
    return {
        "count_of": count_text(count.number, exact=count.exact),
        "rows": lines_of(
            kind, page.rows, found.actor, lambda row: day_group(kind, by_day, row, today) if by_day else ""
        ),
        "count": count_words(kind, count.number, exact=count.exact),
        "total": count.number if count.exact else 0,
        "previous": asked.url(before=page.previous) if page.previous else "",
        "next": asked.url(after=page.next) if page.next else "",
    }


def day_group(kind: RecordType, by_day: Field, row: Row, today: date) -> str:
    """The heading under which a row stands in a list that is sorted by a deadline."""
    due: date | None = row.cells[by_day.name]
    if by_day.name in row.ended:
        return str(kind.field(by_day.end).label)
    if due is None:
        return _("No day")
    ahead = (due - today).days
    names = {-1: _("Overdue"), 0: _("Today"), 1: _("Tomorrow")}
    if ahead < 2:
        return names[max(ahead, -1)]
    return _("Next seven days") if ahead <= 7 else _("Later")


def _sorts(found: Listing, asked: Asked, actor: Actor) -> tuple[SortedBy, ...]:
    """What the rows can be sorted by; choosing the present one turns it around."""
    first = found.sort.text.partition(",")[0]
    return tuple(
        SortedBy(
            field.label,
            asked.url(sort=f"-{field.name}" if first == field.name else field.name),
            on=first.lstrip("-") == field.name,
            down=first == f"-{field.name}",
        )
        for field in found.columns
        if sortable(field, actor)
    )


def heads_of(found: Listing, asked: Asked, foot: Mapping[str, Foot] = MappingProxyType({})) -> list[Head]:
    """In their order, pinned ones behind the first."""
    widths, pins = asked.layout.widths_by_name(), pinned_of(found, asked)
    others = [field for field in found.columns[1:] if field.name not in pins]
    columns = [*found.columns[:1], *pins.values(), *others]
    held, phone = {name: place for place, name in enumerate(pins, 1)}, _on_a_phone(columns, found.type)
    return [
        _head(
            field,
            found,
            asked,
            width=widths.get(field.name, 0),
            phone=phone.get(field.name, ""),
            pin=held.get(field.name, 0),
            below=foot.get(field.name),
        )
        for field in columns
    ]


def _on_a_phone(columns: Sequence[Field], type: RecordType) -> dict[str, str]:
    """The places in the two lines of a row: those that the type says, the free ones in the order of the columns."""
    places = {type.title: "title"}
    names = [field.name for field in columns if field.name != type.title]
    usual = dict(zip(type.phone, PHONE, strict=False))
    places |= {name: usual[name] for name in names if name in usual}
    free = [place for place in PHONE[:3] if place not in places.values()]
    return places | dict(zip((name for name in names if name not in usual), free, strict=False))


def pinned_of(found: Listing, asked: Asked) -> dict[str, Field]:
    """The columns that stay beside the first one, which always does."""
    shown = {field.name: field for field in found.columns[1:]}
    return {name: shown[name] for name in asked.layout.pins() if name in shown}


def _head(field: Field, found: Listing, asked: Asked, **drawn: Any) -> Head:
    actor = found.actor
    first = found.sort.text.partition(",")[0]
    direction = ("down" if first.startswith("-") else "up") if first.lstrip("-") == field.name else ""
    following = f"-{field.name}" if direction == "up" else field.name
    return Head(
        type=found.type,
        field=field,
        sorted=direction,
        href=asked.url(sort=following) if sortable(field, actor) else "",
        edit=writable_in_place(field, found.type, actor) and actor.scope(found.type.ref_name, "change") != NONE,
        menu=asked.deed("list_column", name=field.name),
        **drawn,
    )


def count_words(type: RecordType, number: int, *, exact: bool) -> str:
    return f"{count_text(number, exact=exact)} {str(type.label if number == 1 else type.plural).lower()}"


def count_text(number: int, *, exact: bool) -> str:
    return formats.number(number) if exact else f"{formats.number(number)}+"


def bulk_deeds(type: RecordType, asked: Asked, actor: Actor) -> tuple[Deed, ...]:
    """What can be done to a selection: edit a field, the type's own verbs, the trash, and what other rooms add."""
    offered = sorted(verbs.verbs_of(type.ref_name), key=lambda verb: first_deeds(type, verb.name))
    offered = verbs.with_work((verb for verb in offered if _in_bulk(verb, type, actor)), type.ref_name, None, actor)
    found = [(verb.name, verb.label, verb.icon) for verb in offered]
    if actor.scope(type.ref_name, "change") != NONE:
        found.insert(0, ("edit", _("Change a field"), "pencil"))
    if actor.scope(type.ref_name, "delete") != NONE:
        found.append(("trash", _("Delete"), "trash-2"))
    own = (Deed(label, icon, list_url(type, "record_bulk", name=name)) for name, label, icon in found)
    return *own, *(Deed(one.label, one.icon, one.href) for one in selection_actions(type, actor, asked))


def first_deeds(type: RecordType, name: str) -> int:
    """The verbs that the type names stand first, in its order; all others keep theirs."""
    return type.deeds.index(name) if name in type.deeds else len(type.deeds)


def _in_bulk(verb: Verb, type: RecordType, actor: Actor) -> bool:
    if not verb.bulk or verb.name in ("edit", "trash", "restore") or not is_left(verb, type, actor):
        return False
    return actor.may(verb.power) if verb.power else actor.scope(verb.model.ref_name(), verb.right) != NONE
