"""Saving, sharing and sorting the views of a list; each answer leads back to the list that it is about."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goodwill.kernel import changes, pins, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.models import SavedView, Team
from goodwill.records.custom.verbs import POWER, takes_fields
from goodwill.records.layout import MOST_PINNED
from goodwill.records.query import Listing, QueryError, sortable
from goodwill.records.query.foot import hows_for, label_of
from goodwill.records.registry import RecordType
from goodwill.records.saved import verbs
from goodwill.records.saved.known import first_view
from goodwill.records.views.asked import Asked, asked_in
from goodwill.records.views.typed import list_url, typed
from goodwill.records.views.undo import undo_url
from goodwill.ui import render
from goodwill.ui.frame import url_if_any

BLOCKS = {"sheet": "#sheet", "modal": "#modal", "form": "#view-form"}
TEAM = "team:"
NEW_COLUMN = "NEW"
"""Stands in an address for the column that is still to be made."""


@typed()
def new(request: HttpRequest, type: RecordType, actor: Actor) -> HttpResponse:
    """Save what the list shows under a name."""
    rights.require(actor, "read", type.model)
    asked = asked_in(request, type, actor)
    action = asked.deed("view_new")
    if request.method != "POST":
        return _form(request, asked, actor, action, _("Save as a new view"), share="private")
    name, share, team = _described(request)
    try:
        made = verbs.save_view(by=actor, type=type, name=name, share=share, team=team, **asked.contents())
    except Invalid as error:
        return _form(request, asked, actor, action, _("Save as a new view"), error=error)
    to = f"{list_url(type)}?view={made.pk}"
    return render.redirect(request, to, toast_text=_("The view “%s” is saved.") % made)


@typed()
def describe(request: HttpRequest, type: RecordType, actor: Actor, pk: int) -> HttpResponse:
    """Another name, or for other people."""
    view, asked = _find(type, pk, actor), asked_in(request, type, actor)
    action = asked.deed("view_describe", pk=pk)
    if request.method != "POST":
        share = f"{TEAM}{view.team_id}" if view.team_id else view.share
        return _form(request, asked, actor, action, _("Rename or share"), name=view.name, share=share, view=view)
    name, share, team = _described(request)
    try:
        with changes.batch(actor, "describe_view") as batch:
            verbs.describe_view(view, by=actor, name=name, share=share, team=team)
    except Invalid as error:
        return _form(request, asked, actor, action, _("Rename or share"), error=error, view=view)
    return render.redirect(request, asked.url(), toast_text=_("Saved: %s") % view, undo=undo_url(batch.row))


@typed()
@require_POST
def keep(request: HttpRequest, type: RecordType, actor: Actor, pk: int) -> HttpResponse:
    """The view shows from now on what the list shows."""
    view, asked = _find(type, pk, actor), asked_in(request, type, actor)
    with changes.batch(actor, "keep_view") as batch:
        verbs.keep_view(view, by=actor, type=type, **asked.contents())
    to = asked.as_saved().url()
    return render.redirect(request, to, toast_text=_("The view “%s” is saved.") % view, undo=undo_url(batch.row))


@typed()
@require_POST
def move(request: HttpRequest, type: RecordType, actor: Actor, pk: int) -> HttpResponse:
    view, asked = _find(type, pk, actor), asked_in(request, type, actor)
    verbs.move_view(view, by=actor, steps=-1 if request.GET.get("to") == "front" else 1)
    return render.redirect(request, asked.url(), stay=True)


@typed()
@require_POST
def delete(request: HttpRequest, type: RecordType, actor: Actor, pk: int) -> HttpResponse:
    view = _find(type, pk, actor)
    with changes.batch(actor, "delete_view") as batch:
        verbs.delete_view(view, by=actor)
    said = _("The view “%s” is deleted. The records in it are untouched.") % view
    return render.redirect(request, list_url(type), toast_text=said, undo=undo_url(batch.row))


@typed()
@require_POST
def begin(request: HttpRequest, type: RecordType, actor: Actor) -> HttpResponse:
    """The reader's list begins with this view."""
    rights.require(actor, "read", type.model)
    asked = asked_in(request, type, actor)
    first = asked.view.name == first_view(type).name
    pins.begin_with(actor, type.name, "" if first else asked.view.name)
    said = _("%(list)s begin with “%(view)s” for you.") % {"list": type.plural, "view": asked.view.label}
    return render.redirect(request, asked_in(request, type, actor).url(), toast_text=said)


@typed()
@require_POST
def star_view(request: HttpRequest, type: RecordType, actor: Actor, name: str) -> HttpResponse:
    rights.require(actor, "read", type.model)
    asked = asked_in(request, type, actor)
    if all(known.view.name != name for known in asked.known):
        raise Missing
    return _starred(request, "star-view", lambda: _turn(actor, type, view=name))


@typed()
@require_POST
def star(request: HttpRequest, type: RecordType, actor: Actor, pk: int) -> HttpResponse:
    """A record into the reader's favourites, or out of them."""
    if not type.rows(actor).filter(pk=pk).exists():
        raise Missing
    return _starred(request, "star", lambda: _turn(actor, type, record_id=pk))


@typed()
def column(request: HttpRequest, type: RecordType, actor: Actor, name: str) -> HttpResponse:
    """The menu of a column's head: order, what stands below it, and away with it."""
    rights.require(actor, "read", type.model)
    asked = asked_in(request, type, actor)
    listing = Listing(type, actor, columns=[] if asked.columns == () else asked.columns)
    field = next((one for one in listing.columns if one.name == name), None)
    if field is None:
        raise QueryError("columns", _("This column is not shown any more."))
    names = [one.name for one in listing.columns]
    others = [one for one in names if one != name]
    context = {
        "field": field,
        "up": asked.url(sort=name) if sortable(field, actor) else "",
        "down": asked.url(sort=f"-{name}") if sortable(field, actor) else "",
        "sums": [
            (label_of(field, how), asked.with_sum(name, how), f"{name}:{how}" in asked.sums)
            for how in (hows_for(field) if name in type.all_fields else ())
        ],
        "pin": asked.url(pinned=asked.layout.turned(name)) if _pinnable(name, names, asked) else "",
        "pinned": name in asked.layout.pins(),
        "new_field": _new_field(type, actor, asked, names),
        "hide": asked.url(columns=",".join(others)) if others and name != type.title else "",
    }
    return render.page(request, "records/column.html", context)


def _pinnable(name: str, shown: list[str], asked: Asked) -> bool:
    """The first column stays anyway."""
    pins = asked.layout.pins()
    return name != shown[0] and (name in pins or len(pins) < MOST_PINNED)


def _new_field(type: RecordType, actor: Actor, asked: Asked, columns: list[str]) -> str:
    """Where a field is made that is the last column of this list then."""
    page = url_if_any("new_own_field")
    if not page or not takes_fields(type) or not actor.may(POWER):
        return ""
    back = asked.url(columns=",".join([*columns, NEW_COLUMN]))
    return f"{page}?{urlencode({'type': type.name, 'next': back})}"


def _turn(actor: Actor, type: RecordType, **what: Any) -> bool:
    most = _("You have %d favourites, more would hide one another. Take one out first.") % pins.MOST
    return pins.turn(actor, type.name, **what, most=most)


def _starred(request: HttpRequest, id: str, turn: Callable[[], bool]) -> HttpResponse:
    on = turn()
    if not render.by_htmx(request):
        return render.redirect(request, render.came_from(request, "/"))
    return render.page(request, "records/star.html", {"here": request.path, "on": on, "id": id})


def _find(type: RecordType, pk: int, actor: Actor) -> SavedView:
    rights.require(actor, "read", type.model)
    rows = rights.visible(SavedView.objects.filter(type=type.name), actor)
    found: SavedView | None = rows.filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise Missing
    return found


def _described(request: HttpRequest) -> tuple[str, str, Team | None]:
    share = request.POST.get("share", "private")
    pk = share.removeprefix(TEAM)
    if pk == share:
        return request.POST.get("name", ""), share, None
    team = Team.objects.filter(pk=pk).first() if pk.isascii() and pk.isdecimal() and len(pk) < 19 else None
    return request.POST.get("name", ""), "team", team


def _form(
    request: HttpRequest,
    asked: Asked,
    actor: Actor,
    action: str,
    title: str,
    *,
    name: str = "",
    share: str = "",
    error: Invalid | None = None,
    view: SavedView | None = None,
) -> HttpResponse:
    teams = {team.pk: team.name for team in Team.objects.filter(pk__in=actor.team_ids).order_by("name")}
    if view and view.team_id and view.team:
        teams.setdefault(view.team_id, view.team.name)
    shares = [
        ("private", _("Only me"), ""),
        *((f"{TEAM}{pk}", label, _("Everybody in this team")) for pk, label in teams.items()),
        ("firm", _("Everybody"), _("A tab in everybody’s list; each sees the records that they may see")),
    ]
    problems = dict(error.problems) if error else {}
    context = {
        "type": asked.type,
        "title": title,
        "action": action,
        "name": request.POST.get("name", name),
        "share": request.POST.get("share", share),
        "shares": shares,
        "problems": problems,
        "errors": [text for key, text in problems.items() if key not in ("name", "share")],
        "back": asked.url(),
    }
    return render.page(request, "records/view.html", context, blocks=BLOCKS, status=error.status if error else 200)
