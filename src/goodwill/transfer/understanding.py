"""Rows of a file, read and understood: all that needs no database, so that a large file takes a process of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from goodwill.transfer.readers.errors import Severity, Unreadable
from goodwill.transfer.readers.rows import Row
from goodwill.transfer.readers.table import Table
from goodwill.transfer.repairs import Repairs
from goodwill.transfer.values import Given, Valuer

FEWEST, MOST = 500, 6000
"""Rows of the first chunk, so that writing begins soon, and of one when it is well under way."""
VALUES = 24_000
"""About as many values of a chunk: others wait so long for their turn to write."""


@dataclass(slots=True)
class Chunk:
    """Rows that were read together. `error` is why there is nothing after them."""

    rows: list[Given]
    error: str = ""

    @property
    def last(self) -> int:
        return self.rows[-1].number


@dataclass(frozen=True)
class Understanding:
    """`read` makes the importer's draft of a row; a row that its reader leaves out or doubts gets none."""

    table: Table
    valuer: Valuer
    read: Callable[[Given], Any]
    repairs: Repairs

    def chunks(self, after: int = 0, largest: int | None = None) -> Iterator[Chunk]:
        rows = map(self.given, self.table.rows(after))
        largest = min(largest or MOST, MOST)
        most = min(FEWEST, largest)
        while True:
            chunk = Chunk([])
            try:
                chunk.rows.extend(_some(rows, most))
            except Unreadable as broken:
                chunk.error = f"{broken.problem.sentence} {broken.problem.advice}".strip()
            if chunk.rows or chunk.error:
                yield chunk
            if chunk.error or not chunk.rows:
                return
            most = min(2 * most, largest)

    def given(self, read: Row) -> Given:
        """A row as it was repaired, understood; one that is left out is only told."""
        row = self.repairs.row(read) if self.repairs else read
        if row.problems:
            row = row._replace(problems=tuple(filter(self.valuer.concerns, row.problems)))
        is_left = self.repairs.is_left(row.number) if self.repairs else False
        if is_left or (row.problems and max(each.severity for each in row.problems) >= Severity.LEFT_OUT):
            return Given(row.number, row.cells, problems=row.problems)
        given = self.valuer.given(row)
        if self.repairs:
            self.repairs.given(given)
        given.draft = self.read(given)
        return given


def _some(rows: Iterator[Given], most: int) -> Iterator[Given]:
    values = 0
    for given in islice(rows, most):
        yield given
        values += len(given.cells)
        if values >= VALUES:
            return
