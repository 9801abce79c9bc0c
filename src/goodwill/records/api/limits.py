"""How often a key may ask: counted in the firm's database for all processes together, a block of requests at a time.

A process takes a block of the minute's requests with one write and hands them out from memory, so that reading does
not write each time. What it did not hand out is given up with the minute: a key that asks through many processes at
once may be stopped up to one block a process early, never late.
"""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

from django.http import HttpResponseBase
from django.utils.translation import ngettext

from goodwill.kernel import throttle, workspace
from goodwill.kernel.errors import TooMany
from goodwill.kernel.models import ApiKey

PER = 60
BLOCKS, LARGEST = 20, 100
"""Into how many a minute's requests are parted, and how many a process that is killed may lose."""
KNOWN = 2000
PURPOSE = "api"


@dataclass
class Block:
    minute: int
    left: int = 0
    beyond: int = 0
    """What was left for others when it was taken."""


@dataclass(frozen=True)
class Standing:
    """What a key has left in this minute."""

    limit: int
    left: int
    ends_in: int

    def tell(self, response: HttpResponseBase) -> None:
        response["RateLimit-Limit"] = str(self.limit)
        response["RateLimit-Remaining"] = str(self.left)
        response["RateLimit-Reset"] = str(self.ends_in)


class Exhausted(TooMany):
    def __init__(self, sentence: str, standing: Standing, retry_after: int) -> None:
        super().__init__(sentence, retry_after)
        self.standing = standing


_blocks: OrderedDict[tuple[str, str], Block] = OrderedDict()
_lock = threading.Lock()


def count(key: ApiKey, *, now: float | None = None) -> Standing:
    """Count one request of the key; raises Exhausted when its minute is used up, and then did nothing else."""
    now = now or time.time()
    minute, limit = int(now // PER), key.per_minute
    ends_in = max(1, int((minute + 1) * PER - now))
    block = _block_of(key, minute)
    with _lock:
        if block.left > 0:
            block.left -= 1
            return Standing(limit, block.left + block.beyond, ends_in)
    size = max(1, min(limit // BLOCKS, LARGEST))
    try:
        taken, beyond = throttle.take(PURPOSE, str(key.pk), size, limit=limit, per=PER, now=now)
    except TooMany as full:
        raise Exhausted(_sentence(limit), Standing(limit, 0, ends_in), full.retry_after) from full
    with _lock:
        block.left += taken - 1
        block.beyond = beyond
        return Standing(limit, block.left + block.beyond, ends_in)


def _block_of(key: ApiKey, minute: int) -> Block:
    name = (workspace.current().id, key.digest)
    with _lock:
        block = _blocks.get(name)
        if block is None or block.minute != minute:
            block = _blocks[name] = Block(minute)
        _blocks.move_to_end(name)
        while len(_blocks) > KNOWN:
            _blocks.popitem(last=False)
        return block


def _sentence(limit: int) -> str:
    one = "This key may ask %(count)d time a minute. Nothing was done; wait as long as Retry-After says and ask again."
    many = (
        "This key may ask %(count)d times a minute. Nothing was done; wait as long as Retry-After says and ask again."
    )
    return ngettext(one, many, limit) % {"count": limit}
