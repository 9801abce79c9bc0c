"""The filter of a right, built by clicking: each click answers with its conditions and how many records they reach."""

import json

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from goodwill.kernel.errors import Missing
from goodwill.kernel.models import Role
from goodwill.kernel.powers import RIGHTS
from goodwill.office.queries import reaching, roles as queries
from goodwill.office.queries.reaching import Reach
from goodwill.office.views.roles import find_role
from goodwill.records.filter.chips import chips
from goodwill.records.registry import RecordType
from goodwill.records.scopes import type_behind
from goodwill.records.views.conditions import in_place, joined_or_told, place_in
from goodwill.records.views.filtering import Place, condition_or_step
from goodwill.records.views.typed import actor_of
from goodwill.ui import render
from goodwill.ui.access import power

SEEN: dict[str, object] = {"goodwill:seen": {}}
"""What is seen bounds the other rights: their numbers are told anew."""


@power("manage_users")
def scope(request: HttpRequest, pk: int, name: str, right: str) -> HttpResponse:
    """The right as it was sent; `without` is the place of a condition to take off, `turn` joins them the other way."""
    role, actor = _role_on(pk, name, right), actor_of(request)
    sent = request.GET.dict()
    if "without" in sent or "turn" in sent:
        joined = joined_or_told(sent.get(f"filter.{right}", ""), _kind(name), actor)
        joined = joined.turned() if "turn" in sent else joined.without(place_in(joined, sent["without"]))
        sent[f"filter.{right}"] = joined.text
    reach = reaching.reach(role, name, right, actor, sent)
    part = "_shown" if request.headers.get("HX-Target", "").endswith("-shown") else ""
    response = render.page(request, f"office/scope{part}.html", {"reach": reach, "urls": urls_of(role, name, reach)})
    if right == "read":
        response["HX-Trigger-After-Swap"] = json.dumps(SEEN)
    return response


@power("manage_users")
def scope_filter(request: HttpRequest, pk: int, name: str, right: str) -> HttpResponse:
    """A condition in steps; the last one answers with the right that it belongs to."""
    role, actor, kind = _role_on(pk, name, right), actor_of(request), _kind(name)
    text = request.GET.get("filter", "")
    joined, at = joined_or_told(text, kind, actor), request.GET.get("chip", "")
    chip = chips(joined.tree, kind, actor)[place_in(joined, at)] if at else None
    found = condition_or_step(request, kind, actor, Place(request.path, (("filter", text),), chip, at, _("Take it")))
    if isinstance(found, HttpResponse):
        return found
    joined = joined.replaced(place_in(joined, at), found) if at else joined.added(found)
    sent = {f"reach.{right}": "where", f"filter.{right}": joined.text}
    reach = reaching.reach(role, name, right, actor, sent)
    context = {"reach": reach, "urls": urls_of(role, name, reach), "focused": True}
    seen = SEEN if right == "read" else {}
    return in_place(render.page(request, "office/scope.html", context), f"scope-{right}", **seen)


def urls_of(role: Role, name: str, reach: Reach) -> dict[str, str]:
    place = {"pk": role.pk, "name": name, "right": reach.right}
    return {"scope": reverse("role_scope", kwargs=place), "filter": reverse("role_scope_filter", kwargs=place)}


def _role_on(pk: int, name: str, right: str) -> Role:
    role = find_role(pk)
    if name not in queries.types() or right not in RIGHTS:
        raise Missing
    return role


def _kind(name: str) -> RecordType:
    kind = type_behind(name)
    if kind is None:
        raise Missing
    return kind
