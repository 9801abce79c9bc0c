"""Signed links and random tokens.

A signature is salted with the firm and the purpose: a token of one firm or one kind is nothing anywhere else. What must
work once only is a random token of which the database keeps the digest.
"""

import base64
import hmac
import json
import secrets
import time
from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from goodwill.kernel.errors import Told

_MAC_BYTES = 20
_TOKEN_BYTES = 24
_CLOCK_SLIP = 300


class Purpose(StrEnum):
    """Everything a token may be good for; each with the longest life of a signed one."""

    INVITE = "invite"
    RESET = "reset"
    CONFIRM_MAIL = "confirm_mail"
    ENTER = "enter"
    UNSUBSCRIBE = "unsubscribe"
    PORTAL = "portal"
    FILE = "file"
    FEED = "feed"

    @property
    def life(self) -> timedelta:
        return _LIVES[self]


_LIVES = {
    Purpose.INVITE: timedelta(days=7),
    Purpose.RESET: timedelta(hours=1),
    Purpose.CONFIRM_MAIL: timedelta(days=3),
    Purpose.ENTER: timedelta(minutes=15),
    Purpose.UNSUBSCRIBE: timedelta(days=3650),
    Purpose.PORTAL: timedelta(days=1),
    Purpose.FILE: timedelta(hours=1),
    Purpose.FEED: timedelta(days=3650),
}


class BadToken(Told):
    """Not made here, not for this, or changed."""

    status = 404


class Expired(BadToken):
    """It was good once."""

    status = 410


def sign(purpose: Purpose, value: Any, *, firm: str, key: bytes) -> str:
    """A text for an address: the JSON value, readable by anyone, with the proof who made it and what for."""
    body = _encoded(json.dumps([int(time.time()), value], separators=(",", ":")).encode())
    return f"{body}.{_mac(purpose, body, firm, key)}"


def unsign(
    purpose: Purpose, token: str, *, firm: str, key: bytes | Sequence[bytes], max_age: timedelta | None = None
) -> Any:
    """The value of a token that is genuine and not older than `max_age`, or than the life of its purpose.

    One from the future is refused too: a clock that was set back must not lengthen its life.
    """
    body, _dot, mac = token.partition(".")
    keys = (key,) if isinstance(key, bytes) else key
    if not any(same(mac, _mac(purpose, body, firm, each)) for each in keys):
        raise BadToken(_("This link is not valid. Please check that it was copied whole, or ask for a new one."))
    made, value = json.loads(_decoded(body))
    age = time.time() - made
    life = purpose.life if max_age is None else min(max_age, purpose.life)
    if not -_CLOCK_SLIP <= age <= life.total_seconds():
        raise Expired(_("This link is too old. Nothing was changed."))
    return value


def random_token() -> str:
    """192 random bits for an address."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def token_digest(token: str) -> str:
    """What the database keeps of a random token: who reads it there cannot use it."""
    return sha256(token.encode(errors="replace")).hexdigest()


def same(one: str, other: str) -> bool:
    """Compares in a time that tells nothing about where they differ."""
    return hmac.compare_digest(one.encode(errors="replace"), other.encode(errors="replace"))


def _mac(purpose: Purpose, body: str, firm: str, key: bytes) -> str:
    message = json.dumps([Purpose(purpose), firm, body]).encode()
    return _encoded(hmac.digest(key, b"goodwill token " + message, sha256)[:_MAC_BYTES])


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
