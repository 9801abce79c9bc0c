"""Rows of a file, read and understood: all that needs no database, so that a large file takes a process of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from goodwill.transfer.readers.errors import Severity, Unreadable
from goodwill.transfer.readers.table import Table
from goodwill.transfer.values import Given, Valuer

CHUNK = 1000


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

    def chunks(self, after: int = 0) -> Iterator[Chunk]:
        rows = self._rows(after)
        while True:
            chunk = Chunk([])
            try:
                chunk.rows.extend(islice(rows, CHUNK))
            except Unreadable as broken:
                chunk.error = f"{broken.problem.sentence} {broken.problem.advice}".strip()
            if chunk.rows or chunk.error:
                yield chunk
            if chunk.error or len(chunk.rows) < CHUNK:
                return

    def _rows(self, after: int) -> Iterator[Given]:
        for row in self.table.rows(after):
            if row.problems and max(problem.severity for problem in row.problems) >= Severity.LEFT_OUT:
                yield Given(row.number, row.cells, problems=row.problems)
                continue
            given = self.valuer.given(row)
            given.draft = self.read(given)
            yield given
