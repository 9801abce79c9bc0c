"""Sending an invitation, and coming in by it."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.kernel import changes, mail
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import OutgoingMail, Profile, User
from goodwill.kernel.verbs import Final, verb
from goodwill.office import invitations
from goodwill.office.authority import require_within

SENT = Final(gettext_lazy("the mail has left. Close the access of the person instead."))
OWN_PASSWORD = Final(gettext_lazy("a password is chosen by its owner alone."))


@verb(
    User,
    power="manage_users",
    label=gettext_lazy("Send the invitation"),
    done=gettext_lazy("sent an invitation"),
    icon="mail",
    undo=SENT,
    bulk=False,
)
def send_invitation(user: User, *, by: Actor) -> OutgoingMail:
    """Mail the link with which the person chooses a password. It waits while there is no mail server."""
    require_within(user.role, by)
    if not user.is_active or not invitations.is_waiting(user):
        raise Invalid(_("%s has come in already, so there is nothing to send.") % user)
    firm = Profile.current()
    said = {"who": by.name, "firm": firm.name, "name": user.get_short_name(), "link": invitations.link_for(user)}
    with translation.override(firm.language):
        return mail.send(
            user.email,
            subject=_("%(who)s invites you to %(firm)s") % said,
            text=_(
                "Hello %(name)s,\n\n%(who)s works with Goodwill at %(firm)s and invites you.\n"
                "Choose your password here, within seven days:\n\n%(link)s\n\n"
                "Did you not expect this? Then do nothing: without the link nobody comes in."
            )
            % said,
            purpose="invitation",
            by=by,
        )


@verb(
    User,
    power="",
    right="read",
    label=gettext_lazy("Come in"),
    done=gettext_lazy("came in for the first time"),
    icon="log-in",
    undo=OWN_PASSWORD,
    bulk=False,
)
def accept_invitation(user: User, *, by: Actor, name: str, password: str) -> User:
    """Choose name and password; `by` is the invited person. With this the link is used up."""
    held = User.locked(user.pk)
    if by.user_id != held.pk or held.version != user.version or not invitations.is_waiting(held):
        raise Invalid(_("This invitation was used already. Sign in, or ask for a new one."))
    try:
        validate_password(password, User(name=name, email=user.email))
    except ValidationError as error:
        raise Invalid({"password": " ".join(error.messages)}) from error
    held.set_password(password)
    return changes.update(user, name=name, password=held.password)
