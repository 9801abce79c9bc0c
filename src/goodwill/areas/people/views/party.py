"""The page of a party: who it is, what comes next, everything that happened, and who is around it."""

from collections.abc import Collection
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from goodwill.areas.people.completeness import missing
from goodwill.areas.people.locating import why_not_on_map
from goodwill.areas.people.models import Address, Party
from goodwill.areas.people.queries.around import around
from goodwill.areas.people.queries.knowing import known_to
from goodwill.areas.people.queries.party_page import Opened, next_step, open_tasks, opened
from goodwill.areas.people.queries.people_map import small_map
from goodwill.areas.people.queries.timeline import opening, timeline
from goodwill.areas.people.verbs.merge import survivor_of
from goodwill.areas.people.views.composing import composer_of, kinds_left
from goodwill.areas.people.views.feed import feed
from goodwill.kernel import rights, seen
from goodwill.kernel.actors import Actor
from goodwill.kernel.address import Address as Written, format_address
from goodwill.kernel.errors import Missing
from goodwill.kernel.models import Profile
from goodwill.kernel.refs import Ref
from goodwill.records.actions import record_actions
from goodwill.records.layouts.arranged import FACTS, arrangement_of
from goodwill.records.layouts.pages import arranging, in_mode
from goodwill.records.registry import RecordType
from goodwill.records.show import shown_fields
from goodwill.records.veil import hidden_fields, narrows
from goodwill.records.views.detail import Deeds, beside, in_columns, panels_for
from goodwill.records.views.typed import list_url, url_of
from goodwill.ui import render

BLOCKS = {"feed": "#feed", "more": "#more", "who": "#who"}


def page(request: HttpRequest, type: RecordType, actor: Actor, pk: int) -> HttpResponse:
    if beside(request):
        return peek(request, type, actor, pk)
    try:
        whole = opened(type, pk, actor)
    except Missing:
        return _to_survivor(request, pk)
    party = whole.party
    seen.looked(party.ref, actor)
    neighbours, tasks = around(party, actor), open_tasks(party, actor, limit=6)
    context = {
        **_who(type, whole, actor),
        **feed(request, type, party, actor),
        "next_step": next_step(party, actor, tasks),
        "tasks": tasks,
        "around": neighbours,
        "map": small_map(party, neighbours),
        "composer": composer_of(party, QueryDict(), actor=actor),
        "panels": panels_for(type, party, actor),
        "list_url": list_url(type),
        "main_first": True,
    }
    if in_mode(request):
        return arranging(request, type, party, context, "people/party_who.html")
    return in_columns(request, "people/party.html", context, BLOCKS)


def _to_survivor(request: HttpRequest, pk: int) -> HttpResponse:
    """A merged party leads to the one that survived; raises Missing for any other."""
    merged = Party.everything.filter(pk=pk).exclude(merged_into=None).first()
    if merged is None:
        raise Missing
    return render.redirect(request, "go", name="party", pk=survivor_of(merged).pk)


def peek(request: HttpRequest, type: RecordType, actor: Actor, pk: int) -> HttpResponse:
    """The party beside a list: who it is, what comes next, the last things that happened."""
    whole = opened(type, pk, actor)
    party = whole.party
    context = {
        **_who(type, whole, actor),
        "page": timeline(party, actor, size=8, opened=opening(party, actor)),
        "next_step": next_step(party, actor),
    }
    return render.page(request, "people/peek.html", context)


def _who(type: RecordType, whole: Opened, actor: Actor) -> dict[str, Any]:
    party = whole.party
    may_change = rights.allows(actor, "change", party)
    shown = shown_fields(type, party, actor, [name for name in type.all_fields if name not in type.elsewhere])
    facts = {one.field.name: one for one in shown}
    filled = {name: one for name, one in facts.items() if not one.empty}
    home = Profile.current().country
    return {
        "type": type,
        "party": party,
        "record_url": url_of(type, party.pk),
        **{name: filled.get(name) for name in ("phase", "regard", "owner")},
        "points": whole.points,
        "addresses": [(one, _lines(one, home), why_not_on_map(one, party.country)) for one in whole.addresses],
        "tags": whole.tags,
        "fields": [facts[name] for name in arrangement_of(type, actor).shown(FACTS, facts)],
        "known": known_to(actor, party),
        "missing": missing(party, hidden=[field.column for field in hidden_fields("party", actor)]),
        "may_change": may_change,
        "deeds": Deeds(type, party.pk, may_change, rights.allows(actor, "delete", party), actor),
        "locked": _locked(whole, actor),
        "quick": _quick(whole.points, kinds_left(type, actor)) if may_change else [],
        "followed": whole.followed,
        "actions": record_actions(type, party, actor),
    }


def _locked(whole: Opened, actor: Actor) -> set[Ref]:
    """The ways to reach the party that the actor's role keeps it from changing."""
    parts: list[Any] = [*whole.points, *whole.addresses] if narrows(actor) else []
    return {part.ref for part in parts if not rights.allows(actor, "change", part)}


def _lines(address: Address, home: str) -> list[str]:
    parts = Written(address.street, address.more, address.postcode, address.city, address.region, address.country)
    return format_address(parts, home)


def _quick(points: list[Any], kinds: Collection[str]) -> list[dict[str, Any]]:
    """They open the composer in place; a phone and a mail address are used at once, too."""
    phone = next((point for point in points if point.kind == "phone" and not point.do_not_use), None)
    mail = next((point for point in points if point.kind == "mail" and not point.do_not_use), None)
    made = [
        ("note", _("Note"), _("Write a note"), "sticky-note", "n", ""),
        ("mail", _("Mail"), _("Log a mail"), "mail", "", f"mailto:{mail.shown}" if mail else ""),
        ("call", _("Call"), _("Log a call"), "phone", "l", f"tel:+{phone.fold}" if phone else ""),
        ("task", _("Task"), _("Plan a task"), "circle-check", "t", ""),
        ("meeting", _("Meet"), _("Log a meeting"), "calendar-check", "", ""),
    ]
    return [
        {
            "label": label,
            "icon": icon,
            "key": key,
            "href": href or "#composer",
            "attrs": {"data-compose": kind, "data-command": command},
        }
        for kind, label, command, icon, key, href in made
        if kind in kinds
    ]
