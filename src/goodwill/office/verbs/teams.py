"""Teams: who shares what is the team's."""

from collections.abc import Sequence

from django.utils.translation import gettext as _, gettext_lazy

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Refused
from goodwill.kernel.models import Membership, Team, User
from goodwill.kernel.verbs import verb
from goodwill.office.authority import require_within, sees_by_team
from goodwill.office.verbs.people import BY_HAND


@verb(
    Team,
    power="manage_users",
    label=gettext_lazy("Make a team"),
    done=gettext_lazy("made a team"),
    icon="users",
    bulk=False,
)
def make_team(*, by: Actor, name: str) -> Team:
    return changes.create(Team(name=name))


@verb(
    Team,
    power="manage_users",
    label=gettext_lazy("Rename"),
    done=gettext_lazy("renamed a team"),
    icon="pencil",
    bulk=False,
)
def rename_team(team: Team, *, by: Actor, name: str) -> Team:
    return changes.update(team, name=name)


@verb(
    Membership,
    power="manage_users",
    label=gettext_lazy("Change the members"),
    done=gettext_lazy("changed who is in a team"),
    icon="users",
    undo=BY_HAND,
    bulk=False,
)
def change_members(*, by: Actor, team: Team, members: Sequence[User]) -> Team:
    """Refused for people whose role may do more than one's own, and for joining a team that would show one more."""
    wanted = {user.pk: user for user in members}
    held = {row.user_id: row for row in team.memberships.filter(deleted_at=None).select_related("user__role")}
    if by.user_id in wanted.keys() - held.keys() and sees_by_team(by):
        raise Refused(_("A new team would show you more than you may see now. Ask a colleague to add you."))
    for user_id in held.keys() - wanted.keys():
        require_within(held[user_id].user.role, by)
        changes.trash(held[user_id])
    for user_id in wanted.keys() - held.keys():
        require_within(wanted[user_id].role, by)
        changes.create(Membership(user=wanted[user_id], team=team))
    return team
