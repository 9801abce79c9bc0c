"""What everybody decides about themselves."""

from django.utils.translation import gettext as _, gettext_lazy

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Refused
from goodwill.kernel.models import User
from goodwill.kernel.verbs import verb


@verb(
    User,
    right="read",
    label=gettext_lazy("Change my profile"),
    done=gettext_lazy("changed their own profile"),
    icon="circle-user",
    bulk=False,
)
def change_me(user: User, *, by: Actor, name: str, language: str = "", time_zone: str = "") -> User:
    """Refused for anybody else. Without language or time zone, those of the firm count."""
    if user.pk != by.user_id:
        raise Refused(_("Everybody changes this for themselves. Nothing was changed."))
    return changes.update(user, name=name, language=language, time_zone=time_zone)
