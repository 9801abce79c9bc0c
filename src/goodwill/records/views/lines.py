"""Rows of a list as the grid draws them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from goodwill.records.query import Row
from goodwill.records.registry import RecordType
from goodwill.records.views.typed import list_url


@dataclass(frozen=True, slots=True)
class Line:
    """A row as the grid draws it."""

    id: int
    name: str
    url: str
    cells: Mapping[str, Any]
    group: str = ""
    ended: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.name


def lines_of(type: RecordType, rows: Iterable[Row], group: Callable[[Row], str] = lambda row: "") -> list[Line]:
    """The rows, each with the words that it stands under."""
    base = list_url(type)
    return [
        Line(row.id, str(row.cells.get(type.title) or row.id), f"{base}{row.id}/", row.cells, group(row), row.ended)
        for row in rows
    ]
