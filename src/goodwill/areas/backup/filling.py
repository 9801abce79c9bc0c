"""Without what slows the filling of tables: foreign keys and indexes are made again when all rows are there."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from django.db import connection

MEMORY = 256_000  # KiB


def without_indexes(cursor: Any) -> AbstractContextManager[None]:
    """Inside one transaction of the entered firm."""
    if connection.vendor != "postgresql":
        return _without_indexes_of_a_file(cursor)
    from goodwill.kernel.databases import postgres_filling

    return postgres_filling.without_indexes(cursor)


@contextmanager
def _without_indexes_of_a_file(cursor: Any) -> Iterator[None]:
    """With memory for the pages, since each one that has to make room is encrypted and signed."""
    cursor.execute("PRAGMA cache_size")
    (usual,) = cursor.fetchone()
    cursor.execute(f"PRAGMA cache_size = -{MEMORY}")
    cursor.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name")
    indexes = cursor.fetchall()
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
    yield
    for _name, definition in indexes:
        cursor.execute(definition)
    cursor.execute(f"PRAGMA cache_size = {usual}")
