"""Merging the parts that SQLite's search index grows by: each transaction that writes a text adds one.

Sixteen of a size are merged as one more is written. To merge more often than that cost whoever created a record a fifth
of the time, and a search looks through twenty parts nearly as fast as through five; what is left is merged at night.
"""

from django.db import connection
from django.utils.translation import gettext_lazy as _

from goodwill.kernel.jobs.declare import Priority, job
from goodwill.kernel.jobs.progress import Progress

TABLES = ("kernel_search_words", "kernel_search_letters")
PAGES = 500
"""Written at most in one transaction, for whose end others wait."""
NOTHING_DONE = 1
"""Rows that change when there was nothing to merge: the order itself."""


@job("merge-search", label=_("Tidy up the search"), every="10 3 * * *", priority=Priority.BULK, quiet=True)
def merge_all(*, progress: Progress) -> None:
    if connection.vendor != "sqlite":
        return
    for table in TABLES:
        while _merge_some(table, progress):
            progress.step()


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
