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


def hit(purpose: str, key: str, *, limit: int, per: float, sentence: str = "") -> int:
    """Count one try and return how many are left; raises TooMany when `limit` were made within `per` seconds.

    A refused try does not count: who keeps trying is let in as soon as who waits.
    """
    return _count(purpose, key, limit, per, sentence, counts=True)


def check(purpose: str, key: str, *, limit: int, per: float, sentence: str = "") -> int:
    """As `hit`, without counting: for what only counts when it fails."""
    return _count(purpose, key, limit, per, sentence, counts=False)


def clear(purpose: str, key: str) -> None:
    """Forget the tries."""
    Throttle.objects.filter(bucket=bucket_of(purpose, key)).delete()


def bucket_of(purpose: str, key: str) -> str:
    message = f"{purpose}\0{key}".encode(errors="replace")
    return hmac.digest(_hash_key(workspace.current().key), message, sha256).hex()


@lru_cache(maxsize=64)
def _hash_key(key: bytes) -> bytes:
    return hkdf(key, "throttle")


def _count(purpose: str, key: str, limit: int, per: float, sentence: str, *, counts: bool) -> int:
    now, bucket = time.time(), bucket_of(purpose, key)
    number = int(now // per)
    passed = now / per - number
    with transaction.atomic():
        if counts:
            defaults = {"window": number, "expires": _moment((number + 2) * per)}
            row, _new = Throttle.objects.select_for_update().get_or_create(bucket=bucket, defaults=defaults)
        else:
            row = Throttle.objects.filter(bucket=bucket).first() or Throttle(bucket=bucket, window=number)
        _slide(row, number)
        used = row.count + row.before * (1 - passed)
        if used + 1 > limit:
            wait = _wait(row, limit, per, passed)
        elif counts:
            row.count += 1
            row.expires = _moment((number + 2) * per)
            row.save()
            return int(limit - used - 1)
        else:
            return int(limit - used)
    raise TooMany(sentence or _sentence(wait), wait)


def _slide(row: Throttle, number: int) -> None:
    """Bring the row to the window that is open now; one from the future was written by a clock that was set back."""
    if row.window != number:
        row.before = row.count if row.window == number - 1 else 0
        row.window, row.count = number, 0


def _wait(row: Throttle, limit: int, per: float, passed: float) -> int:
    """Seconds until one more try fits, at the latest."""
    until_next = (1 - passed) * per
    if row.count + 1 > limit:
        return int(until_next + per * (1 - max(limit - 1, 0) / row.count)) + 1
    fits_at = 1 - (limit - 1 - row.count) / row.before
    return int((fits_at - passed) * per) + 1


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


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
