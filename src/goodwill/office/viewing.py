"""Looking at the product as another user, or as anybody with a role: only what one may do oneself, and only reading."""

import copy
from dataclasses import replace
from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from goodwill.kernel.actors import ALL, NONE, Actor, reach_of
from goodwill.kernel.models import Role, User, Viewing
from goodwill.kernel.powers import RIGHTS
from goodwill.office.authority import exceeds

SESSION = "viewing"
LONGEST = timedelta(hours=1)


def seen_as(request: HttpRequest, actor: Actor) -> Actor:
    """Whom this session looks as; the actor without any. It ends by itself where the right to it ends."""
    pk = request.session.get(SESSION)
    if pk is None:
        return actor
    since = timezone.now() - LONGEST
    rows = Viewing.objects.filter(pk=pk, watcher=actor.user_id, ended_at=None, created_at__gt=since)
    viewing = rows.select_related("as_user__role", "as_role").first()
    if viewing is None or not may_look(actor, viewing.as_user or viewing.as_role):
        del request.session[SESSION]
        return actor
    return _seen(actor, viewing)


def may_look(actor: Actor, whom: User | Role) -> bool:
    """Never at more than the actor may see: whoever sees their own sees other records than those of somebody else."""
    if not actor.may("manage_users") or actor.watcher is not None or whom.deleted_at is not None:
        return False
    if isinstance(whom, Role):
        return not exceeds(whom, actor)
    if not whom.is_active or whom.pk == actor.user_id or exceeds(whom.role, actor):
        return False
    names = {"*", *whom.role.scopes, *(actor.role.scopes if actor.role else ())}
    return all(
        actor.scope(name, right) == ALL or reach_of(whom.role.scopes, name, right) == NONE
        for name in names
        for right in RIGHTS
    )


def _seen(actor: Actor, viewing: Viewing) -> Actor:
    if viewing.as_user is not None:
        return replace(Actor.of(viewing.as_user), watcher=actor.user)
    seen = copy.copy(actor.user)
    assert seen is not None
    assert viewing.as_role is not None
    seen.role = viewing.as_role
    return replace(actor, user=seen, name=_("Anybody with “%s”") % viewing.as_role, watcher=actor.user)
