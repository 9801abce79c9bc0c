"""What the question before an export offers, and what was answered."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.records.codec.beside import beside
from goodwill.records.codec.export import Asked
from goodwill.records.codec.formats import formats_for
from goodwill.records.codec.leaving import EVERY
from goodwill.records.filter.resolve import known_fields
from goodwill.records.query import Listing
from goodwill.records.registry import RecordType
from goodwill.records.views.asked import asked_of as list_asked
from goodwill.records.views.listing import count_words
from goodwill.records.views.typed import list_url, url_of
from goodwill.ui import formats

MOST_TICKED = 5000


def question(request: HttpRequest, type: RecordType, actor: Actor) -> dict[str, Any]:
    """Of a list, or of the rows that are ticked in it."""
    asked, ids = list_asked(request, type), _ticked(request)
    wanted = request.GET.get("query", asked.filter) if request.GET.get("all") == "1" else asked.filter
    found = Listing(type, actor, filter=wanted, sort=asked.sort, columns=asked.columns, right="export")
    every = [(field.name, field.label) for field in known_fields(type, actor)]
    every += [(each.name, each.label) for each in beside(type)]
    return {
        **_frame(type, _("Export %s") % str(type.plural).lower()),
        "action": reverse("export_list", args=[type.slug]),
        "back": list_url(type),
        "filter": found.filter_text,
        "sort": asked.sort,
        "ids": ids or [],
        "scopes": _scopes(type, actor, found, ids),
        "scope": "ticked" if ids else "list",
        "whats": _whats(len(found.columns), len(every)),
        "columns": every,
        "shown": [field.name for field in found.columns],
    }


def question_of_record(type: RecordType, record: Any) -> dict[str, Any]:
    """Of one record with everything that hangs on it."""
    action = reverse("export_record", args=[type.slug, record.pk])
    return {
        **_frame(type, _("Export %s") % record),
        "record": record,
        "action": action,
        "back": url_of(type, record.pk),
    }


def _frame(type: RecordType, title: str) -> dict[str, Any]:
    formats = [(each.name, each.label, each.hint, each.icon) for each in formats_for(type.ref_name)]
    return {"type": type, "record": None, "title": title, "formats": formats, "log_url": reverse("exports")}


def _whats(shown: int, every: int) -> list[tuple[str, str, str]]:
    return [
        ("shown", _("As the list shows them"), _named(shown)),
        ("all", _("All fields"), _named(every)),
        ("chosen", _("Choose"), ""),
    ]


def asked_of(request: HttpRequest, type: RecordType) -> Asked:
    """What was answered. Raises Invalid where nothing was ticked or chosen."""
    sent = request.POST
    scope, what = sent.get("scope", "list"), sent.get("what", "shown")
    ids = _ticked(request) if scope == "ticked" else None
    if scope == "ticked" and not ids:
        raise Invalid(_("No row is ticked, so nothing left. Tick rows first, or export the whole list."))
    columns = sent.getlist("columns") if what == "chosen" else sent.get("shown", "").split(",")
    columns = [EVERY] if what == "all" else [name for name in columns if name]
    if what == "chosen" and not columns:
        raise Invalid(_("No column is chosen, so nothing left. Choose at least one."))
    narrowed = sent.get("filter", "") if scope == "list" else ""
    return Asked(sent.get("format", ""), narrowed, sent.get("sort", ""), tuple(columns), ids)


def _ticked(request: HttpRequest) -> tuple[int, ...] | None:
    sent = request.POST if request.method == "POST" else request.GET
    if sent.get("all") == "1":
        return None
    ids = tuple(int(value) for value in sent.getlist("id") if value.isdecimal() and len(value) < 19)
    if len(ids) > MOST_TICKED:
        raise Invalid(_("That many rows are selected by their filter: export the whole list. Nothing left."))
    return ids or None


def _scopes(type: RecordType, actor: Actor, found: Listing, ids: tuple[int, ...] | None) -> list[tuple[str, str, str]]:
    scopes = []
    if ids:
        said = ngettext("The ticked row", "The %d ticked rows", len(ids))
        scopes.append(("ticked", said % len(ids) if "%d" in said else said, ""))
    if not found.filter_text:
        return [*scopes, ("list", _("Everything"), _counted(type, found))]
    every = Listing(type, actor, right="export")
    return [
        *scopes,
        ("list", _("This list, as it is filtered"), _counted(type, found)),
        ("all", _("Everything"), _counted(type, every)),
    ]


def _counted(type: RecordType, listing: Listing) -> str:
    count = listing.count()
    return count_words(type, count.number, exact=count.exact)


def _named(number: int) -> str:
    return ngettext("%s column", "%s columns", number) % formats.number(number)
