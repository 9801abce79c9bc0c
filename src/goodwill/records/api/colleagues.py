"""The people and the teams of the firm, for programs that give records to somebody. They are only read."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing
from goodwill.kernel.models import Team, User
from goodwill.kernel.models.users import Membership
from goodwill.records.api.answers import Problem, answer
from goodwill.records.api.dispatch import route
from goodwill.records.api.reading import query_of

MOST = 1000
Shown = dict[int, dict[str, Any]]


def users(pks: Collection[int] | None, actor: Actor) -> Shown:
    """By id: name, mail, whether they can still come in, and their teams. None for all who can."""
    rows = rights.visible(User.objects.filter(deleted_at=None), actor).select_related(None).order_by("name", "pk")
    rows = rows.filter(is_active=True)[:MOST] if pks is None else rows.filter(pk__in=pks)
    found: Shown = {
        pk: {"id": pk, "name": name, "mail": mail, "is_active": is_active, "teams": []}
        for pk, name, mail, is_active in rows.values_list("pk", "name", "email", "is_active")
    }
    for pk, team, name in _members(found, actor).values_list("user", "team", "team__name"):
        found[pk]["teams"].append({"id": team, "name": name, "type": "team"})
    return found


def teams(pks: Collection[int] | None, actor: Actor) -> Shown:
    """By id: name, and who is in it."""
    rows = rights.visible(Team.objects.all(), actor).order_by("name", "pk")
    rows = rows[:MOST] if pks is None else rows.filter(pk__in=pks)
    found: Shown = {pk: {"id": pk, "name": name} for pk, name in rows.values_list("pk", "name")}
    members = defaultdict(list)
    inside = rights.visible(Membership.objects.filter(team__in=list(found)), actor).filter(user__deleted_at=None)
    for pk, user, name in inside.order_by("user__name", "user").values_list("team", "user", "user__name"):
        members[pk].append({"id": user, "name": name, "type": "user"})
    return {pk: {**shown, "members": members[pk]} for pk, shown in found.items()}


def _members(found: Shown, actor: Actor) -> "QuerySet[Membership]":
    rows = rights.visible(Membership.objects.filter(user__in=list(found), team__deleted_at=None), actor)
    return rows.order_by("team__name", "team")


def read_users(request: HttpRequest, actor: Actor) -> HttpResponse:
    query_of(request, frozenset())
    return answer({"items": list(_reached(User, actor, users(None, actor)).values())})


def read_teams(request: HttpRequest, actor: Actor) -> HttpResponse:
    query_of(request, frozenset())
    return answer({"items": list(_reached(Team, actor, teams(None, actor)).values())})


def read_user(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    query_of(request, frozenset())
    return answer(_one(users([pk], actor) if 0 < pk < 2**63 else {}, pk))


def read_team(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    query_of(request, frozenset())
    return answer(_one(teams([pk], actor) if 0 < pk < 2**63 else {}, pk))


def _one(found: Shown, pk: int) -> dict[str, Any]:
    if pk not in found:
        raise Missing
    return found[pk]


def _reached(model: type[User] | type[Team], actor: Actor, found: Shown) -> Shown:
    """A key that is for some types of records alone is told so, not that there is nobody."""
    if not rights.allows(actor, "read", model):
        raise Problem(403, _("This key is for some records only, and these are not among them."))
    return found


all_users = route(get=read_users)
one_user = route(get=read_user)
all_teams = route(get=read_teams)
one_team = route(get=read_team)
