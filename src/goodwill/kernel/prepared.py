"""Queries that are the same each time but for their values: Django writes their SQL once for a process, not each time.

To write a statement takes Django longer than it takes SQLite to answer it, and a page asks a dozen.
"""

from collections.abc import Callable, Hashable, Sequence
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.base import ModelState
from django.db.models.query import FlatValuesListIterable, ValuesListIterable

from goodwill.kernel.remembering import remembering

P = ParamSpec("P")
Row = TypeVar("Row")
M = TypeVar("M", bound=models.Model)
MOST_IDS = 512
# How many places a list gets: few statements serve lists of any length, the last value stands in what is left.
PLACES = (1, 2, 3, 4, 6, 8, 12, 16, 25, 32, 50, 64, 100, 128, 256, MOST_IDS)
_FIRST_ID = 2_000_000_000
_FIRST_DAY = datetime(1901, 1, 1, tzinfo=UTC)


def prepared(build: "Callable[P, models.QuerySet[Any, Row]]") -> Callable[P, list[Row]]:
    """The rows of the queryset that `build` makes.

    Positional values (int, str, datetime, a list of int or str) are parameters of the statement and must be compared as
    they are. What is given by name is part of the statement: anything hashable on which its text or a constant depends,
    also a condition (Q). A queryset that depends on rights, the hour or the time zone in another way is not for this.
    """

    make: Any = build
    statement = _statements(build)

    @wraps(build)
    def rows(*values: Any, **shape: Any) -> Any:
        if any(isinstance(value, list) and not 0 < len(value) <= MOST_IDS for value in values):
            return [] if [] in values else list(make(*values, **shape))
        return statement(values, shape).rows(values)

    return rows


def steady(build: "Callable[P, models.QuerySet[Any, M]]") -> Callable[P, list[M]]:
    """Prepared, for records that each request asks for: what came as before is not made of its columns again.

    Each caller gets records of its own.
    """
    statement = _statements(build)

    @wraps(build)
    def rows(*values: Any, **shape: Any) -> Any:
        return statement(values, shape).steady_rows(values)

    return rows


def counted(build: "Callable[P, models.QuerySet[Any]]") -> Callable[P, int]:
    """How many rows the queryset has that `build` makes, of the same as `prepared` ones; its lists are short."""
    statement = _statements(build)

    @wraps(build)
    def count(*values: Any, **shape: Any) -> int:
        return statement(values, shape).count(values)

    return count


def _statements(build: Callable[..., Any]) -> "Callable[[Sequence[Any], dict[str, Any]], _Statement]":
    """Finds the statement for values of such kinds, and such a shape."""

    @lru_cache(256)
    def written(_vendor: str, kinds: tuple[Any, ...], shape: tuple[tuple[str, Hashable], ...]) -> _Statement:
        stand_ins = [_stand_in(number, kind) for number, kind in enumerate(kinds)]
        return _Statement(build(*stand_ins, **dict(shape)), stand_ins)

    def find(values: Sequence[Any], shape: dict[str, Any]) -> _Statement:
        kinds = tuple(_kind(value) for value in values)
        return written(connections[DEFAULT_DB_ALIAS].vendor, kinds, tuple(sorted(shape.items())))

    return find


class _Statement:
    """A queryset whose SQL is known. Each use has a compiler of its own, on the connection of its thread and firm."""

    def __init__(self, queryset: "models.QuerySet[Any]", stand_ins: Sequence[Any]) -> None:
        if queryset._prefetch_related_lookups:  # type: ignore[attr-defined]
            raise ValueError("A prepared query prefetches nothing.")
        compiler: Any = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        self._sql, params = compiler.as_sql()
        self._sizes = [len(one) if isinstance(one, list) else 0 for one in stand_ins]
        flat = _flat(stand_ins, self._sizes)
        places = [flat.index(param) if param in flat else None for param in params]
        if not set(range(len(flat))) <= set(places):
            raise ValueError("A value of a prepared query is not a parameter of it as it is.")
        self._constants = [param for param, place in zip(params, places, strict=True) if place is None]
        constants = iter(range(len(flat), len(flat) + len(self._constants)))
        self._order = [next(constants) if place is None else place for place in places]
        self._queryset: Any = queryset
        self._compiler = compiler
        converters = compiler.get_converters([column[0] for column in compiler.select])
        self._kind = type("Written", (_Written, type(compiler)), {"converters": converters})

        as_tuples = self._queryset._iterable_class in (ValuesListIterable, FlatValuesListIterable)
        self._plain = as_tuples and not converters and not compiler.has_extra_select

    def rows(self, values: Sequence[Any]) -> list[Any]:
        params = self._params(values)
        return self._as_they_come(params) if self._plain else self._by_django(params)

    def steady_rows(self, values: Sequence[Any]) -> list[Any]:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(self._sql, self._params(values))
            came = tuple(cursor.fetchall())
        return [_copy(record) for record in _made_of(self, came)]

    def made_of(self, came: tuple[Any, ...]) -> list[Any]:
        return self._by_django((), came)

    def count(self, values: Sequence[Any]) -> int:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({self._sql}) counted", self._params(values))  # noqa: S608 - Django's
            ((found,),) = cursor.fetchall()
        return int(found)

    def _params(self, values: Sequence[Any]) -> tuple[Any, ...]:
        flat = [*_flat(values, self._sizes), *self._constants]
        return tuple([flat[place] for place in self._order])

    def _as_they_come(self, params: tuple[Any, ...]) -> list[Any]:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(self._sql, params)
            found = cursor.fetchall()
        return [row[0] for row in found] if self._queryset._iterable_class is FlatValuesListIterable else list(found)

    def _by_django(self, params: tuple[Any, ...], came: Any = None) -> list[Any]:
        compiler: Any = object.__new__(self._kind)
        compiler.__dict__.update(self._compiler.__dict__)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.written = self._sql, params
        compiler.came = came
        return list(self._queryset._iterable_class(_Asked(self._queryset, compiler)))


class _Written:
    """A compiler that wrote its statement before, and knows what converts the values of its columns."""

    written: tuple[str, tuple[Any, ...]]
    came: Sequence[Any] | None  # the rows, where they were fetched before
    converters: dict[int, Any]
    connection: Any

    def as_sql(self, *_args: Any, **_options: Any) -> tuple[str, tuple[Any, ...]]:
        return self.written

    def execute_sql(self, *_args: Any, **_options: Any) -> list[Sequence[Any]]:
        if self.came is not None:
            return [self.came]
        with self.connection.cursor() as cursor:
            cursor.execute(*self.written)
            return [cursor.fetchall()]

    def get_converters(self, _expressions: Any) -> dict[int, Any]:
        return self.converters


class _Asked:
    """What Django's iterables ask of a queryset."""

    def __init__(self, queryset: Any, compiler: Any) -> None:
        self.query = _Query(queryset.query, compiler)
        self.db = compiler.using
        self._fields = queryset._fields
        self._known_related_objects: dict[Any, Any] = {}


class _Query:
    def __init__(self, query: Any, compiler: Any) -> None:
        self._query = query
        self._compiler = compiler

    def get_compiler(self, *_args: Any, **_options: Any) -> Any:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


@remembering(64)
def _made_of(statement: _Statement, came: tuple[Any, ...]) -> list[Any]:
    return statement.made_of(came)


def _copy(record: Any) -> Any:
    """The same record, through which nothing can be changed in the one that is kept."""
    fresh = object.__new__(type(record))
    for name, value in record.__dict__.items():
        fresh.__dict__[name] = deepcopy(value) if isinstance(value, list | dict) else value
    state = fresh._state = ModelState()
    state.db, state.adding = record._state.db, False
    joined = record._state.fields_cache
    state.fields_cache = {name: _copy(other) if other is not None else None for name, other in joined.items()}
    return fresh


def _kind(value: Any) -> tuple[type, int]:
    """The type of a value, or of those in a list, and how many places a list gets."""
    if isinstance(value, list):
        return type(value[0]), next(places for places in PLACES if places >= len(value))
    return type(value), 0


def _stand_in(number: int, kind: tuple[type, int]) -> Any:
    made_of, places = kind
    if places:
        return [_one_stand_in(number * 1000 + at, made_of) for at in range(places)]
    return _one_stand_in(number * 1000, made_of)


def _one_stand_in(number: int, kind: type) -> Any:
    if issubclass(kind, datetime):
        return _FIRST_DAY + timedelta(days=number)
    return _FIRST_ID + number if issubclass(kind, int) else f"\ue000{number}"


def _flat(values: Sequence[Any], sizes: Sequence[int]) -> list[Any]:
    """The values one after the other, each list in as many places as it gets."""
    flat: list[Any] = []
    for value, size in zip(values, sizes, strict=True):
        if size:
            flat += value
            flat += value[-1:] * (size - len(value))
        elif isinstance(value, datetime):
            flat.append(connections[DEFAULT_DB_ALIAS].ops.adapt_datetimefield_value(value))
        else:
            flat.append(value)
    return flat
