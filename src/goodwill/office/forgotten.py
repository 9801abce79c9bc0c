"""A forgotten password: the page asks for a mail and looks nobody up, so that its clock does not tell who is known."""

from typing import Any

from allauth.account.forms import ResetPasswordForm, UserTokenForm, default_token_generator
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.kernel import jobs, mail
from goodwill.kernel.actors import system
from goodwill.kernel.models import Profile, User
from goodwill.office.addresses import mailed_address


class ForgottenForm(ResetPasswordForm):
    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["email"].label = _("Mail address")

    @property
    def no_server(self) -> bool:
        return mail.server_is_missing()

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def save(self, request: HttpRequest, **_options: Any) -> str:
        address: str = self.cleaned_data["email"]
        jobs.enqueue(mail_reset_links, by=system("page"), key=f"reset {address}", address=address)
        return address


class LinkForm(UserTokenForm):
    """What a link says; void while the access is closed, however lately it was mailed."""

    def _get_user(self, uidb36: str) -> User | None:
        user: User | None = super()._get_user(uidb36)
        return user if user and user.is_active else None


@jobs.job("mail-reset-links", label=gettext_lazy("Mail a link for a new password"), atomic=True, quiet=True)
def mail_reset_links(address: str) -> None:
    """To whoever has this address and may come in; to nobody else."""
    for user in _who_have(address):
        _mail_link(user)


def who_has(address: str) -> User | None:
    """Who signs in with this address and may come in."""
    return next(iter(_who_have(address.strip().lower())), None)


def link_for(user: User) -> str:
    """Where the user sets a new password; void once one is set, and after three days."""
    key = default_token_generator.make_token(user)
    return mailed_address("account_reset_password_from_key", uidb36=user_pk_to_url_str(user), key=key)


def forget_devices(user: User) -> None:
    """The password alone lets the user in again: for whoever lost the phone and the codes."""
    Authenticator.objects.filter(user=user).delete()


def _who_have(address: str) -> list[User]:
    found: list[User] = filter_users_by_email(address, is_active=True, prefer_verified=True, for_login=True)
    return found


def _mail_link(user: User) -> None:
    with translation.override(user.language or Profile.current().language):
        mail.send(
            user.email,
            subject=_("Set a new password"),
            text=_(
                "Somebody asked to set a new password for your access. If it was you, open this address within "
                "three days; it works once:\n\n"
                "%(link)s\n\n"
                "If it was not you, do nothing: your password stays as it is."
            )
            % {"link": link_for(user)},
            purpose="account",
            by=system("job"),
        )
