"""Nobody hands out, takes away or edits more than they hold themselves."""

from django.utils.translation import gettext as _

from goodwill.kernel.actors import ALL, CHANGE, HIDDEN, NONE, REACHES, READ, TEAM, Actor, is_filter, reach_of
from goodwill.kernel.errors import Refused
from goodwill.kernel.models import Role
from goodwill.kernel.powers import RIGHTS

STRICTEST = (HIDDEN, READ, CHANGE)


def exceeds(role: Role, actor: Actor) -> bool:
    """Whether the role allows anything that the actor may not do."""
    if actor.is_system:
        return False
    if actor.role is None or set(role.powers) - set(actor.role.powers):
        return True
    names = {"*", *role.scopes, *actor.role.scopes}
    beyond = any(
        _beyond(reach_of(role.scopes, name, right), actor.scope(name, right)) for name in names for right in RIGHTS
    )
    return beyond or _shows_more(role, actor.role)


def _beyond(wanted: str, held: str) -> bool:
    """Whether one reach may be more than another: nobody can tell of two filters."""
    if wanted == NONE or held in (ALL, wanted):
        return False
    return is_filter(wanted) or is_filter(held) or REACHES.index(wanted) > REACHES.index(held)


def _shows_more(role: Role, than: Role) -> bool:
    """Whether the role leaves a field or a verb to its holders that the other one does not."""
    fields = (
        STRICTEST.index(role.field_rights.get(name, {}).get(field, CHANGE)) > STRICTEST.index(right)
        for name, held in than.field_rights.items()
        for field, right in held.items()
    )
    verbs = (set(held) - set(role.refused_verbs.get(name, ())) for name, held in than.refused_verbs.items())
    return any(fields) or any(verbs)


def require_within(role: Role, actor: Actor) -> None:
    if exceeds(role, actor):
        raise Refused(
            _("“%(role)s” may do more than you, so only somebody who may do all of it can decide this. %(unchanged)s")
            % {"role": role, "unchanged": _("Nothing was changed.")}
        )


def sees_by_team(actor: Actor) -> bool:
    """Whether joining a team would let the actor reach more."""
    return actor.role is not None and any(
        reach == TEAM or is_filter(reach) for rights in actor.role.scopes.values() for reach in rights.values()
    )
