"""Arranging the page of a record on the page itself: the mode in which it is drawn, and where it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.kernel import changes, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing
from goodwill.kernel.models import Team
from goodwill.records import writing
from goodwill.records.actions import field_actions
from goodwill.records.fields import readable
from goodwill.records.layouts import verbs
from goodwill.records.layouts.arranged import (
    DETAILS,
    FACTS,
    KEPT,
    STANDARD,
    Arrangement,
    layouts_of,
    panels_placed,
)
from goodwill.records.layouts.filled import filled_of
from goodwill.records.layouts.moving import Draft, draft_of
from goodwill.records.registry import Panel, RecordType
from goodwill.records.show import Shown, shown_fields, title_of
from goodwill.records.views.typed import actor_of, typed, url_of
from goodwill.records.views.undo import undo_url
from goodwill.ui import render

ASKED = "arrange"
"""The part of a page's address that asks for the mode; its value is the team that is meant, none for everybody."""
HEADS: Mapping[str, Promise] = {
    FACTS: gettext_lazy("Details"),
    "left": gettext_lazy("At the left"),
    "main": gettext_lazy("In the middle"),
    "side": gettext_lazy("At the side"),
}


@dataclass(frozen=True)
class Piece:
    """A field with its value, or a panel with what its template needs: None where this record has nothing to show.
    What `stays` is on each page; `holds` the fields, if it does.
    """

    name: str
    label: Any
    icon: str
    place: str
    hidden: bool
    shown: Shown | None = None
    drawn: Mapping[str, Any] | None = None
    stays: bool = False
    holds: bool = False


def in_mode(request: HttpRequest) -> bool:
    return ASKED in request.GET and not render.by_htmx(request)


def arranging(
    request: HttpRequest, type: RecordType, record: Any, page: Mapping[str, Any], who: str = "layouts/who.html"
) -> HttpResponse:
    """The page of a record while it is arranged; `page` is the context that it is drawn with else, `who` the template
    of what stands first on it. What the address draws out is not saved yet.
    """
    actor = actor_of(request)
    rights.require_power(actor, verbs.POWER)
    team = _team(request)
    known, own = layouts_of(type.name), team.pk if team else 0
    draft = draft_of(request.GET)
    here = draft or _saved(known, team)
    pieces = [*_fields(type, record, actor, here), *_panels(type, record, actor, here)]
    context = {
        "main_first": False,
        **page,
        "title": title_of(type, record),
        "record_url": url_of(type, record.pk),
        "action": url_of(type, record.pk, "record_arrange"),
        "team": own,
        "teams": [("", _("Everybody")), *((row.pk, row.name) for row in Team.objects.order_by("name"))],
        "is_own": own in known,
        "heads": HEADS,
        "who": who,
        "is_draft": draft is not None,
        "shares": {},
        **(_filled(type, actor, here) if "filled" in request.GET else {}),
        "places": {place: [one for one in pieces if one.place == place and not one.hidden] for place in HEADS},
        "tray": [one for one in pieces if one.hidden],
    }
    return render.page(request, "layouts/arranging.html", context)


def _fields(type: RecordType, record: Any, actor: Actor, here: Arrangement) -> list[Piece]:
    names = _names(type, actor)
    values = {one.field.name: one for one in shown_fields(type, record, actor, names)}
    hidden = here.hidden.get(FACTS, ())
    return [
        Piece(name, type.field(name).label, "", FACTS, name in hidden, shown=values.get(name))
        for name in here.all(FACTS, names)
    ]


def _names(type: RecordType, actor: Actor) -> list[str]:
    """The fields that can stand in the details."""
    known = [field for field in type.all_fields.values() if readable(field, actor)]
    fields = [field for field in known if field.expression is None or field.kept]
    return [field.name for field in fields if field.name not in type.elsewhere and field.name not in KEPT]


def _panels(type: RecordType, record: Any, actor: Actor, here: Arrangement) -> list[Piece]:
    return [_panel(panel, record, actor, hidden=here.hides(panel)) for panel in panels_placed(type, here)]


def _panel(panel: Panel, record: Any, actor: Actor, *, hidden: bool) -> Piece:
    found = None if hidden else panel.function(record, actor)
    drawn = {"panel": panel, **found} if found is not None else None
    where = panel.name, panel.label, panel.icon, panel.place
    return Piece(*where, hidden, drawn=drawn, stays=panel.stays, holds=panel.name == DETAILS)


@typed()
def arrange(request: HttpRequest, type: RecordType, actor: Actor, pk: int) -> HttpResponse:
    """POST saves an arrangement; `?filled` says how often each field is filled."""
    rights.require_power(actor, verbs.POWER)
    writing.find(type, pk, actor)
    team = _team(request)
    if request.method == "POST":
        return _save(request, type, actor, pk, team)
    if "filled" in request.GET:
        return render.page(request, "layouts/filled.html", _said_of_filled(type, actor, pk, team))
    return HttpResponseRedirect(f"{url_of(type, pk)}?{ASKED}={team.pk if team else ''}")


def _said_of_filled(type: RecordType, actor: Actor, pk: int, team: Team | None) -> dict[str, Any]:
    saved = _saved(layouts_of(type.name), team)
    return {"record_url": url_of(type, pk), **_filled(type, actor, saved)}


def _saved(known: Mapping[int, Arrangement], team: Team | None) -> Arrangement:
    """What is arranged for the team, or else for everybody."""
    return (known.get(team.pk) if team else None) or known.get(0, STANDARD)


def _filled(type: RecordType, actor: Actor, here: Arrangement) -> dict[str, Any]:
    """Beside the figures, the fields on the page that nobody fills, and how to remove those of the firm's own."""
    found = filled_of(type, actor, _names(type, actor))
    hidden = here.hidden.get(FACTS, ())
    nobodys = [one.field for one in found if not one.count and one.field.name not in hidden]
    offered = [(field, action) for field in nobodys for action in field_actions(type, field, actor)]
    return {"filled": found, "nobodys": nobodys, "removals": offered, "shares": {one.field.name: one for one in found}}


def _save(request: HttpRequest, type: RecordType, actor: Actor, pk: int, team: Team | None) -> HttpResponse:
    sent, back = request.POST, "reset" in request.GET
    with changes.batch(actor, "reset" if back else "arrange") as batch:
        if back:
            verbs.reset(by=actor, type=type, team=team)
        else:
            draft = Draft.of(sent)
            verbs.arrange(by=actor, type=type, team=team, order=draft.order(), hidden=draft.hidden)
    whom = team.name if team else _("everybody")
    said = _("The pages of %(type)s are arranged for %(whom)s.")
    if back:
        said = _("The pages of %(type)s are back to the standard for %(whom)s.")
    said %= {"type": type.plural, "whom": whom}
    return render.redirect(request, url_of(type, pk), toast_text=said, undo=undo_url(batch.row))


def _team(request: HttpRequest) -> Team | None:
    """Whose layout is meant: the one of the team that was named, else everybody's."""
    sent = request.GET.get("team", "") or request.GET.get(ASKED, "")
    if not sent:
        return None
    known: dict[str, Team] = {str(row.pk): row for row in Team.objects.all()}
    if sent not in known:
        raise Missing
    return known[sent]
