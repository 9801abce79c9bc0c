"""The link with which somebody who was invited comes in: signed, for seven days, void as soon as the person changes."""

from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from goodwill.kernel import workspace as workspaces
from goodwill.kernel.models import User
from goodwill.kernel.signing import Expired, Purpose, sign, unsign


def is_waiting(user: User) -> bool:
    """Invited, and not come in yet."""
    return not user.has_usable_password()


def link_for(user: User) -> str:
    firm = workspaces.current()
    token = sign(Purpose.INVITE, [user.pk, user.version], firm=firm.id, key=firm.key)
    parts = urlsplit(settings.GOODWILL_ORIGIN)
    host = f"{firm.hosts[0]}:{parts.port}" if parts.port else firm.hosts[0]
    return urlunsplit((parts.scheme, host, reverse("invitation", kwargs={"token": token}), "", ""))


def invited_by(token: str) -> User:
    """Who may come in by this token. Raises BadToken or Expired."""
    firm = workspaces.current()
    pk, version = unsign(Purpose.INVITE, token, firm=firm.id, key=firm.key)
    user: User | None = User.everything.filter(pk=pk, version=version, is_active=True).first()
    if user is None or not is_waiting(user):
        raise Expired(
            _("This invitation was used already, or was taken back. Sign in, or ask whoever invited you for a new one.")
        )
    return user
