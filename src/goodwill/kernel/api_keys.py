"""Keys with which programs come in as a user, through the API. A key is shown once, when it is made."""

from datetime import datetime, timedelta
from typing import Annotated, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.kernel import changes, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.models import ApiKey
from goodwill.kernel.prepared import prepared
from goodwill.kernel.signing import random_token, token_digest
from goodwill.kernel.verbs import Final, Help, verb

PREFIX = "gw_"
LONGEST_LIFE = 730
USED_EVERY = timedelta(minutes=5)


class Issued(NamedTuple):
    """`text` is the key itself, which nobody can read again."""

    key: ApiKey
    text: str


@verb(ApiKey, right="read", label=gettext_lazy("New API key"), icon="key-round")
def issue(
    *,
    by: Actor,
    name: Annotated[str, Help(gettext_lazy("Name"), gettext_lazy("Which program will use it"))],
    days: Annotated[int, Help(gettext_lazy("Valid for days"))] = 365,
) -> Issued:
    """Make a key for oneself: it may do what its user may, never more."""
    if by.user is None:
        raise Missing
    if not name.strip():
        raise Invalid({"name": _("A name is needed: it says which program uses the key.")})
    if not 1 <= days <= LONGEST_LIFE:
        raise Invalid({"days": _("A key is valid for 1 to %d days.") % LONGEST_LIFE})
    text = PREFIX + random_token()
    key = ApiKey(
        user=by.user,
        name=name.strip(),
        start=text[:8],
        digest=token_digest(text),
        expires_at=timezone.now() + timedelta(days=days),
    )
    return Issued(changes.create(key), text)


@verb(
    ApiKey,
    right="read",
    label=gettext_lazy("Revoke"),
    icon="key-round",
    undo=Final(gettext_lazy("a revoked key stays revoked; make a new one.")),
    bulk=False,
    grave=True,
)
def revoke(key: ApiKey, *, by: Actor) -> None:
    """Make a key worthless at once. Everybody revokes their own, those who manage users every one."""
    if key.user_id != by.user_id:
        rights.require_power(by, "manage_users")
    changes.trash(key)


@prepared
def _live(digest: str, now: datetime) -> QuerySet[ApiKey]:
    return ApiKey.objects.filter(digest=digest, expires_at__gt=now).select_related("user__role")


def actor_of(text: str) -> Actor | None:
    """Who comes with this key; None if it is unknown, revoked or too old, or its user may no longer come in."""
    now = timezone.now()
    found = next(iter(_live(token_digest(text), now)), None)
    if found is None or not found.user.is_active or found.user.deleted_at is not None:
        return None
    if found.last_used_at is None or now - found.last_used_at > USED_EVERY:
        ApiKey.objects.filter(pk=found.pk).update(last_used_at=now)
    return Actor("api key", found.pk, found.name, "api", found.user, Actor.of(found.user).team_ids)
