"""Who acts: a user, an API key, a job, an automation, a customer or the system, and through what."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from goodwill.kernel.json_rows import JsonList
from goodwill.kernel.models import User
from goodwill.kernel.models.users import Membership, Role
from goodwill.kernel.prepared import prepared

NONE, OWN, TEAM, ALL = "none", "own", "team", "all"
AS_EVERYTHING = ""
"""How a scope of one type says that it goes as far as that of everything, also when that one is changed."""
WHERE = "where "
"""How a scope begins that is a filter: `where region is "North" or owner is me`."""
HIDDEN, READ, CHANGE = "hidden", "read", "change"
SENSITIVE = "see_sensitive"
"""The power that is about seeing; all others are about doing something."""
REACHES = (NONE, OWN, TEAM, ALL)


@dataclass(frozen=True)
class Actor:
    """`user` is the person whose rights apply; without one, only the system acts, and it may do everything.

    `watcher` looks at what the user sees, is offered nothing to do, and writes nothing. Who is `for_firm` asks in the
    firm's name, beyond all rights, where "me" and "my team" are still the user's: so scopes are asked.
    """

    kind: str
    id: int | None
    name: str
    through: str
    user: User | None = None
    team_ids: frozenset[int] = frozenset()
    watcher: User | None = None
    for_firm: bool = False
    reads_only: bool = False
    types: frozenset[str] = frozenset()
    """A key may be narrower than its user: it only reads, or knows these types of records alone, by ref name."""

    @classmethod
    def of(cls, user: User, through: str = "page") -> "Actor":
        from goodwill.kernel import workspace

        memo = workspace.memo()
        key = f"teams of {user.pk}"
        if key not in memo:
            read = user.__dict__.pop(TEAMS, _NOT_READ)
            memo[key] = frozenset(_teams_of(user.pk) if read is _NOT_READ else json.loads(read or "[]"))
        return cls("user", user.pk, str(user), through, user, memo[key])

    @property
    def user_id(self) -> int | None:
        return self.user.pk if self.user else None

    @property
    def private_id(self) -> int | None:
        """Whose private things are shown: nobody's (0) to a watcher."""
        return 0 if self.watcher else self.user_id

    @property
    def is_system(self) -> bool:
        return self.for_firm or (self.user is None and self.kind in ("system", "job"))

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
        if self.watcher is not None and power != SENSITIVE:
            return False
        return self.role is not None and power in self.role.powers and not self.is_narrow

    @property
    def is_narrow(self) -> bool:
        return self.reads_only or bool(self.types)

    def reaches(self, ref_name: str, right: str) -> bool:
        """Whether the way in which the actor came allows the right on the type at all; the role is asked after that."""
        if self.watcher is not None and right != "read":
            return False
        if self.reads_only and right not in ("read", "export"):
            return False
        return not self.types or ref_name in self.types or ref_name == "*"

    def scope(self, ref_name: str, right: str) -> str:
        """How far a right (read, create, change, delete, export) on a type reaches: none, own, team or all."""
        if self.is_system:
            return ALL
        if self.role is None or not self.reaches(ref_name, right):
            return NONE
        return reach_of(self.role.scopes, ref_name, right)

    @cached_property
    def narrowed(self) -> Mapping[str, Mapping[str, str]]:
        """What the role says of single fields, by ref name; empty for most, so that nothing else need be asked."""
        return {} if self.is_system or self.role is None else self.role.field_rights or {}

    def field_right(self, ref_name: str, field: str) -> str:
        """Whether the role hides a field, shows it, or lets it be changed as far as the record may be."""
        if not self.narrowed:
            return CHANGE
        found = self.narrowed.get(ref_name, {}).get(field)
        return str(found) if found in (HIDDEN, READ) else CHANGE

    def may_do(self, ref_name: str, verb: str) -> bool:
        """Whether the role leaves this verb to its holders; what else the verb needs is not asked here."""
        if self.watcher is not None:
            return False
        role = self.role
        return role is None or self.is_system or verb not in role.refused_verbs.get(ref_name, ())

    def in_the_firms_name(self) -> "Actor":
        """The same person with no bounds: for the firm's own questions about them, like the filter of a scope."""
        return replace(self, for_firm=True)


def reach_of(scopes: Mapping[str, Any], ref_name: str, right: str) -> str:
    """How far the right on a type goes by these scopes, a filter among them. A type that is not named follows `*`, and
    so does a right that says so.
    """
    whole = scopes.get("*", {})
    found = scopes.get(ref_name, whole).get(right, NONE)
    if found == AS_EVERYTHING:
        found = whole.get(right, NONE)
    return str(found) if found in REACHES or is_filter(found) else NONE


def is_filter(scope: object) -> bool:
    return isinstance(scope, str) and scope.startswith(WHERE)


TEAMS = "teams_read"
_NOT_READ = object()


def with_teams(users: "QuerySet[User]") -> "QuerySet[User]":
    """Users whose teams are read with them, so that their Actor asks for nothing more."""
    return users.annotate(**{TEAMS: teams_of(OuterRef("pk"))})


def teams_of(user: OuterRef) -> Subquery:
    """The ids of a user's teams as a JSON list, for a query about something that a user is in."""
    its = Membership.objects.filter(user=user).order_by().values("user")
    return Subquery(its.annotate(ids=JsonList("team_id")).values("ids"))


@prepared
def _teams_of(user: int) -> "QuerySet[Membership, int]":
    return Membership.objects.filter(user=user).values_list("team_id", flat=True)


def system(through: str = "command") -> Actor:
    """The program itself: set-up, seeds, migrations, maintenance."""
    return Actor("system", None, "Goodwill", through)
