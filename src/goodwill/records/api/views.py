"""The saved views that a program may see, and a list that begins with one of them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import SavedView
from goodwill.records import registry
from goodwill.records.api.answers import answer
from goodwill.records.api.dispatch import readable_type, route
from goodwill.records.api.reading import query_of
from goodwill.records.query import QueryError
from goodwill.records.registry import RecordType, View
from goodwill.records.saved.known import as_view, known_views

MOST = 500


def read_views(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Those of one type, or of all that the actor may read."""
    slug = query_of(request, frozenset({"type"})).get("type", "")
    kinds = [readable_type(slug, actor)] if slug else _readable(actor)
    by_name = {kind.name: kind for kind in kinds}
    rows = rights.visible(SavedView.objects.filter(type__in=by_name), actor).select_related("owner", "team")
    found = rows.order_by("type", "position", "id")[:MOST]
    return answer({"items": [_plain(row, by_name[row.type], actor) for row in found]})


def view_named(name: str, type: RecordType, actor: Actor) -> View | None:
    """The ready-made view of this name, or the saved one with this id; None where none was named."""
    if not name:
        return None
    found = next((known.view for known in known_views(type, actor) if known.view.name == name), None)
    if found is None:
        raise QueryError("view", _("There is no such view, or it is not shared with you."))
    return found


def _readable(actor: Actor) -> list[RecordType]:
    return [kind for kind in registry.types() if rights.allows(actor, "read", kind.model)]


def _plain(row: SavedView, kind: RecordType, actor: Actor) -> dict[str, Any]:
    view = as_view(row, kind, actor)
    return {
        "id": row.pk,
        "version": row.version,
        "type": kind.name,
        "name": row.name,
        "owner": {"id": row.owner_id, "label": row.owner.name},
        "share": row.share,
        "team": {"id": row.team_id, "label": row.team.name} if row.team else None,
        "filter": view.filter,
        "sort": view.sort,
        "columns": list(view.columns),
        "sums": list(view.sums),
        "list": f"{reverse('api_list', kwargs={'slug': kind.slug})}?view={row.pk}",
    }


views = route(get=read_views)
