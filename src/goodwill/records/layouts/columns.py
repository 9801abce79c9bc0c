"""The columns of a record's page: panels below one another, in runs that are drawn anew together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from goodwill.records.layouts.arranged import COLUMNS

Drawn = Mapping[str, Any]
"""A panel with what its template needs."""


@dataclass
class Run:
    """`id` is the element that is drawn anew when something changed; a panel that stands alone does that by itself."""

    id: str
    alone: bool = False
    panels: list[Drawn] = field(default_factory=list)


def columns_of(panels: Iterable[Drawn]) -> dict[str, list[Run]]:
    """A run has the same id however many of its panels have something to show: an empty one waits for them."""
    columns = {place: [Run(f"{place}-1")] for place in COLUMNS}
    for drawn in panels:
        panel = drawn["panel"]
        runs = columns[panel.place]
        if panel.alone:
            runs += Run(panel.name, alone=True, panels=[drawn]), Run(f"{panel.place}-{len(runs) // 2 + 2}")
        else:
            runs[-1].panels.append(drawn)
    return columns


def run_asked_for(request: HttpRequest, columns: Mapping[str, Iterable[Run]]) -> Run | None:
    target = request.headers.get("HX-Target", "")
    return next((run for runs in columns.values() for run in runs if run.id == target and not run.alone), None)


def shape_of(columns: Mapping[str, Iterable[Run]]) -> str:
    """The classes of a page on which a column has nothing to show."""
    bare = [place for place in ("main", "side") if not any(run.panels for run in columns[place])]
    return " two" + "".join(f" no-{place}" for place in bare) if bare else ""
