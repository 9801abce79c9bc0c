"""Arranging the page of a record, in the sheet beside it: each change is seen on the page as soon as it is saved."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.kernel import changes, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing
from goodwill.kernel.models import Team
from goodwill.records import registry, writing
from goodwill.records.fields import readable
from goodwill.records.layouts import verbs
from goodwill.records.layouts.arranged import FACTS, KEPT, STANDARD, Arrangement, layouts_of
from goodwill.records.layouts.filled import filled_of
from goodwill.records.registry import RecordType
from goodwill.records.show import title_of
from goodwill.records.views.typed import typed, url_of
from goodwill.records.views.undo import undo_url
from goodwill.ui import render

BLOCKS = {"sheet": "#sheet", "form": "#arrange", "filled": "#filled"}
HEADS = {FACTS: gettext_lazy("Details"), "main": gettext_lazy("In the middle"), "side": gettext_lazy("At the side")}


@typed()
def arrange(request: HttpRequest, type: RecordType, actor: Actor, pk: int) -> HttpResponse:
    rights.require_power(actor, verbs.POWER)
    record = writing.find(type, pk, actor)
    team = _team(request)
    if request.method == "POST":
        return _save(request, type, actor, pk, team)
    known = layouts_of(type.name)
    own = team.pk if team else 0
    here = known.get(own) or (known.get(0, STANDARD) if team else STANDARD)
    context = {
        "type": type,
        "title": title_of(type, record),
        "action": url_of(type, pk, "record_arrange"),
        "back": url_of(type, pk),
        "team": own,
        "teams": [("", _("Everybody")), *((row.pk, row.name) for row in Team.objects.order_by("name"))],
        "is_own": own in known,
        "places": [place for place in _places(type, actor, here) if place["lines"]],
        "filled": filled_of(type, actor) if "filled" in request.GET else None,
    }
    return render.page(request, "layouts/arrange.html", context, blocks=BLOCKS)


def _save(request: HttpRequest, type: RecordType, actor: Actor, pk: int, team: Team | None) -> HttpResponse:
    sent = request.POST
    with changes.batch(actor, "reset" if "reset" in sent else "arrange") as batch:
        if "reset" in sent:
            verbs.reset(by=actor, type=type, team=team)
        else:
            order = {place: sent.getlist(f"order.{place}") for place in verbs.PLACES}
            shown = {place: set(sent.getlist(f"show.{place}")) for place in verbs.PLACES}
            hidden = {place: [name for name in names if name not in shown[place]] for place, names in order.items()}
            verbs.arrange(by=actor, type=type, team=team, order=order, hidden=hidden)
    whom = team.name if team else _("everybody")
    said = _("The pages of %(type)s are arranged for %(whom)s.")
    if "reset" in sent:
        said = _("The pages of %(type)s are back to the standard for %(whom)s.")
    said %= {"type": type.plural, "whom": whom}
    return render.redirect(request, url_of(type, pk), toast_text=said, undo=undo_url(batch.row))


def _team(request: HttpRequest) -> Team | None:
    """Whose layout is meant: the one of the team that was named, else everybody's."""
    sent = (request.POST if request.method == "POST" else request.GET).get("team", "")
    if not sent:
        return None
    known: dict[str, Team] = {str(row.pk): row for row in Team.objects.all()}
    if sent not in known:
        raise Missing
    return known[sent]


def _places(type: RecordType, actor: Actor, here: Arrangement) -> list[dict[str, Any]]:
    """What can be arranged in each place of the page, with whether it is shown."""
    facts = {
        name: field.label
        for name, field in type.all_fields.items()
        if readable(field, actor)
        and (field.expression is None or field.kept)
        and name not in type.elsewhere
        and name not in KEPT
    }
    panels = {place: {one.name: one.label for one in registry.panels(type.name, place)} for place in ("main", "side")}
    return [_place(place, labels, here) for place, labels in ({FACTS: facts} | panels).items()]


def _place(place: str, labels: dict[str, Any], here: Arrangement) -> dict[str, Any]:
    hidden = here.hidden.get(place, ())
    lines = [{"name": name, "label": labels[name], "on": name not in hidden} for name in here.all(place, labels)]
    return {"name": place, "label": HEADS[place], "lines": lines}
