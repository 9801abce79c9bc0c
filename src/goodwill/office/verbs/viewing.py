"""Beginning and ending to look as somebody else: both stay in the history."""

from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Refused
from goodwill.kernel.models import Role, User, Viewing
from goodwill.kernel.verbs import Final, verb
from goodwill.office.viewing import may_look

KEPT = Final(gettext_lazy("it says who looked, and stays."))


@verb(
    Viewing,
    power="manage_users",
    label=gettext_lazy("Look as somebody else"),
    done=gettext_lazy("began to look as somebody else"),
    icon="eye",
    undo=KEPT,
    bulk=False,
)
def look_as(*, by: Actor, user: User | None = None, role: Role | None = None) -> Viewing:
    """Refused for whom one may not see all of: nobody sees more by it."""
    whom = user or role
    if whom is None or by.user is None or not may_look(by, whom):
        raise Refused(
            _("You see less than they do, or not the same records, so you cannot look as them. Nothing was changed.")
        )
    return changes.create(Viewing(watcher=by.user, as_user=user, as_role=role))


@verb(
    Viewing,
    right="read",
    label=gettext_lazy("Look as oneself again"),
    done=gettext_lazy("stopped looking as somebody else"),
    icon="eye-off",
    undo=KEPT,
    bulk=False,
)
def stop_looking(viewing: Viewing, *, by: Actor) -> Viewing:
    if viewing.watcher_id != by.user_id:
        raise Refused(_("Somebody else looks here. Nothing was changed."))
    return changes.update(viewing, ended_at=timezone.now())
