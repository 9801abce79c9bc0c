"""Functions from above that write tables derived from records, in the transaction of the change."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from goodwill.kernel.actors import Actor
    from goodwill.kernel.changes.ahead import Ahead
    from goodwill.kernel.changes.batches import Entry
    from goodwill.kernel.models import Tracked


class NotAhead(Exception):
    """A projection has to see the record itself, once it is written."""


@dataclass(frozen=True)
class Beforehand:
    """What a projection does for a new record in two steps.

    `make(record, parts)` asks no database: another process may call it. What it gives can be pickled; None is nothing,
    and NotAhead sends the record the usual way. `write(type name, [(id, what was made)], by)` writes it for many.

    `gone(type name, ids, by)` takes back what it keeps of records that are put away as they were made, with all that
    hangs on them; without it, and where it `sees` such records of these models, they are put away one by one.
    """

    make: "Maker"
    write: "Callable[[str, Sequence[tuple[int, Any]], Actor], None]"
    gone: "Callable[[str, Sequence[int], Actor], None] | None" = None
    sees: "Callable[[frozenset[type[Tracked]]], bool]" = lambda _models: False


Maker = Callable[["Tracked", Sequence["Tracked"]], Any]
Projection = Callable[[Sequence["Entry"]], None]
_of_model: "dict[type[Tracked], list[Projection]]" = defaultdict(list)
_of_all: list[Projection] = []
_beforehand: dict[Projection, Beforehand] = {}


def projection(*models: "type[Tracked]", ahead: Beforehand | None = None) -> Callable[[Projection], Projection]:
    """Register a projection of these models (of every model when none is named).

    It gets all entries that a batch wrote since the last flush, in order; it writes only its own tables. New records
    can be made `ahead` where each of their projections says how; an import is several times as quick by it.
    """

    def register(function: Projection) -> Projection:
        if ahead:
            _beforehand[function] = ahead
        for model in models:
            _of_model[model].append(function)
        if not models:
            _of_all.append(function)
        _makers.cache_clear()
        return function

    return register


def project(entries: "Iterable[Entry]") -> None:
    """Those of named models first: what they keep in columns, those of every model may read."""
    every = list(entries)
    by_function: dict[Projection, list[Entry]] = {}
    for entry in every:
        for function in _of_model.get(type(entry.record), ()):
            by_function.setdefault(function, []).append(entry)
    for function, its in by_function.items():
        function(its)
    for function in _of_all:
        function(every)


def told_ahead(record: "Tracked", parts: "Sequence[Tracked]") -> tuple[Any, ...]:
    """What each projection that can makes of a record, in their order. Raises NotAhead where one cannot."""
    makers = _makers(frozenset([type(record), *map(type, parts)]))
    if makers is None:
        raise NotAhead
    return tuple([make(record, parts) if make else None for make in makers])


@lru_cache(maxsize=256)
def _makers(
    models: "frozenset[type[Tracked]]",
) -> "tuple[Callable[[Tracked, Sequence[Tracked]], Any] | None, ...] | None":
    concerned = _concerned(models)
    if not concerned <= _beforehand.keys():
        return None
    return tuple(each.make if one in concerned else None for one, each in _beforehand.items())


def _concerned(models: "frozenset[type[Tracked]]") -> set[Projection]:
    return {*_of_all, *(function for model in models for function in _of_model.get(model, ()))}


def sees_gone(models: "frozenset[type[Tracked]]") -> bool:
    """Whether a projection has to see records of these models as they go."""
    told = map(_beforehand.get, _concerned(models))
    return not all(one and one.gone and not one.sees(models) for one in told)


def project_gone(name: str, ids: Sequence[int], models: "frozenset[type[Tracked]]", by: "Actor") -> None:
    """`ids` are those of the wholes, `models` theirs and those of their parts."""
    for function in sorted(_concerned(models), key=lambda one: one.__qualname__):
        if (gone := _beforehand[function].gone) is not None:
            gone(name, ids, by)


def project_ahead(ids: Sequence[int], made: "Sequence[Ahead]", by: "Actor") -> None:
    name = made[0][0][0][0]
    by_projection = zip(*[told for _record, _parts, told in made], strict=True)
    for each, column in zip(_beforehand.values(), by_projection, strict=True):
        told = list(zip(ids, column, strict=True))
        if None in column:
            told = [one for one in told if one[1] is not None]
        if told:
            each.write(name, told, by)
