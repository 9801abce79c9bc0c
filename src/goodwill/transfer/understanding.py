"""Rows of a file, read and understood: all that needs no database, so that a large file takes a process of its own."""

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from goodwill.transfer.arranging import Met
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
    """Rows that are decided about together. `error` is why there is nothing after them.

    `ends` is None for rows in the order of the file. Those in another one are part of a stretch: its last row, if this
    is the end of it, or 0.
    """

    rows: list[Given]
    error: str = ""
    ends: int | None = None

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def last(self) -> int:
        return self.rows[-1].number

    @property
    def until(self) -> int:
        """Up to which row there is none left once these are done; 0 if that cannot be said."""
        return self.last if self.ends is None else self.ends

    def part(self, start: int, count: int) -> "Chunk":
        is_end = start + count >= self.count
        return Chunk(self._some(start, count), ends=self.ends if self.ends is None or is_end else 0)

    def _some(self, start: int, count: int) -> list[Given]:
        return self.rows[start : start + count]


@dataclass(frozen=True)
class Understanding:
    """`read` makes the importer's draft of a row; a row that its reader leaves out or doubts gets none.

    `meets` says by what a row is met, if rows may come in another order than that of the file (`arranging`).
    """

    table: Table
    valuer: Valuer
    read: Callable[[Given], Any]
    repairs: Repairs
    meets: Callable[[Given], Met] | None = None

    def chunks(self, after: int = 0, largest: int | None = None, done: Container[int] = ()) -> Iterator[Chunk]:
        """In the order of the file, without those that are `done`."""
        left = (row for row in self.table.rows(after) if row.number not in done) if done else self.table.rows(after)
        rows = map(self.given, left)
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

    def met(self, given: Given) -> Met:
        """What somebody said of two rows counts as well."""
        assert self.meets
        met = self.meets(given)
        if self.repairs and (said := given.same_as or (given.number in self.repairs.meant and given.number)):
            met = met._replace(keys=[*met.keys, hash(("the row", said))])
        return met

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
