"""Nobody hands out, takes away or edits more than they hold themselves."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from goodwill.kernel.actors import ALL, NONE, OWN, TEAM, Actor
from goodwill.kernel.errors import Refused
from goodwill.kernel.models import Role
from goodwill.kernel.powers import RIGHTS

REACHES = (NONE, OWN, TEAM, ALL)


def exceeds(role: Role, actor: Actor) -> bool:
    """Whether the role allows anything that the actor may not do."""
    if actor.is_system:
        return False
    if actor.role is None or set(role.powers) - set(actor.role.powers):
        return True
    names = {"*", *role.scopes, *actor.role.scopes}
    return any(
        REACHES.index(reach_of(role.scopes, name, right)) > REACHES.index(actor.scope(name, right))
        for name in names
        for right in RIGHTS
    )


def reach_of(scopes: Mapping[str, Any], ref_name: str, right: str) -> str:
    """How far the right on a type goes by these scopes; types that are not named follow `*`."""
    found: str = scopes.get(ref_name, scopes.get("*", {})).get(right, NONE)
    return found if found in REACHES else NONE


def require_within(role: Role, actor: Actor) -> None:
    if exceeds(role, actor):
        raise Refused(
            _("“%(role)s” may do more than you, so only somebody who may do all of it can decide this. %(unchanged)s")
            % {"role": role, "unchanged": _("Nothing was changed.")}
        )


def sees_by_team(actor: Actor) -> bool:
    """Whether joining a team would let the actor reach more."""
    return actor.role is not None and any(
        reach == TEAM for rights in actor.role.scopes.values() for reach in rights.values()
    )
