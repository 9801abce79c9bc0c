"""What a record holds beyond the columns of its model: values in `extra`, which the write path takes and logs by name.

`changes.update(deal, x_colour="red")` writes a key of `extra`, and history tells of `x_colour`. A value is plain JSON;
an empty one is not kept. What follows from others (compared text, computed values) lies in `extra` under names that no
field can have; whoever knows how to fill it registers with `deriver`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import DatabaseError

from goodwill.kernel.errors import Told
from goodwill.kernel.models import Tracked

PREFIX = "x_"
COLUMN = "extra"
FOLDED = "~"
"""The key of `extra` under which the compared form of texts lies, by name."""
COMPUTED = "="
"""The key of `extra` under which lies what is computed, by name."""

PLACED = "@"
"""The key of `extra` under which lies where named places are, by name."""

Deriver = Callable[[Sequence[Tracked]], None]
Checker = Callable[[Sequence[Tracked]], None]
_derivers: list[Deriver] = []
_checkers: list[Checker] = []
Explainer = Callable[[DatabaseError], Told | None]
_explainers: list[Explainer] = []


def is_extra(name: str) -> bool:
    return name.startswith(PREFIX)


def column_of(name: str) -> str:
    """The column in which a value is stored."""
    return COLUMN if is_extra(name) else name


def value(record: Tracked, name: str) -> Any:
    return record.extra.get(name)


def put(record: Tracked, name: str, value: Any) -> None:
    """Set a value that is plain JSON; nothing is kept of an empty one."""
    kept = {key: one for key, one in record.extra.items() if key != name}
    record.extra = kept if value is None or value in ("", []) else {**kept, name: value}


def given(extra: Mapping[str, Any]) -> dict[str, Any]:
    """What somebody gave, without what follows from it."""
    return {name: value for name, value in extra.items() if is_extra(name)}


def deriver(function: Deriver) -> Deriver:
    """Register a function that fills in, before records of one model are written, what follows from their values."""
    _derivers.append(function)
    return function


def derive(record: Tracked) -> bool:
    """Fill in what follows; says whether `extra` is another one than before."""
    before: Any = record.extra
    derive_many([record])
    return bool(record.extra != before)


def derive_many(records: Sequence[Tracked]) -> None:
    for function in _derivers if records else ():
        function(records)


def checker(function: Checker) -> Checker:
    """Register a function that is asked before records of one model are written; it raises Invalid."""
    _checkers.append(function)
    return function


def check(records: Sequence[Tracked]) -> None:
    """Whether records, with what follows from their values, may be written so."""
    for function in _checkers if records else ():
        function(records)


def explainer(function: Explainer) -> Explainer:
    """Register a function that says in words what a constraint on values refused; None for what it does not know."""
    _explainers.append(function)
    return function


def explained(error: DatabaseError) -> Told | None:
    """What somebody is told of an error of the database, once its transaction is taken back."""
    return next((said for function in _explainers if (said := function(error))), None)
