"""Who may do what with one record, and why: the same rights that every page asks, said in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from goodwill.kernel import rights
from goodwill.kernel.actors import ALL, NONE, OWN, READ, WHERE, Actor, is_filter
from goodwill.kernel.models import About, Membership, Record, Tracked, User
from goodwill.records.fields import Field, readable, right_on
from goodwill.records.filter.saying import in_words
from goodwill.records.scopes import kinds_of, type_behind

ASKED = ("read", "change", "delete", "export")
MOST = 300


@dataclass(frozen=True)
class Seer:
    """`held` are the rights that the user has on the record; `why` explains the first of them, or why there is none.
    Of its fields some are `hidden` from them, and some `locked`: read and not changed.
    """

    user: User
    held: tuple[str, ...]
    why: str
    hidden: tuple[str, ...]
    locked: tuple[str, ...]


def who_sees(record: Tracked, reader: Actor) -> list[Seer]:
    """Everybody who can sign in: those who do more with it first. Two queries, and what the record itself needs."""
    teams = Membership.objects.filter(team__deleted_at=None).select_related("team")
    users = User.objects.filter(is_active=True, deleted_at=None).order_by("name", "pk")
    rows = users.prefetch_related(Prefetch("memberships", teams, to_attr="live"))[:MOST]
    found = [_seer(user, record, reader) for user in rows]
    return sorted(found, key=lambda seer: -len(seer.held))


def _seer(user: User, record: Tracked, reader: Actor) -> Seer:
    its: dict[int, str] = {row.team_id: row.team.name for row in user.live}  # type: ignore[attr-defined]
    actor = Actor("user", user.pk, str(user), "page", user, frozenset(its))
    held = tuple(right for right in ASKED if rights.allows(actor, right, record))
    hidden, locked = _kept_from(actor, record, held) if held else ((), ())
    return Seer(user, held, _why(actor, record, its, reader), hidden, locked)


def _kept_from(actor: Actor, record: Tracked, held: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fields that are hidden from them, and those that they only read where they may change the record: each on its
    own account, for what follows another one is not told again.
    """
    fields = {field.name: field for kind in kinds_of(record.ref_name()) for field in kind.all_fields.values()}
    own = [field for field in fields.values() if _is_own(field)]
    known = [field for field in own if readable(field, actor)]
    locked = (field for field in known if "change" in held and right_on(field, actor) == READ)
    return tuple(str(one.label) for one in own if one not in known), tuple(str(one.label) for one in locked)


def _is_own(field: Field) -> bool:
    return not field.follows or field.name in field.follows


def _why(actor: Actor, record: Tracked, teams: dict[int, str], reader: Actor) -> str:
    """By what rule the actor sees the record, or sees it not; what hangs on another one goes with that."""
    whole: Any = _whole(record)
    if whole is not record and whole is not None:
        if getattr(record, "owner_id", None) == actor.user_id and rights.allows(actor, "read", record):
            return _("It was given to them.")
        return _("As with “%(record)s”: %(why)s") % {"record": whole, "why": _why(actor, whole, teams, reader)}
    scope = actor.scope(record.ref_name(), "read")
    role = actor.role
    if scope == NONE:
        return _("Role “%s”: sees none of these.") % role
    if is_filter(scope):
        said = _("Filter: %s.") if rights.allows(actor, "read", record) else _("It does not meet the filter %s.")
        kind, text = type_behind(record.ref_name()), scope.removeprefix(WHERE)
        return said % f"“{in_words(text, kind, reader) if kind else text}”"
    if scope == ALL or not isinstance(record, Record):
        return _("Role “%s”: sees all of these.") % role
    if record.owner_id == actor.user_id:
        return _("Looks after it.")
    if record.owner_id is None and record.created_by_id == actor.user_id:
        return _("Made it, and nobody looks after it.")
    if scope != OWN and record.team_id in teams:
        return _("In its team, “%s”.") % teams[record.team_id]
    own = _("Role “%s”: sees their own, and this is another’s.")
    return (own if scope == OWN else _("Role “%s”: sees their own and their teams’, and this is another’s.")) % role


def _whole(record: Tracked) -> Tracked | None:
    if record.belongs_to:
        found: Tracked | None = getattr(record, record.belongs_to)
        return found
    return record.about_record if isinstance(record, About) else record
