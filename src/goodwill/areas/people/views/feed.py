"""The timeline on the page of a party, as its URL asks for it."""

from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone

from goodwill.areas.people.models import Party, TimelineEntry
from goodwill.areas.people.queries.bodies import bodies
from goodwill.areas.people.queries.folding import folded
from goodwill.areas.people.queries.timeline import Cursor, entries_seen, opening, timeline
from goodwill.areas.people.timeline import TimelineKind
from goodwill.kernel.actors import Actor
from goodwill.records.registry import RecordType
from goodwill.records.views.typed import url_of

_NARROWING = {"kind", "q", "before", "entry"}


def feed(request: HttpRequest, type: RecordType, party: Party, actor: Actor) -> dict[str, Any]:
    """What the URL asks for: kinds, words, field changes, a place in time; and where to go on."""
    opened = opening(party, actor, newest=not _NARROWING & set(request.GET))
    kinds = [kind.name for kind in opened.kinds if kind.name in request.GET.getlist("kind")]
    changes, search = "changes" in request.GET, request.GET.get("q", "")[:100]
    linked = _linked(request, party, actor)
    before = str(Cursor(linked.at, False, linked.pk + 1)) if linked else request.GET.get("before", "")
    page = timeline(party, actor, kinds=kinds, search=search, before=before, with_changes=changes, opened=opened)
    here = url_of(type, party.pk)
    chosen: dict[str, Any] = {"kind": kinds, "q": search or None, "changes": "1" if changes else None}
    return {
        "page": page,
        "bodies": bodies([*page.pinned, *page.items], party, actor),
        "days": [(day, folded(items)) for day, items in page.days(ZoneInfo(timezone.get_current_timezone_name()))],
        "kinds": [_chip(kind, kind.name in kinds, here, chosen) for kind in opened.kinds],
        "changes_url": f"{here}?{_query(chosen | {'changes': None if changes else '1'})}",
        "with_changes": changes,
        "search": search,
        "filtered": bool(kinds or search or changes),
        "here": f"{here}?{_query(chosen)}",
        "bare": here,
        "earlier_page": bool(before),
        "marked": f"entry-{linked.pk}" if linked else "",
        "later": f"{here}?{_query(chosen | {'before': page.later})}" if page.later else "",
    }


def _chip(kind: TimelineKind, on: bool, here: str, chosen: dict[str, Any]) -> dict[str, Any]:
    return {"label": kind.label, "icon": kind.icon, "on": on, "href": _turn(here, chosen, kind.name)}


def _linked(request: HttpRequest, party: Party, actor: Actor) -> TimelineEntry | None:
    """The entry that `?entry=note:12` leads to."""
    type_name, _colon, number = request.GET.get("entry", "").partition(":")
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    return entries_seen(actor).filter(party=party, ref_type=type_name[:40], ref_id=int(number)).first()


def _turn(here: str, chosen: dict[str, Any], kind: str) -> str:
    kinds = [name for name in chosen["kind"] if name != kind] if kind in chosen["kind"] else [*chosen["kind"], kind]
    return f"{here}?{_query(chosen | {'kind': kinds})}"


def _query(chosen: dict[str, Any]) -> str:
    return urlencode({name: value for name, value in chosen.items() if value}, doseq=True)
