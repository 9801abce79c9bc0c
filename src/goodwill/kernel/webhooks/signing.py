"""Signatures as the Standard Webhooks specification has them, so that its libraries in any language can check ours."""

import base64
import hmac
import secrets
from hashlib import sha256

from goodwill.kernel import workspace
from goodwill.kernel.models import Webhook
from goodwill.kernel.secrets import hkdf, seal, unseal

PREFIX = "whsec_"
_BYTES = 32
_CONTEXT = "webhook secret"


def new_secret() -> tuple[str, str]:
    """A secret as the receiver keeps it, and sealed as we do."""
    text = PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode()
    return text, base64.b64encode(seal(_key(), text.encode(), _CONTEXT)).decode()


def headers_for(webhook: Webhook, message_id: str, body: bytes, at: int) -> dict[str, str]:
    """`at` is the second of this try: a receiver refuses what is older than five minutes."""
    text = unseal(_key(), base64.b64decode(webhook.secret), _CONTEXT).decode()
    signed = f"{message_id}.{at}.".encode() + body
    digest = hmac.new(base64.b64decode(text.removeprefix(PREFIX)), signed, sha256).digest()
    return {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def _key() -> bytes:
    return hkdf(workspace.current().key, "webhooks")
