"""Inserting many rows of a model by one prepared statement, or by COPY: several times as fast as `bulk_create`.

Values are stored as they are given: they were checked before, and columns that fill themselves on saving are not meant.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import connection, models

Row = Sequence[Any]


class _Plan(NamedTuple):
    """The columns of an insert, and what their values become for the driver, by place; most stay as they are."""

    columns: tuple[str, ...]
    converters: tuple[tuple[int, Callable[[Any], Any]], ...]

    def rows(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            values = list(row)
            for place, convert in self.converters:
                if values[place] is not None:
                    values[place] = convert(values[place])
            yield values


def insert(records: Iterable[models.Model]) -> None:
    """Insert new records, all of one model, inside a transaction; each gets its id."""
    rows = list(records)
    if not rows:
        return
    model = type(rows[0])
    numberless = [record for record in rows if record.pk is None]
    for record, pk in zip(numberless, _ids(model, len(numberless)), strict=True):
        record.pk = pk
    names = _names(model)
    insert_values(model, names, map(attrgetter(*names), rows))
    for record in rows:
        record._state.adding, record._state.db = False, connection.alias


def insert_values(model: type[models.Model], names: tuple[str, ...], rows: Iterable[Row]) -> None:
    """Insert rows of values that stand in the order of `names`: attributes of the model, all that have no default."""
    plan = _plan(model, names, connection.vendor)
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(column) for column in plan.columns)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in plan.rows(rows):
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(names))
        statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 - names of our models
        cursor.cursor.executemany(statement, plan.rows(rows))


@cache
def _names(model: type[models.Model]) -> tuple[str, ...]:
    """All attributes that have a column, without those that the database fills."""
    return tuple(
        field.attname for field in model._meta.local_concrete_fields if not (field.has_db_default() or field.generated)
    )


@cache
def _plan(model: type[models.Model], names: tuple[str, ...], vendor: str) -> _Plan:
    fields = {field.attname: field for field in model._meta.local_concrete_fields}
    converters = ((place, _converter(fields[name], vendor)) for place, name in enumerate(names))
    return _Plan(
        tuple(str(fields[name].column) for name in names),
        tuple((place, convert) for place, convert in converters if convert),
    )


def _converter(field: "models.Field[Any, Any]", vendor: str) -> Callable[[Any], Any] | None:
    if isinstance(field, models.JSONField):
        encoder = field.encoder
        return lambda value: "{}" if value == {} else json.dumps(value, cls=encoder)
    if vendor != "sqlite":
        return None
    if isinstance(field, models.DateTimeField):
        return _moment
    return _iso if isinstance(field, models.DateField | models.TimeField) else None


def _moment(value: datetime) -> str:
    """As Django writes it: in UTC, without a zone."""
    return str(value.astimezone(UTC).replace(tzinfo=None))


def _iso(value: date | time) -> str:
    return value.isoformat()


def _ids(model: type[models.Model], count: int) -> Iterator[int]:
    """New ids. On SQLite the writer is alone; on PostgreSQL they are taken from the sequence."""
    if not count:
        return iter(())
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(sequence, [connection.ops.quote_name(table), model._meta.pk.column, count])
            return iter([number for (number,) in cursor.fetchall()])
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
        start = (found[0] if found else 0) + 1
    return iter(range(start, start + count))
