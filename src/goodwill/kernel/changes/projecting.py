"""Functions from above that write tables derived from records, in the transaction of the change."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from goodwill.kernel.changes.batches import Entry
    from goodwill.kernel.models import Tracked

Projection = Callable[[Sequence["Entry"]], None]
_of_model: "dict[type[Tracked], list[Projection]]" = defaultdict(list)
_of_all: list[Projection] = []


def projection(*models: "type[Tracked]") -> Callable[[Projection], Projection]:
    """Register a projection of these models (of every model when none is named).

    It gets all entries that a batch wrote since the last flush, in order; it writes only its own tables.
    """

    def register(function: Projection) -> Projection:
        for model in models:
            _of_model[model].append(function)
        if not models:
            _of_all.append(function)
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
