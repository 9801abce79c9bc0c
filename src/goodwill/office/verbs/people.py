"""Who belongs to the firm, and with which role and teams.

What these verbs give or take cannot be taken back by undo: a role that was taken away would come back that way.
"""

from collections.abc import Sequence

from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Refused
from goodwill.kernel.mailbox import Problem, check_mail
from goodwill.kernel.models import Membership, Role, Team, User
from goodwill.kernel.sessions import SessionStore
from goodwill.kernel.verbs import Final, verb
from goodwill.office.authority import require_within, sees_by_team
from goodwill.office.invitations import is_waiting

BY_HAND = Final(gettext_lazy("choose role, teams and access anew on the page of the person."))


@verb(
    User,
    power="manage_users",
    label=gettext_lazy("Invite"),
    done=gettext_lazy("invited somebody"),
    icon="user-plus",
    undo=BY_HAND,
    bulk=False,
)
def invite(*, by: Actor, email: str, name: str, role: Role, teams: Sequence[Team] = ()) -> User:
    """Add somebody who comes in by a link. Refused for a role that may do more than the inviter."""
    require_within(role, by)
    address = check_mail(email)
    if isinstance(address, Problem):
        raise Invalid({"email": address.sentence})
    if User.everything.filter(email__iexact=address.address).exists():
        raise Invalid({"email": _("Somebody with this address is here already. Nobody was invited.")})
    user = User(email=address.address.lower(), name=name, role=role)
    user.set_unusable_password()
    changes.create(user)
    _join(user, teams)
    return user


@verb(
    User,
    power="manage_users",
    label=gettext_lazy("Change role and teams"),
    done=gettext_lazy("changed what somebody may do"),
    icon="user-cog",
    undo=BY_HAND,
    bulk=False,
)
def change_access(user: User, *, by: Actor, role: Role, teams: Sequence[Team]) -> User:
    """Give another role and other teams. Refused beyond one's own rights, and for the last owner."""
    require_within(user.role, by)
    require_within(role, by)
    if role.builtin != "owner":
        _keep_an_owner(user)
    wanted = {team.pk for team in teams}
    held = {membership.team_id: membership for membership in user.memberships.filter(deleted_at=None)}
    if user.pk == by.user_id and wanted - set(held) and sees_by_team(by):
        raise Refused(_("A new team would show you more than you may see now. Ask a colleague to add you."))
    changes.update(user, role=role)
    for team_id, membership in held.items():
        if team_id not in wanted:
            changes.trash(membership)
    _join(user, [team for team in teams if team.pk not in held])
    return user


@verb(
    User,
    power="manage_users",
    label=gettext_lazy("Close the access"),
    done=gettext_lazy("closed somebody's access"),
    icon="user-minus",
    undo=BY_HAND,
    bulk=False,
)
def deactivate(user: User, *, by: Actor) -> User:
    """Sign the person out everywhere and let them in no more; what they did and own stays as it is."""
    require_within(user.role, by)
    if user.pk == by.user_id:
        raise Refused(_("You cannot close your own access. Ask a colleague to do it."))
    _keep_an_owner(user)
    changes.update(user, is_active=False)
    _end_sessions(user)
    return user


@verb(
    User,
    power="manage_users",
    label=gettext_lazy("Open the access"),
    done=gettext_lazy("opened somebody's access"),
    icon="user-check",
    undo=BY_HAND,
    bulk=False,
)
def reactivate(user: User, *, by: Actor) -> User:
    require_within(user.role, by)
    return changes.update(user, is_active=True)


def _join(user: User, teams: Sequence[Team]) -> None:
    for team in teams:
        changes.create(Membership(user=user, team=team))


def _end_sessions(user: User) -> None:
    """Also those that were begun by a link, of which allauth keeps no row."""
    for listed in UserSession.objects.filter(user=user):
        listed.end()
    for row in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if row.get_decoded().get(SESSION_KEY) == str(user.pk):
            SessionStore().delete(row.session_key)


def _keep_an_owner(user: User) -> None:
    """Refuse to lose the last owner who can sign in; the role's row is held, so that two cannot leave at once."""
    owners = Role.everything.select_for_update().get(builtin="owner")
    if user.role_id != owners.pk or not user.is_active:
        return
    others = User.everything.filter(role=owners, is_active=True).exclude(pk=user.pk)
    if all(is_waiting(other) for other in others):
        raise Refused(
            _("%s is the last owner who can sign in. Make somebody else an owner first; nothing was changed.") % user
        )
