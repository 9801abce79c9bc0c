"""What is worth to be looked up before the list is read, and when no index helps."""

from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from goodwill.records.fields import LINKED, column_at
from goodwill.records.filter.operators import OPPOSITE, Operator
from goodwill.records.filter.tree import And, Filter, Not, Or, Search
from goodwill.records.registry import RecordType

FEW = 2_000


def few_ids(rows: "QuerySet[Any]", column: str) -> list[int] | None:
    """The ids in a column if they are few, looked up at once; None if they are many.

    PostgreSQL weighs this by itself. SQLite takes an EXISTS row by row, which is best where many rows pass (the page is
    full soon) and worst where few do: then it is told which ones.
    """
    if connection.vendor != "sqlite":
        return None
    found = list(rows.order_by().values_list(column, flat=True)[: FEW + 1])
    return found if len(found) <= FEW else None


def reads_every_row(tree: Filter, type: RecordType) -> bool:
    """Whether no index can find the rows: a part within a text, or a column of the type's own without an index."""
    if isinstance(tree, Search):
        return True
    if isinstance(tree, And | Or):
        return any(reads_every_row(item, type) for item in tree.items)
    if isinstance(tree, Not) or tree.operator in OPPOSITE or len(tree.path) > 1:
        return False
    field = type.field(tree.path[0])
    if field.kept:
        return tree.operator in (Operator.CONTAINS, Operator.ENDS) or not field.index
    if field.many or field.kind in LINKED or not field.column:
        return False
    return tree.operator in (Operator.CONTAINS, Operator.ENDS) or not indexed(field.fold or field.column, type)


@lru_cache(maxsize=2048)
def indexed(column: str, type: RecordType) -> bool:
    """Whether an index begins with the column, behind what is the same in all rows of the type."""
    table = type.model._meta.concrete_model or type.model
    for index in table._meta.indexes:
        names = [name.lstrip("-") for name in index.fields if name.lstrip("-") not in type.constant]
        if names[:1] == [column]:
            return True
    found = column_at(type.model, column)[0]
    return bool(found.unique or found.db_index)
