"""Reading rows in the order of their transactions: from where, and behind which nothing can still appear."""

from typing import TypeVar

from django.db import connection
from django.db.models import Model, Q, QuerySet, Value

from goodwill.kernel.wholerow import WholeRow

Row = TypeVar("Row", bound=Model)

QUERY = """
    SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint, array_agg(backend_xid::text::bigint)
    FROM pg_stat_activity WHERE datname = current_database() AND backend_xid IS NOT NULL
"""
TURNS = 2**32  # backends tell the lower half of their transaction's number


def settled_before() -> int | None:
    """Every transaction with a lower number has ended, and a statement that begins after this call sees its rows.

    None on SQLite, whose writers stand in line. A snapshot's own xmin would do as well, but it waits for the open
    transactions of all databases of a server, so that anybody's could hold up everybody. That the answer is right
    depends on the order: first the highest number that was given out, then who is still open, then the rows.
    """
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        if connection.in_atomic_block:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # who is open is otherwise asked once a transaction
        cursor.execute(QUERY)
        highest, still_open = cursor.fetchone()
    behind = [(highest - number) % TURNS for number in still_open or ()]
    return int(highest - max((distance for distance in behind if distance < TURNS // 2), default=0))


def settled(rows: "QuerySet[Row]") -> "QuerySet[Row]":
    """In the order in which they were written, those behind which no earlier one can still appear: by (tx, id), and by
    id alone on SQLite, where every `tx` is 0.
    """
    before = settled_before()
    return rows.order_by("id") if before is None else rows.filter(tx__gt=0, tx__lt=before).order_by("tx", "id")


def behind(tx: int, row_id: int) -> Q:
    """What comes after this place in that order."""
    if connection.vendor != "postgresql":
        return Q(id__gt=row_id)
    return Q(WholeRow(("tx", "id"), ">", (Value(tx), Value(row_id))), tx__gt=0)
