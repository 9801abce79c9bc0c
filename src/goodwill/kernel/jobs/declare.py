"""Declaring jobs: a function that takes ids, with a name that stays."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, TypeVar

from django.utils.functional import Promise

F = TypeVar("F", bound=Callable[..., Any])
Words = str | Promise


class Priority(IntEnum):
    """A worker always keeps a thread free for SOON, and one for NORMAL: keep what takes minutes BULK."""

    BULK = -10
    NORMAL = 0
    SOON = 10


@dataclass(frozen=True)
class Declared:
    name: str
    label: Words
    function: Callable[..., Any]
    retries: int
    every: str
    priority: int
    atomic: bool
    quiet: bool
    rest: float
    wants: frozenset[str]


_by_name: dict[str, Declared] = {}
_by_function: dict[Callable[..., Any], Declared] = {}


def job(
    name: str,
    *,
    label: Words = "",
    retries: int = 5,
    every: str | None = None,
    priority: int = Priority.NORMAL,
    atomic: bool = False,
    quiet: bool = False,
    rest: float = 0.0,
) -> Callable[[F], F]:
    """Declare a function as work that can happen later. It stays a plain function.

    Its arguments are JSON: ids, not records. Parameters named `progress` and `by` are handed the Progress and the
    Actor. What it returns (JSON or None) is kept as the result. A Told error ends it with its sentence; any other is
    tried again up to `retries` times, later each time. `every` is a cron expression in the firm's time zone. A `quiet`
    one leaves no row when it ended well. A worker lets `rest` seconds pass between two of the same key: what is asked
    for again and again by many small changes is done once for all of them.

    How often its effects happen:
    - `atomic`: the function and its end are one transaction. Exactly once; for short work on the database alone.
    - with `progress.transaction()` or `progress.batch(...)` around each step, and the way to go on in
      `progress.position`: each step exactly once, however often the worker dies.
    - otherwise at least once: a worker that dies between an effect and the end of the job has it done again.
    """

    def declare(function: F) -> F:
        declared = Declared(
            name=name,
            label=label or name.replace("-", " ").capitalize(),
            function=function,
            retries=retries,
            every=every or "",
            priority=int(priority),
            atomic=atomic,
            quiet=quiet,
            rest=rest,
            wants=frozenset(inspect.signature(function).parameters) & {"progress", "by"},
        )
        _by_name[name] = _by_function[function] = declared
        return function

    return declare


def declared(which: Callable[..., Any] | str) -> Declared:
    return _by_name[which] if isinstance(which, str) else _by_function[which]


def find(name: str) -> Declared | None:
    return _by_name.get(name)


def scheduled() -> tuple[Declared, ...]:
    return tuple(each for each in _by_name.values() if each.every)


def label_of(name: str) -> Words:
    """What people call this work, also when this version no longer knows it."""
    known = _by_name.get(name)
    return known.label if known else name
