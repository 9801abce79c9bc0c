"""The link with which somebody who was invited comes in: signed, for seven days, void as soon as the person changes."""

from django.utils.translation import gettext as _

from goodwill.kernel import workspace as workspaces
from goodwill.kernel.models import User
from goodwill.kernel.signing import Expired, Purpose, sign, unsign
from goodwill.office.addresses import mailed_address


def is_waiting(user: User) -> bool:
    """Invited, and not come in yet."""
    return not user.has_usable_password()


def link_for(user: User) -> str:
    firm = workspaces.current()
    token = sign(Purpose.INVITE, [user.pk, user.version], firm=firm.id, key=firm.key)
    return mailed_address("invitation", token=token)


def invited_by(token: str) -> User:
    """Who may come in by this token. Raises BadToken or Expired."""
    firm = workspaces.current()
    pk, version = unsign(Purpose.INVITE, token, firm=firm.id, key=firm.key)
    user: User | None = User.everything.filter(pk=pk, version=version, is_active=True).first()
    if user is None or not is_waiting(user):
        raise Expired(
            _("This invitation was used already, or was taken back. If you have a password, sign in with it.")
        )
    return user
