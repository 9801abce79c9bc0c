"""A row of a table, however it was written down, and what gives the rows of a file."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from goodwill.transfer.readers.errors import Problem


class Row(NamedTuple):
    number: int
    """As a spreadsheet numbers it, from 1; blank lines count."""
    cells: list[str]
    problems: tuple[Problem, ...] = ()


class RowFile(Protocol):
    """One kind of file, from which a table is made."""

    @property
    def is_exact(self) -> bool:
        """Its cells have types: numbers with a decimal point, dates in ISO."""

    @property
    def has_tail(self) -> bool:
        """Totals and remarks may stand below the rows."""

    def rows(self, names: list[str]) -> Iterator[Row]:
        """Opens the file anew; rows are as wide as they are. `names` of the columns are empty while unknown."""

    def repaired(self, row: Row, width: int) -> Row | None:
        """A row of another width made to fit, if there is a way."""
