"""The people of the firm as the settings show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.urls import reverse

from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Membership, Role, Team, User
from goodwill.office import invitations
from goodwill.office.authority import exceeds


@dataclass(frozen=True)
class Person:
    user: User
    teams: tuple[str, ...]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def id(self) -> int:
        return self.user.pk

    @property
    def url(self) -> str:
        return reverse("user", kwargs={"pk": self.user.pk})

    @property
    def state(self) -> str:
        if not self.user.is_active:
            return "closed"
        return "invited" if invitations.is_waiting(self.user) and self.seen_at is None else "active"

    @property
    def seen_at(self) -> datetime | None:
        seen = getattr(self.user, "last_seen", None)
        return seen.at if seen else None


def people(*, active: bool) -> list[Person]:
    live = Membership.objects.select_related("team").order_by("team__name")
    rows = (
        User.objects.filter(is_active=active, deleted_at=None)
        .select_related("role", "last_seen")
        .prefetch_related(Prefetch("memberships", live, to_attr="live"))
        .order_by("name", "pk")
    )
    return [Person(user, tuple(row.team.name for row in user.live)) for user in rows]


def teams_of(user: User) -> list[Team]:
    return list(Team.objects.filter(memberships__user=user, memberships__deleted_at=None).order_by("name"))


def roles_to_give(actor: Actor) -> list[Role]:
    """The roles that the actor may give, the built-in ones first."""
    roles = sorted(Role.objects.order_by("id"), key=lambda role: not role.builtin)
    return [role for role in roles if not exceeds(role, actor)]


@dataclass(frozen=True)
class TeamLine:
    team: Team
    members: Sequence[User]


def teams() -> list[TeamLine]:
    live = Membership.objects.filter(user__is_active=True).select_related("user__role").order_by("user__name")
    rows = Team.objects.prefetch_related(Prefetch("memberships", live, to_attr="live")).order_by("name")
    return [TeamLine(team, [row.user for row in team.live]) for team in rows]
