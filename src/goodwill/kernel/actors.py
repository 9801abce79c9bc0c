"""Who acts: a user, an API key, a job, an automation, a customer or the system, and through what."""

from dataclasses import dataclass, replace
from typing import Any

from goodwill.kernel.models import User
from goodwill.kernel.models.users import Role

NONE, OWN, TEAM, ALL = "none", "own", "team", "all"
_ORDER = {NONE: 0, OWN: 1, TEAM: 2, ALL: 3}


@dataclass(frozen=True)
class Actor:
    """`user` is the person whose rights apply; without one, only the system acts, and it may do everything."""

    kind: str
    id: int | None
    name: str
    through: str
    user: User | None = None
    team_ids: frozenset[int] = frozenset()
    reads_only: bool = False
    types: frozenset[str] = frozenset()
    """A key may be narrower than its user: it only reads, or knows these types of records alone, by ref name."""

    @classmethod
    def of(cls, user: User, through: str = "page") -> "Actor":
        from goodwill.kernel import workspace

        memo = workspace.memo()
        key = f"teams of {user.pk}"
        if key not in memo:
            memo[key] = frozenset(user.memberships.filter(deleted_at=None).values_list("team_id", flat=True))
        return cls("user", user.pk, str(user), through, user, memo[key])

    @property
    def user_id(self) -> int | None:
        return self.user.pk if self.user else None

    @property
    def is_system(self) -> bool:
        return self.user is None and self.kind in ("system", "job")

    @property
    def role(self) -> Role | None:
        return self.user.role if self.user and self.user.is_active else None

    def through_(self, channel: str) -> "Actor":
        """The same actor, by another channel."""
        return replace(self, through=channel)

    def may(self, power: str) -> bool:
        """Whether the actor holds a power beside records: manage_users, manage_settings, import, undo_any, ..."""
        if self.is_system:
            return True
        return self.role is not None and power in self.role.powers and not self.is_narrow

    @property
    def is_narrow(self) -> bool:
        return self.reads_only or bool(self.types)

    def reaches(self, ref_name: str, right: str) -> bool:
        """Whether the way in which the actor came allows the right on the type at all; the role is asked after that."""
        if self.reads_only and right not in ("read", "export"):
            return False
        return not self.types or ref_name in self.types or ref_name == "*"

    def scope(self, ref_name: str, right: str) -> str:
        """How far a right (read, create, change, delete, export) on a type reaches: none, own, team or all."""
        if self.is_system:
            return ALL
        if self.role is None or not self.reaches(ref_name, right):
            return NONE
        scopes: dict[str, Any] = self.role.scopes
        found = scopes.get(ref_name, scopes.get("*", {})).get(right, NONE)
        return found if found in _ORDER else NONE


def system(through: str = "command") -> Actor:
    """The program itself: set-up, seeds, migrations, maintenance."""
    return Actor("system", None, "Goodwill", through)
