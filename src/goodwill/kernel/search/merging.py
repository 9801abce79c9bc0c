"""Merging the parts that SQLite's search index grows by: each transaction that writes a text adds one.

Sixteen of a size are merged as one more is written. To merge more often than that cost whoever created a record a fifth
of the time, and a search looks through twenty parts nearly as fast as through five; what is left is merged at night.

Work that writes much has its large parts merged when it is over, a little at a time: sixteen of them at once have all
others wait for a second, and it may be the turn of somebody who types in one name.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodwill.kernel.jobs.declare import Priority, job
from goodwill.kernel.jobs.progress import Progress
from goodwill.kernel.jobs.queue import enqueue

TABLES = ("kernel_search_words", "kernel_search_letters")
PAGES = 500
"""Written at most in one transaction, for whose end others wait."""
USUAL, LATER = {"crisismerge": 16, "hashsize": 1 << 20}, {"crisismerge": 1000, "hashsize": 4 << 20}
"""Parts of a size that are merged at once, and bytes of new words after which a transaction writes them as a part."""
AT_LATEST = timedelta(minutes=15)
"""After which parts are merged though nobody has said that the work is over: it goes on, or its process has died."""
NOTHING_DONE = 1
"""Rows that change when there was nothing to merge: the order itself."""


@job("merge-search", label=_("Tidy up the search"), every="10 3 * * *", priority=Priority.BULK, quiet=True)
def merge_all(*, progress: Progress) -> None:
    if connection.vendor != "sqlite":
        return
    _set(USUAL)
    for table in TABLES:
        while _merge_some(table, progress):
            progress.step()


@contextmanager
def merging_later() -> Iterator[None]:
    """Let parts grow until the block is left, by a failure, too, but not for long: where its process dies, and where
    others write meanwhile, each edit looks through all of them.
    """
    if connection.vendor != "sqlite":
        yield
        return
    _set(LATER)
    _merge(at=timezone.now() + AT_LATEST)
    try:
        yield
    finally:
        with suppress(DatabaseError):
            _merge(at=None)


def _merge(*, at: datetime | None) -> None:
    enqueue(merge_all, key="search", at=at)


def _set(options: dict[str, int]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table in TABLES:
            for option, value in options.items():
                cursor.execute(f"INSERT INTO {table}({table}, rank) VALUES (%s, %s)", [option, value])  # noqa: S608  # ours


def _merge_some(table: str, progress: Progress) -> bool:
    with progress.transaction(), connection.cursor() as cursor:
        before = _changes()
        cursor.execute(f"INSERT INTO {table}({table}, rank) VALUES ('merge', %s)", [PAGES])  # noqa: S608  # ours
        return _changes() - before > NOTHING_DONE


def _changes() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT total_changes()")
        (count,) = cursor.fetchone()
    return int(count)
