"""Inserting many rows of a model by one prepared statement, or by COPY: several times as fast as `bulk_create`.

Values are stored as they are given: they were checked before, and columns that fill themselves on saving are not meant.
"""

import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from django.db import connection, models
from django.db.models.base import ModelState

MANY = 50
AT_ONCE = 50
"""Rows of one statement: SQLite opens a table and each of its indexes anew for every statement, which costs a fifth."""
_PLAIN = re.compile(r"[A-Za-z0-9 :.,@{}+_-]{0,60}", re.ASCII)
Row = Sequence[Any]
T = TypeVar("T", bound=models.Model)


def fresh(model: type[T], values: Mapping[str, Any]) -> T:
    """A new object of a model by its attributes, which name foreign keys by their columns; the rest has its default.

    A tenth of what it costs to call the model, which an import would do several times for each row.
    """
    record = model.__new__(model)
    plain, made = _defaults(model)
    attributes = record.__dict__
    attributes["_state"] = ModelState()
    attributes.update(plain)
    for name, make in made:
        attributes[name] = make()
    attributes.update(values)
    return record


def told(record: models.Model) -> dict[str, Any]:
    """The attributes of an object that are not the defaults of its model: what `fresh` makes it of."""
    plain, made = _defaults(type(record))
    attributes = record.__dict__
    found = {name: attributes[name] for name, value in plain.items() if attributes[name] != value}
    return found | {name: attributes[name] for name, make in made if attributes[name] != make()}


@cache
def _defaults(model: type[models.Model]) -> tuple[dict[str, Any], tuple[tuple[str, Callable[[], Any]], ...]]:
    """Defaults that may be shared, and those that are made anew for each object."""
    fields = model._meta.concrete_fields
    callables = {field for field in fields if field.has_default() and callable(field.default)}
    made = tuple((field.attname, field.get_default) for field in callables)
    return {field.attname: field.get_default() for field in fields if field not in callables}, made


class _Plan(NamedTuple):
    """Where an insert writes to, and what its values become for the driver, by place; most stay as they are."""

    target: str  # the table with its columns
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
    key = str(model._meta.pk.attname)
    numberless = [record for record in rows if getattr(record, key) is None]
    for record, pk in zip(numberless, new_ids(model, len(numberless)), strict=True):
        setattr(record, key, pk)
    names = stored_names(model)
    insert_values(model, names, map(attrgetter(*names), rows))
    alias = connection.alias
    for record in rows:
        state = record._state
        state.adding, state.db = False, alias


def insert_one(record: models.Model) -> None:
    """Insert a new record, in one statement that Django does not write anew each time; it gets its id."""
    model = type(record)._meta.concrete_model or type(record)
    key = str(model._meta.pk.attname)
    names = stored_names(model)
    if getattr(record, key) is None:
        names = tuple([name for name in names if name != key])
    plan = _plan(model, names, connection.vendor)
    (row,) = plan.rows([attrgetter(*names)(record)])
    with connection.cursor() as cursor:
        cursor.execute(_returning(plan.target, len(names), str(model._meta.pk.column)), row)
        ((found,),) = cursor.fetchall()
    setattr(record, key, found)
    state = record._state
    state.adding, state.db = False, connection.alias


@cache
def _returning(target: str, width: int, key: str) -> str:
    marks = ", ".join(["%s"] * width)
    return f"INSERT INTO {target} VALUES ({marks}) RETURNING {_quoted(key)}"  # noqa: S608  # names of the model


def insert_new(records: Sequence[models.Model]) -> None:
    """Insert records, all of one model, but for those that would break a unique rule. None of them learns its id."""
    model = type(records[0])
    names = tuple(name for name in stored_names(model) if name != model._meta.pk.attname)
    insert_values(model, names, map(attrgetter(*names), records), new_only=True)


def insert_values(
    model: type[models.Model],
    names: tuple[str, ...],
    rows: Iterable[Row],
    *,
    new_only: bool = False,
    converted: bool = False,
    always: Mapping[str, Any] | None = None,
    differing: bool = False,
    together: bool = False,
) -> None:
    """Insert rows of values that stand in the order of `names`: attributes of the model, all that have no default.

    With `new_only`, rows that would break a unique rule are left out. `converted` ones are as the driver wants them.
    `always` are further columns whose value is the same in all rows, `converted` as well; `differing` rows are known to
    have no others. With `together` SQLite gets texts and numbers in one statement: its full text index is written out
    after each one that a trigger belongs to.
    """
    is_sqlite, same = connection.vendor == "sqlite", always or {}
    literals = {name: text for name, value in same.items() if is_sqlite and (text := _literal(value)) != "?"}
    if bound := {name: value for name, value in same.items() if name not in literals}:
        added = tuple(bound.values())
        rows = ((*row, *added) for row in rows)
    plan = _plan(model, (*names, *bound, *literals), connection.vendor)
    ready = rows if converted else plan.rows(rows)
    into = f"INSERT INTO {plan.target}"
    more = " ON CONFLICT DO NOTHING" if new_only else ""
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if is_sqlite:
            width = len(names) + len(bound)
            values, varying = (["?"] * width, ready) if differing else _apart(list(ready), width)
            values += literals.values()
            if together:
                cursor.cursor.execute(f"{into} {_from_json(values)}{more}", [json.dumps(varying, ensure_ascii=False)])
            else:
                _insert_by_some(cursor.cursor, into, values, varying, more)
        elif new_only:
            marks = ", ".join(["%s"] * len(names))
            cursor.cursor.executemany(f"{into} VALUES ({marks}){more}", ready)
        else:
            with cursor.cursor.copy(f"COPY {plan.target} FROM STDIN") as copy:
                for row in ready:
                    copy.write_row(row)


def _insert_by_some(cursor: Any, into: str, values: Sequence[str], rows: Iterable[Row], more: str) -> None:
    rows = list(rows)
    whole = 0 if more else len(rows) // AT_ONCE * AT_ONCE
    if whole:
        places = itertools.count(1)
        read = ", ".join(f"column{next(places)}" if value == "?" else value for value in values)
        row = f"({', '.join('?' * values.count('?'))})"
        some = f"{into} SELECT {read} FROM (VALUES {', '.join([row] * AT_ONCE)})"  # noqa: S608  # names of the model
        cursor.insert(some, [tuple(chain(*rows[at : at + AT_ONCE])) for at in range(0, whole, AT_ONCE)])
    if whole < len(rows):
        cursor.insert(f"{into} VALUES ({', '.join(values)}){more}", rows[whole:])


def _apart(rows: Sequence[Row], width: int) -> tuple[list[str], Sequence[Row]]:
    """What stands for each column in the statement, and the rows without what is the same in all of them.

    To bind a value costs half of what it costs to store it, and most columns of many rows are empty alike.
    """
    if len(rows) < MANY:
        return ["?"] * width, rows
    values: list[str] = []
    varying = []
    for column in zip(*rows, strict=True):
        is_same = column[0] == column[-1] and column.count(column[0]) == len(column)
        values.append(_literal(column[0]) if is_same else "?")
        if values[-1] == "?":
            varying.append(column)
    return (values, list(zip(*varying, strict=True))) if varying else (["?"] * width, rows)


def _from_json(values: Sequence[str]) -> str:
    """A query of rows that stand in one parameter."""
    places = itertools.count()
    read = [f"value->>{next(places)}" if value == "?" else value for value in values]
    return f"SELECT {', '.join(read)} FROM json_each(?) WHERE true"  # noqa: S608  # what stands for a column


def _literal(value: Any) -> str:
    """A value as SQL; the mark of a parameter for all that is not plain."""
    if value is None:
        return "NULL"
    if type(value) is int or type(value) is bool:
        return str(int(value))
    return f"'{value}'" if type(value) is str and _PLAIN.fullmatch(value) else "?"


def converted(model: type[models.Model], names: tuple[str, ...], row: Row, vendor: str) -> Row:
    """The values of a row as the driver of this database wants them."""
    found = list(row)
    for place, convert in _plan(model, names, vendor).converters:
        if found[place] is not None:
            found[place] = convert(found[place])
    return tuple(found)


def moment(value: datetime, vendor: str) -> Any:
    return _moment(value) if vendor == "sqlite" else value


@cache
def stored_names(model: type[models.Model]) -> tuple[str, ...]:
    """All attributes that have a column, without those that the database fills."""
    return tuple(
        field.attname for field in model._meta.concrete_fields if not (field.has_db_default() or field.generated)
    )


@cache
def _plan(model: type[models.Model], names: tuple[str, ...], vendor: str) -> _Plan:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    converters = ((place, _converter(fields[name], vendor)) for place, name in enumerate(names))
    columns = ", ".join(_quoted(str(fields[name].column)) for name in names)
    return _Plan(
        f"{_quoted(model._meta.db_table)} ({columns})",
        tuple((place, convert) for place, convert in converters if convert),
    )


def _quoted(name: str) -> str:
    """As both databases have it; a file is read where none is open."""
    return f'"{name}"'


def _converter(field: "models.Field[Any, Any]", vendor: str) -> Callable[[Any], Any] | None:
    if isinstance(field, models.JSONField):
        encode = (field.encoder or json.JSONEncoder)().encode
        return lambda value: encode(value) if value != {} else "{}"
    if vendor != "sqlite":
        return None
    if isinstance(field, models.DateTimeField):
        return _moment
    return _iso if isinstance(field, models.DateField | models.TimeField) else None


@lru_cache(maxsize=256)
def _moment(value: datetime) -> str:
    """As Django writes it: in UTC, without a zone."""
    return str(value.astimezone(UTC).replace(tzinfo=None))


def _iso(value: date | time) -> str:
    return value.isoformat()


def new_ids(model: type[models.Model], count: int) -> Iterator[int]:
    """Ids that nothing has yet. On SQLite the writer is alone; on PostgreSQL they are taken from the sequence."""
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
