"""The page of a party: who it is, what comes next, everything that happened, and who is around it."""

from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from goodwill.areas.people.completeness import missing
from goodwill.areas.people.known_fields import KNOWN
from goodwill.areas.people.models import Address, Party
from goodwill.areas.people.queries.around import around
from goodwill.areas.people.queries.knowing import known_of
from goodwill.areas.people.queries.party_page import (
    addresses,
    contact_points,
    is_followed,
    next_step,
    open_tasks,
    tags_of,
)
from goodwill.areas.people.queries.people_map import small_map
from goodwill.areas.people.queries.timeline import kinds_of, timeline
from goodwill.areas.people.verbs.merge import survivor_of
from goodwill.kernel import rights, seen
from goodwill.kernel.actors import Actor
from goodwill.kernel.address import Address as Written, format_address
from goodwill.kernel.errors import Missing
from goodwill.kernel.models import Profile
from goodwill.records import writing
from goodwill.records.registry import RecordType
from goodwill.records.show import shown_fields
from goodwill.records.views.detail import Deeds, beside, panels_for
from goodwill.records.views.typed import list_url, url_of
from goodwill.ui import render

BLOCKS = {
    "feed": "#feed",
    "more": "#more",
    "next_step": "#next-step-place",
    "who": "#who",
    "facts": "#facts",
    "side": "#side",
}
ELSEWHERE = frozenset(
    {
        *("name", "company", "role", "phone", "mail", "phones", "mails", "tags", "website", "city", "towns", "kind"),
        *("next_step", "next_due", "last_contact", "created_at", "created_by", "changed_at", "changed_by"),
        *(field.name for field in KNOWN),
    }
)


def page(request: HttpRequest, type: RecordType, actor: Actor, pk: int) -> HttpResponse:
    if beside(request):
        return peek(request, type, actor, pk)
    try:
        party = writing.find(type, pk, actor)
    except Missing:
        return _to_survivor(request, pk)
    seen.looked(party.ref, actor)
    neighbours = around(party, actor)
    context = {
        **_who(type, party, actor),
        **_feed(request, type, party, actor),
        "next_step": next_step(party, actor),
        "tasks": open_tasks(party, actor, limit=6),
        "around": neighbours,
        "map": small_map(party, neighbours),
        "panels": panels_for(type, party, actor),
        "list_url": list_url(type),
    }
    return render.page(request, "people/party.html", context, blocks=BLOCKS)


def _to_survivor(request: HttpRequest, pk: int) -> HttpResponse:
    """A merged party leads to the one that survived; raises Missing for any other."""
    merged = Party.everything.filter(pk=pk).exclude(merged_into=None).first()
    if merged is None:
        raise Missing
    return render.redirect(request, "go", name="party", pk=survivor_of(merged).pk)


def peek(request: HttpRequest, type: RecordType, actor: Actor, pk: int) -> HttpResponse:
    """The party beside a list: who it is, what comes next, the last things that happened."""
    party = writing.find(type, pk, actor)
    context = {
        **_who(type, party, actor),
        "page": timeline(party, actor, size=8),
        "next_step": next_step(party, actor),
        "record_url": url_of(type, pk),
    }
    return render.page(request, "people/peek.html", context)


def _who(type: RecordType, party: Party, actor: Actor) -> dict[str, Any]:
    may_change = rights.allows(actor, "change", party)
    points = contact_points(party)
    shown = shown_fields(type, party, actor, [name for name in type.all_fields if name not in ELSEWHERE])
    home = Profile.current().country
    return {
        "type": type,
        "party": party,
        "phase": next((one for one in shown if one.field.name == "phase" and not one.empty), None),
        "regard": next((one for one in shown if one.field.name == "regard" and not one.empty), None),
        "owner": next((one for one in shown if one.field.name == "owner" and not one.empty), None),
        "points": points,
        "addresses": [(address, _lines(address, home)) for address in addresses(party)],
        "tags": tags_of(party),
        "fields": shown,
        "known": known_of(party),
        "missing": missing(party),
        "may_change": may_change,
        "deeds": Deeds(type, party.pk, may_change, rights.allows(actor, "delete", party)),
        "quick": _quick(type, party, points) if may_change else [],
        "followed": is_followed(party, actor),
    }


def _lines(address: Address, home: str) -> list[str]:
    parts = Written(address.street, address.more, address.postcode, address.city, address.region, address.country)
    return format_address(parts, home)


def _quick(type: RecordType, party: Party, points: list[Any]) -> list[dict[str, Any]]:
    phone = next((point for point in points if point.kind == "phone" and not point.do_not_use), None)
    mail = next((point for point in points if point.kind == "mail" and not point.do_not_use), None)
    log = url_of(type, party.pk, "record_verb", name="log_interaction")
    task = url_of(type, party.pk, "record_verb", name="plan_task")
    call = f"tel:+{phone.fold}" if phone else f"{log}?kind=call"
    return [
        {"label": _("Note"), "icon": "sticky-note", "href": "#composer"},
        {"label": _("Mail"), "icon": "mail", "href": f"mailto:{mail.shown}"}
        if mail
        else {"label": _("Mail"), "icon": "mail", "href": f"{log}?kind=mail", "into": "sheet"},
        {"label": _("Call"), "icon": "phone", "href": call, "into": "" if phone else "sheet"},
        {"label": _("Task"), "icon": "circle-check", "href": task, "into": "sheet", "key": "t"},
        {"label": _("Meet"), "icon": "calendar-check", "href": f"{log}?kind=meeting", "into": "sheet"},
    ]


def _feed(request: HttpRequest, type: RecordType, party: Party, actor: Actor) -> dict[str, Any]:
    """The timeline as the URL asks for it: kinds, words, field changes, and where to go on."""
    known = kinds_of(party, actor)
    kinds = [kind.name for kind in known if kind.name in request.GET.getlist("kind")]
    with_changes, search = "changes" in request.GET, request.GET.get("q", "")[:100]
    page = timeline(
        party, actor, kinds=kinds, search=search, before=request.GET.get("before", ""), with_changes=with_changes
    )
    here = url_of(type, party.pk)
    chosen: dict[str, Any] = {"kind": kinds, "q": search or None, "changes": "1" if with_changes else None}
    return {
        "page": page,
        "days": page.days(ZoneInfo(timezone.get_current_timezone_name())),
        "kinds": [
            {"label": kind.label, "icon": kind.icon, "on": kind.name in kinds, "href": _turn(here, chosen, kind.name)}
            for kind in known
        ],
        "changes_url": f"{here}?{_query(chosen | {'changes': None if with_changes else '1'})}",
        "with_changes": with_changes,
        "search": search,
        "filtered": bool(kinds or search or with_changes),
        "here": f"{here}?{_query(chosen)}",
        "later": f"{here}?{_query(chosen | {'before': page.later})}" if page.later else "",
    }


def _turn(here: str, chosen: dict[str, Any], kind: str) -> str:
    kinds = [name for name in chosen["kind"] if name != kind] if kind in chosen["kind"] else [*chosen["kind"], kind]
    return f"{here}?{_query(chosen | {'kind': kinds})}"


def _query(chosen: dict[str, Any]) -> str:
    return urlencode({name: value for name, value in chosen.items() if value}, doseq=True)
