"""How allauth fits in: nobody signs up by themselves, and its secrets are sealed with the firm's key."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from goodwill.kernel import workspace as workspaces
from goodwill.kernel.secrets import hkdf, seal, unseal

CONTEXT = "sign-in secret"


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class MFAAdapter(DefaultMFAAdapter):
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
