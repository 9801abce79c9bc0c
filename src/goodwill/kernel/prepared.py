"""Queries that are the same each time but for their values: Django writes their SQL once for a process, not each time.

To write a statement takes Django longer than it takes SQLite to answer it, and a page asks a dozen.
"""

from collections.abc import Callable, Hashable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache, wraps
from typing import Any, NamedTuple, ParamSpec, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models

P = ParamSpec("P")
Row = TypeVar("Row")
MOST_IDS = 512
# How many places a list of ids gets: few statements serve lists of any length, the last id stands in what is left.
PLACES = (1, 2, 3, 4, 6, 8, 12, 16, 25, 32, 50, 64, 100, 128, 256, MOST_IDS)
_FIRST_ID = 2_000_000_000
_FIRST_DAY = datetime(1901, 1, 1, tzinfo=UTC)


class Slot(NamedTuple):
    """Where a parameter of the statement comes from: a value, or one of a list of ids."""

    value: int
    at: int | None = None


def prepared(build: "Callable[P, models.QuerySet[Any, Row]]") -> Callable[P, list[Row]]:
    """The rows of the queryset that `build` makes.

    Positional values (int, str, datetime, a list of ids) are parameters of the statement and must be compared as they
    are. What is given by name is part of the statement: anything hashable on which its text or a constant depends. A
    queryset that depends on the actor's rights, on the hour or on the time zone in another way is not for this.
    """

    make: Any = build

    @wraps(build)
    def rows(*values: Any, **shape: Any) -> Any:
        if any(isinstance(value, list) and not 0 < len(value) <= MOST_IDS for value in values):
            return [] if [] in values else list(make(*values, **shape))
        kinds = tuple(_kind(value) for value in values)
        return statement(connections[DEFAULT_DB_ALIAS].vendor, kinds, tuple(sorted(shape.items()))).rows(values)

    @lru_cache(256)
    def statement(_vendor: str, kinds: tuple[Any, ...], shape: tuple[tuple[str, Hashable], ...]) -> _Statement:
        stand_ins = [_stand_in(number, kind) for number, kind in enumerate(kinds)]
        return _Statement(make(*stand_ins, **dict(shape)), stand_ins)

    return rows


class _Statement:
    """A queryset whose SQL is known. Each use has a compiler of its own, on the connection of its thread and firm."""

    def __init__(self, queryset: "models.QuerySet[Any]", stand_ins: Sequence[Any]) -> None:
        if queryset._prefetch_related_lookups:  # type: ignore[attr-defined]
            raise ValueError("A prepared query prefetches nothing.")
        compiler: Any = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        self._sql, params = compiler.as_sql()
        self._params = [_slot(param, stand_ins) or param for param in params]
        missing = set(range(len(stand_ins))) - {slot.value for slot in self._params if isinstance(slot, Slot)}
        if missing:
            raise ValueError("A value of a prepared query is not a parameter of it as it is.")
        self._queryset: Any = queryset
        self._compiler = compiler
        self._kind = type("Written", (type(compiler),), {"as_sql": lambda self, *_args, **_options: self.written})

    def rows(self, values: Sequence[Any]) -> list[Any]:
        compiler: Any = object.__new__(self._kind)
        compiler.__dict__.update(self._compiler.__dict__)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.written = self._sql, tuple(_param(param, values) for param in self._params)
        return list(self._queryset._iterable_class(_Asked(self._queryset, compiler)))


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


def _kind(value: Any) -> Any:
    return next(places for places in PLACES if places >= len(value)) if isinstance(value, list) else type(value)


def _stand_in(number: int, kind: Any) -> Any:
    first = _FIRST_ID + number * 1000
    if isinstance(kind, int):
        return [first + at for at in range(kind)]
    if issubclass(kind, datetime):
        return _FIRST_DAY + timedelta(days=number)
    return first if issubclass(kind, int) else f"\ue000{number}"


def _slot(param: Any, stand_ins: Sequence[Any]) -> Slot | None:
    for number, stand_in in enumerate(stand_ins):
        if isinstance(stand_in, list):
            if param in stand_in:
                return Slot(number, stand_in.index(param))
        elif param in (stand_in, _adapted(stand_in)):
            return Slot(number)
    return None


def _adapted(value: Any) -> Any:
    if isinstance(value, datetime):
        return connections[DEFAULT_DB_ALIAS].ops.adapt_datetimefield_value(value)
    return value


def _param(param: Any, values: Sequence[Any]) -> Any:
    if not isinstance(param, Slot):
        return param
    value = values[param.value]
    return _adapted(value) if param.at is None else value[min(param.at, len(value) - 1)]
