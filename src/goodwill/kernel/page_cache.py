"""How many pages of its file SQLite holds in memory."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from goodwill.kernel.databases.sqlcipher.base import CACHE

MUCH = 48_000  # KiB
USUAL, LATER = 1000, 16_000
"""Pages of the log after which they are copied to the file. What is written again before is copied once."""


@contextmanager
def many_pages() -> Iterator[None]:
    """Hold more pages while much is written: each one that has to go is encrypted, signed, read and checked again.

    Ten indexes are met by a thousand rows in as many places as they have pages.
    """
    if connection.vendor != "sqlite":
        yield
        return
    _hold(MUCH, LATER)
    try:
        yield
    finally:
        _hold(CACHE, USUAL)


def _hold(size: int, checkpoint: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA wal_autocheckpoint = {checkpoint}")
        cursor.execute(f"PRAGMA cache_size = -{size}")
        cursor.execute("PRAGMA shrink_memory")
