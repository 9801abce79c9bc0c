"""Following a record: hearing what happens to it."""

from dataclasses import replace

from django.db import models
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.areas.people.models import Follow
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Refused
from goodwill.kernel.models import Record, User
from goodwill.kernel.verbs import Work, verb

_FOLLOWED = Work(Follow, column="about_id", user="user")


@verb(
    Record,
    right="read",
    label=gettext_lazy("Follow"),
    done=gettext_lazy("began to follow this"),
    icon="bell",
    possible=replace(_FOLLOWED, absent=True),
)
def follow(record: Record, *, by: Actor) -> Follow:
    """Be told when something happens to it."""
    user = _user(by)
    known = _follows(record, user).first()
    return known or changes.create(Follow(about_type=record.ref_name(), about_id=record.pk, user=user))


@verb(
    Record,
    right="read",
    label=gettext_lazy("Stop following"),
    done=gettext_lazy("stopped following this"),
    icon="bell-off",
    possible=_FOLLOWED,
)
def unfollow(record: Record, *, by: Actor) -> Record:
    """No longer be told."""
    for known in _follows(record, _user(by)):
        changes.trash(known)
    return record


def _follows(record: Record, user: User) -> "models.QuerySet[Follow]":
    return Follow.objects.filter(about_type=record.ref_name(), about_id=record.pk, user=user)


def _user(by: Actor) -> User:
    if by.user is None:
        raise Refused(_("Only somebody who signs in can follow a record."))
    return by.user
