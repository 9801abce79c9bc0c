"""Limits on how often something may be tried, counted in the firm's database for all processes together.

A window slides: what was tried in the one before counts for the part of it that lies within reach. Keys are kept as a
keyed hash, so that the table tells nobody which addresses tried what. Count before the transaction that it guards is
opened: inside one, the count would be taken back with it.
"""

import hmac
import time
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256

from django.db import transaction
from django.utils.translation import ngettext

from goodwill.kernel import workspace
from goodwill.kernel.errors import TooMany
from goodwill.kernel.models import Throttle
from goodwill.kernel.secrets import hkdf


def hit(purpose: str, key: str, *, limit: int, per: float, sentence: str = "", now: float | None = None) -> int:
    """Count one try and return how many are left; raises TooMany when `limit` were made within `per` seconds.

    A refused try does not count: who keeps trying is let in as soon as who waits.
    """
    _taken, left = take(purpose, key, 1, limit=limit, per=per, sentence=sentence, now=now)
    return left


def take(
    purpose: str, key: str, many: int, *, limit: int, per: float, sentence: str = "", now: float | None = None
) -> tuple[int, int]:
    """As `hit`, for up to so many tries at once: how many were counted, and how many are left."""
    now = now or time.time()
    with transaction.atomic():
        window = int(now // per)
        expires = datetime.fromtimestamp((window + 2) * per, UTC)
        row, _new = Throttle.objects.select_for_update().get_or_create(
            bucket=bucket_of(purpose, key), defaults={"window": window, "expires": expires}
        )
        left = _left(row, limit, per, sentence, now)
        taken = min(many, left)
        row.count, row.expires = row.count + taken, expires
        row.save()
    return taken, left - taken


def bucket_of(purpose: str, key: str) -> str:
    message = f"{purpose}\0{key}".encode(errors="replace")
    return hmac.digest(_hash_key(workspace.current().key), message, sha256).hex()


@lru_cache(maxsize=64)
def _hash_key(key: bytes) -> bytes:
    return hkdf(key, "throttle")


def _left(row: Throttle, limit: int, per: float, sentence: str, now: float) -> int:
    """How many tries are left in the window that is open now, to which the counter is brought.

    A window from the future was written before a clock was set back.
    """
    window = int(now // per)
    if row.window != window:
        row.before = row.count if row.window == window - 1 else 0
        row.window, row.count = window, 0
    passed = now / per - window
    used = row.count + row.before * (1 - passed)
    if used + 1 > limit:
        wait = _wait(row, limit, per, passed)
        raise TooMany(sentence or _sentence(wait), wait)
    return int(limit - used)


def _wait(row: Throttle, limit: int, per: float, passed: float) -> int:
    """Seconds until one more try fits, at the latest."""
    until_next = (1 - passed) * per
    if row.count + 1 > limit:
        return int(until_next + per * (1 - max(limit - 1, 0) / row.count)) + 1
    fits_at = 1 - (limit - 1 - row.count) / row.before
    return int((fits_at - passed) * per) + 1


def _sentence(wait: int) -> str:
    if wait < 120:
        text = ngettext(
            "That was tried too often. Please wait %(count)d second and try again.",
            "That was tried too often. Please wait %(count)d seconds and try again.",
            wait,
        )
        return text % {"count": wait}
    minutes = -(-wait // 60)
    text = ngettext(
        "That was tried too often. Please wait %(count)d minute and try again.",
        "That was tried too often. Please wait %(count)d minutes and try again.",
        minutes,
    )
    return text % {"count": minutes}
