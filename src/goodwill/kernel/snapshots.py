"""Reading rows in the order of their transactions: from where, and behind which nothing can still appear."""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import Model, Q, QuerySet, Value

from goodwill.kernel.wholerow import WholeRow

Row = TypeVar("Row", bound=Model)

QUERY = """
    SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint, array_agg(backend_xid::text::bigint)
    FROM pg_stat_activity WHERE datname = current_database() AND backend_xid IS NOT NULL
"""
WRITING = """
    SELECT EXISTS (SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid())
"""
TURNS = 2**32  # backends tell the lower half of their transaction's number
EARLIER = 1
"""The transaction of all that was written before a firm came to this server, whose own ones begin with 3."""

PLACES = """
    SELECT consumer, change_id,
        (SELECT MAX(id) FROM kernel_change WHERE (tx, id) <= (place.tx, place.change_id)),
        (SELECT MIN(id) FROM kernel_change WHERE (tx, id) > (place.tx, place.change_id) AND tx > 0)
    FROM kernel_cursor place
"""


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


def is_somebody_writing() -> bool:
    """Whether somebody else's transaction is open that wrote something. On SQLite whoever asks may wait for it."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        if connection.in_atomic_block:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(WRITING)
        return bool(cursor.fetchone()[0])


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


@dataclass(frozen=True)
class Place:
    """How far a consumer has come, if changes are read by id alone. Not `exact`: it has seen some behind that place, of
    transactions that ended in another order than they began, and would be given those again.
    """

    change_id: int
    exact: bool = True


def places(here: Any) -> dict[str, Place]:
    """Of each consumer, as a connection to its firm tells."""
    with here.cursor() as cursor:
        if here.vendor != "postgresql":
            cursor.execute("SELECT consumer, change_id FROM kernel_cursor")
            return {consumer: Place(change_id) for consumer, change_id in cursor.fetchall()}
        cursor.execute(PLACES)
        return {consumer: _place(*row) for consumer, *row in cursor.fetchall()}


def _place(known: int, last_seen: int | None, first_unseen: int | None) -> Place:
    if first_unseen is None:
        return Place(last_seen or known)
    return Place(first_unseen - 1, last_seen is None or last_seen < first_unseen)


def begin_anew() -> None:
    """Have everything in the entered firm come before what this server writes, whose count of transactions may be far
    behind that of the server that it was written on: nobody would hear of a change until that is reached.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_current_xact_id()::text::bigint > GREATEST((SELECT MAX(tx) FROM kernel_change), "
            "(SELECT MAX(tx) FROM kernel_streamevent), (SELECT MAX(tx) FROM kernel_cursor), 0)"
        )
        if cursor.fetchone()[0]:
            return
        for consumer, place in places(connection).items():
            cursor.execute(
                "UPDATE kernel_cursor SET tx = %s, change_id = %s WHERE consumer = %s",
                [EARLIER, place.change_id, consumer],
            )
        cursor.execute("UPDATE kernel_change SET tx = %s WHERE tx > 0", [EARLIER])
        cursor.execute("UPDATE kernel_streamevent SET tx = 0")
