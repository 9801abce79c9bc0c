"""A row of a table, however it was written down."""

from typing import NamedTuple

from goodwill.transfer.readers.errors import Problem


class Row(NamedTuple):
    number: int
    """As a spreadsheet numbers it, from 1; blank lines count."""
    cells: list[str]
    problems: tuple[Problem, ...] = ()
