"""What SQLite's planner is told of the tables, so that a query goes the same way in a small firm and in a large one.

Told nothing, it prefers whichever index begins with a column that is asked for, be there two values in it or a
million. ANALYZE would tell it, but holds the file while it reads, and the ways would change with what a firm happens
to hold. So the figures follow from the models, as https://sqlite.org/lang_analyze.html ("Fixed Results Of ANALYZE")
proposes: the rows of a table by who may write it, the values of a column by its kind.
"""

from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

MANY = 100_000
FEW = 20
"""Users, roles, own fields: what needs a power to be written."""
SOME = 5
"""One row of so many is in an index with a condition beyond "not in the trash"."""
SORTS = 10
"""Different values of a text that says what sort a row is of."""
_SAYS_SORT = ("type", "kind", "state", "tag", "country")
_LIVE = '"deleted_at" IS NULL'


def tell(connection: Any, table: str = "") -> None:
    """Put the figures of one table, or of each, in the place of what was told before."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE sqlite_schema")  # makes the table of figures where there is none
        for name, model in _models().items() if not table else [(table, _models()[table])]:
            cursor.execute("DELETE FROM sqlite_stat1 WHERE tbl = %s", [name])
            for index, figures in _figures(cursor, name, model):
                cursor.execute("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (%s, %s, %s)", [name, index, figures])
        cursor.execute("ANALYZE sqlite_schema")  # has this connection read them


@cache
def _models() -> dict[str, type[models.Model]]:
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def _figures(cursor: Any, table: str, model: type[models.Model]) -> list[tuple[str | None, str]]:
    """Of each index: its rows, then how many of them share the first column, the first two, and so on."""
    rows = _rows(model)
    fields = {field.column: field for field in model._meta.concrete_fields}
    cursor.execute(
        'SELECT list.name, list."unique", schema.sql FROM pragma_index_list(%s) list '
        "LEFT JOIN sqlite_schema schema ON schema.name = list.name",
        [table],
    )
    found: list[tuple[str | None, str]] = [(None, str(rows))]
    for index, unique, sql in cursor.fetchall():
        cursor.execute("SELECT name FROM pragma_index_info(%s) ORDER BY seqno", [index])
        columns = [fields.get(name) for (name,) in cursor.fetchall()]
        held = max(rows // SOME, 1) if _conditional(sql or "") else rows
        found.append((index, _shares(columns, held, bool(unique))))
    return found


def _conditional(sql: str) -> bool:
    return bool(sql.partition(" WHERE ")[2].replace(_LIVE, "").strip(" ()"))


def _shares(columns: "list[models.Field[Any, Any] | None]", rows: int, unique: bool) -> str:
    """`noskipscan`: an index whose first column is not asked for is never the way."""
    shares, each = [rows], float(rows)
    for column in columns:
        each = max(each / _values(column, rows), 1)
        shares.append(round(each))
    if unique:
        shares[-1] = 1
    return " ".join(map(str, shares)) + " noskipscan"


def _rows(model: Any) -> int:
    return FEW if getattr(model, "guarded_by", "") else MANY


def _values(column: "models.Field[Any, Any] | None", rows: int) -> float:
    """How many different values a column has in so many rows; an expression, which is None, has as many as a number."""
    if column is None:
        return rows / 10
    if column.primary_key or column.unique:
        return rows
    if column.is_relation:
        return min(rows, _rows(column.related_model))
    if column.choices:
        return len(list(column.choices))
    if isinstance(column, models.BooleanField):
        return 2
    if isinstance(column, models.DateTimeField):
        return rows / 3
    if isinstance(column, models.DateField):
        return rows / 30
    if column.name.endswith(_SAYS_SORT):
        return SORTS
    if isinstance(column, models.CharField | models.TextField):
        return rows / 5
    return rows / 10
