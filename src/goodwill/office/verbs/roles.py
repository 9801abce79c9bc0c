"""Roles: what their holders may do."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _, gettext_lazy

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Refused
from goodwill.kernel.models import Role, User
from goodwill.kernel.powers import POWERS, RIGHTS
from goodwill.kernel.verbs import Final, verb
from goodwill.office.authority import REACHES, require_within

Scopes = Mapping[str, Mapping[str, str]]
BY_HAND = Final(gettext_lazy("set the rights anew on the page of the role."))


@verb(Role, power="manage_users", label=gettext_lazy("Make a role"), icon="shield", undo=BY_HAND, bulk=False)
def make_role(*, by: Actor, name: str, like: Role) -> Role:
    """A role of the firm's own that begins as a copy. Refused for one that may do more than its maker."""
    require_within(like, by)
    return changes.create(Role(name=name, scopes=like.scopes, powers=like.powers))


@verb(Role, power="manage_users", label=gettext_lazy("Change the rights"), icon="shield", undo=BY_HAND, bulk=False)
def change_role(role: Role, *, by: Actor, name: str, scopes: Scopes, powers: Sequence[str]) -> Role:
    """Refused for the built-in owner, and beyond one's own rights: before the change and after it."""
    if role.builtin == "owner":
        raise Refused(_("Owners may do everything, and this stays so. Make a role of your own instead."))
    require_within(role, by)
    _check(scopes, powers)
    require_within(Role(name=name, scopes=scopes, powers=list(powers)), by)
    return changes.update(role, name=name, scopes=scopes, powers=list(powers))


@verb(Role, power="manage_users", label=gettext_lazy("Remove"), icon="trash-2", undo=BY_HAND, bulk=False)
def remove_role(role: Role, *, by: Actor) -> Role:
    """Refused for built-in roles, and while somebody holds it, even with a closed access."""
    if role.builtin:
        raise Refused(_("Built-in roles stay. Nothing was changed."))
    require_within(role, by)
    if User.everything.filter(role=role).exists():
        raise Refused(_("Somebody still has this role. Give them another one first; nothing was changed."))
    return changes.trash(role)


def _check(scopes: Scopes, powers: Sequence[str]) -> None:
    rights = [right for row in scopes.values() for right in row.items()]
    if set(powers) - set(POWERS) or any(name not in RIGHTS or reach not in REACHES for name, reach in rights):
        raise Invalid(_("There is no such right. Nothing was changed; load the page again."))
