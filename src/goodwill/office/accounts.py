"""How allauth fits in: nobody signs up by themselves, and its secrets are sealed with the firm's key."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from goodwill.kernel import changes, workspace as workspaces
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import User
from goodwill.kernel.secrets import hkdf, seal, unseal

BACKEND = "goodwill.office.signing_in.Backend"
CONTEXT = "sign-in secret"
WAYS = {
    "reauthenticate": gettext_lazy("Use the password"),
    "mfa_reauthenticate": gettext_lazy("Use a code"),
    "mfa_reauthenticate:webauthn": gettext_lazy("Use a passkey"),
}


def sign_in(request: HttpRequest, user: User) -> None:
    """Begin a session after a link was checked; it stands in the list of sessions like any other."""
    login(request, user, BACKEND)
    UserSession.objects.create_from_request(request)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy(
            "That mail address and that password do not go together. Try once more."
        ),
        "too_many_login_attempts": gettext_lazy("Too many tries. Wait some minutes, or set a new password."),
        "incorrect_password": gettext_lazy("That is not your password. Try once more."),
        "rate_limited": gettext_lazy("That was too often. Wait a minute, and try once more."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """allauth's, in the words of our pages."""
        found: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [{**method, "description": str(WAYS.get(method["id"], method["description"]))} for method in found]

    def set_password(self, user: Any, password: str) -> None:
        """Through the one write path: an open invitation is void from then on."""
        user.set_password(password)
        with changes.batch(Actor.of(user), "set_password"):
            changes.update(user, password=user.password)


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("That is not the code, or it ran out or was used. Wait for the next one."),
    }

    def encrypt(self, text: str) -> str:
        return seal(_key(), text.encode(), CONTEXT).hex()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(_key(), bytes.fromhex(encrypted_text), CONTEXT).decode()

    def get_totp_issuer(self) -> str:
        return workspaces.current().name

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": workspaces.current().name}


def _key() -> bytes:
    return hkdf(workspaces.current().key, CONTEXT)
