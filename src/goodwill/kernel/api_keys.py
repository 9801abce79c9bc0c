"""Keys with which programs come in as a user, through the API. A key is shown once, when it is made."""

from datetime import datetime, timedelta
from typing import Annotated, Any, NamedTuple

from django.db.models import OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.kernel import changes, rights
from goodwill.kernel.actors import TEAMS, Actor, teams_of
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.models import ApiKey
from goodwill.kernel.prepared import steady
from goodwill.kernel.refs import models_by_name
from goodwill.kernel.signing import random_token, token_digest
from goodwill.kernel.verbs import Final, Help, verb

PREFIX = "gw_"
LONGEST_LIFE = 730
MOST_PER_MINUTE = 100_000
USED_EVERY = timedelta(minutes=5)


class Issued(NamedTuple):
    """`text` is the key itself, which nobody can read again."""

    key: ApiKey
    text: str


@verb(ApiKey, right="read", label=gettext_lazy("New API key"), done=gettext_lazy("made an API key"), icon="key-round")
def issue(
    *,
    by: Actor,
    name: Annotated[str, Help(gettext_lazy("Name"), gettext_lazy("Which program will use it"))],
    days: Annotated[int, Help(gettext_lazy("Valid for days"))] = 365,
    reads_only: bool = False,
    types: list[str] | None = None,
    per_minute: int = ApiKey.USUAL_PER_MINUTE,
) -> Issued:
    """Make a key for oneself: it may do what its user may, or less, never more."""
    if by.user is None or by.kind == "api key":
        raise Missing
    if not 1 <= days <= LONGEST_LIFE:
        raise Invalid({"days": _("A key is valid for 1 to %d days.") % LONGEST_LIFE})
    text = PREFIX + random_token()
    key = ApiKey(
        user=by.user,
        start=text[:8],
        digest=token_digest(text),
        expires_at=timezone.now() + timedelta(days=days),
        **_checked(name, types or [], per_minute),
        reads_only=reads_only,
    )
    return Issued(changes.create(key), text)


@verb(
    ApiKey,
    right="read",
    label=gettext_lazy("Change"),
    done=gettext_lazy("changed an API key"),
    icon="key-round",
    bulk=False,
)
def adjust(
    key: ApiKey, *, by: Actor, name: str, reads_only: bool, types: list[str], per_minute: int = ApiKey.USUAL_PER_MINUTE
) -> ApiKey:
    """What it is called, may do, and how often it may ask. Everybody's own; of others, for who manages users."""
    _require_mine(key, by)
    return changes.update(key, **_checked(name, types, per_minute), reads_only=reads_only)


def _checked(name: str, types: list[str], per_minute: int) -> dict[str, Any]:
    if not name.strip():
        raise Invalid({"name": _("A name is needed: it says which program uses the key.")})
    unknown = [one for one in types if one not in models_by_name()]
    if unknown:
        raise Invalid({"types": _("There are no records called %s.") % ", ".join(unknown)[:80]})
    if not 1 <= per_minute <= MOST_PER_MINUTE:
        raise Invalid({"per_minute": _("A key may ask 1 to %d times a minute.") % MOST_PER_MINUTE})
    return {"name": name.strip(), "types": sorted(set(types)), "per_minute": per_minute}


def _require_mine(key: ApiKey, by: Actor) -> None:
    if by.kind == "api key" or key.user_id != by.user_id:
        rights.require_power(by, "manage_users")


@verb(
    ApiKey,
    right="read",
    label=gettext_lazy("Revoke"),
    done=gettext_lazy("revoked an API key"),
    icon="key-round",
    undo=Final(gettext_lazy("a revoked key stays revoked; make a new one.")),
    bulk=False,
    grave=True,
)
def revoke(key: ApiKey, *, by: Actor) -> None:
    """Make a key worthless at once. Everybody revokes their own, those who manage users every one."""
    _require_mine(key, by)
    changes.trash(key)


@steady
def _live(digest: str, now: datetime) -> QuerySet[ApiKey]:
    keys = ApiKey.objects.filter(digest=digest, expires_at__gt=now).select_related("user__role")
    found: QuerySet[ApiKey] = keys.annotate(**{TEAMS: teams_of(OuterRef("user_id"))})
    return found


def key_of(text: str) -> ApiKey | None:
    now = timezone.now()
    found = next(iter(_live(token_digest(text), now)), None)
    if found is None or not found.user.is_active or found.user.deleted_at is not None:
        return None
    found.user.__dict__[TEAMS] = found.__dict__.pop(TEAMS)
    if found.last_used_at is None or now - found.last_used_at > USED_EVERY:
        ApiKey.objects.filter(pk=found.pk).update(last_used_at=now)
    return found


def acting(key: ApiKey, through: str = "api") -> Actor:
    """The actor that a key is: its user, narrowed to what the key is for."""
    teams = Actor.of(key.user).team_ids
    return Actor(
        "api key", key.pk, key.name, through, key.user, teams, reads_only=key.reads_only, types=frozenset(key.types)
    )
