"""Records of a text file: what `csv` makes of the lines, and what is done where `csv` alone goes wrong.

`csv` swallows the rest of a file after a quote that nobody closed, and counts one long cell where there were fifty
rows. So every record of more than one line is looked at again before it is believed. A strict reader stops at a quote
within a cell that is not doubled, where another one leaves quotes out; such a row is read by sight.
"""

import csv
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice, zip_longest

from goodwill.transfer.readers.dialect import Dialect, separator_named
from goodwill.transfer.readers.errors import Problem, problem
from goodwill.transfer.readers.lines import MAX_RECORD, Lines, RecordTooLong
from goodwill.transfer.readers.quotes import by_sight
from goodwill.transfer.readers.rows import Row

MAX_CELL = 1_000_000
FEW_LINES = 50
MANY_RUNAWAYS = 25
_TRIED = 40
_MORE_LINES = 20
"""Lines that are looked through for the end of a cell whose inner quotes are not doubled."""
_MANY_ENDLESS = 200
csv.field_size_limit(max(csv.field_size_limit(), MAX_RECORD * 2))


class Records:
    """Iterates the records of `lines` as rows of any width; blank lines are left out but counted.

    `names` of the columns are set by whoever knows them; their number tells a note with line breaks from an open quote.
    """

    def __init__(self, lines: Lines, dialect: Dialect) -> None:
        self._lines = lines
        self._dialect = dialect
        self._reader = dialect.reader(lines, strict=True)
        self._number = 0
        self._runaways = 0
        self._endless = 0
        self.names: list[str] = []

    def __iter__(self) -> Iterator[Row]:
        lines, number = self._lines, self._number
        taken, found = lines.taken, lines.found
        while True:
            lines.start_record()
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except RecordTooLong:
                cells = self._first_line()
            except csv.Error:
                cells = self._by_sight()
            else:
                if len(taken) > 1:
                    cells = self._believed(cells)
            number += 1
            if not cells or (number == 1 and separator_named(taken[0])):
                continue
            if lines.size > MAX_CELL:
                self._measure(cells)
            if found:
                yield Row(number, cells, self._found(number))
            else:
                yield Row(number, cells)

    def _found(self, number: int) -> tuple[Problem, ...]:
        found = tuple(replace(each, row=number) for each in self._lines.found)
        self._lines.found.clear()
        return found

    def _measure(self, cells: list[str]) -> None:
        for name, cell in zip_longest(self.names, cells, fillvalue=""):
            if len(cell) > MAX_CELL:
                found = problem("huge_cell", column=name, raw=cell[:200], size=len(cell), limit=MAX_CELL)
                self._lines.found.append(found)

    def _believed(self, cells: list[str]) -> list[str]:
        """A record of several lines, or only its first one if the quote that joined them is a stray one."""
        if not len(self.names) or len(cells) == len(self.names):
            return cells
        return self._first_line() if self._is_runaway(cells, well_formed=True) else cells

    def _by_sight(self) -> list[str]:
        """A record that is not well-formed: read as a person would, else as `csv` does with a remark."""
        lines = self._lines
        lines.put_back(list(lines.taken))
        lines.start_record()
        try:
            cells = next(self._dialect.reader(lines))
        except (RecordTooLong, csv.Error):
            return self._first_line()
        taken = lines.taken
        raw = "".join(taken)
        width = 1 if self._dialect.wrapped else len(self.names)
        seen = by_sight(raw, self._dialect, width)
        if seen and seen.is_plain:
            return seen.cells
        is_open = raw.count(self._dialect.quote) % 2 == 1
        if is_open and (longer := self._to_its_end(raw, width)):
            return longer
        if seen and seen.is_only and len(taken) == 1:
            lines.found.append(problem("inner_quotes", raw=raw.strip()[:2000], line=lines.number))
            return seen.cells
        if is_open and not seen if len(taken) == 1 else self._is_runaway(cells, well_formed=False):
            return self._first_line()
        if self._dialect.delimiter not in raw:
            return [raw.rstrip("\r\n")]
        lines.found.append(problem("unclear_quotes", raw=raw.strip()[:2000], line=lines.number))
        return seen.cells if seen else cells

    def _to_its_end(self, text: str, width: int) -> list[str] | None:
        """Goes on reading where a cell with quotes and line breaks seemed to end at a quote within it."""
        if not width or self._endless >= _MANY_ENDLESS:
            return None
        lines, before = self._lines, len(self._lines.taken)
        with suppress(RecordTooLong):
            for line in islice(lines, _MORE_LINES):
                text += line
                seen = by_sight(text, self._dialect, width) if len(text) <= MAX_CELL else None
                if seen and seen.is_plain:
                    return seen.cells
        self._endless += 1
        more = lines.taken[before:]
        del lines.taken[before:]
        lines.put_back(more)
        return None

    def _is_runaway(self, cells: list[str], well_formed: bool) -> bool:
        """Do the lines after the first make better rows when they stand alone?"""
        alone = list(self._dialect.reader(iter(self._lines.taken[1:_TRIED])))
        width = len(self.names) or max(len(row) for row in alone)
        fitting = sum(len(row) == width for row in alone)
        if well_formed:
            return width > 1 and fitting > len(alone) / 2
        return len(cells) != width or fitting > 0

    def _first_line(self) -> list[str]:
        """Reads the first line by itself, gives the others back, and says so."""
        lines = self._lines
        first, others = lines.taken[0], lines.taken[1:]
        line_number = lines.number - len(others)
        lines.put_back(others)
        lines.found[:] = [each for each in lines.found if int(each.params.get("line", 0)) <= line_number]
        self._runaways += 1
        if self._runaways == MANY_RUNAWAYS:
            lines.most_lines = FEW_LINES
        self._reader = self._dialect.reader(lines, strict=True)
        cells = self._alone(first)
        lines.found.append(problem("open_quote", raw=first.strip()[:2000], line=line_number))
        return cells

    def _alone(self, line: str) -> list[str]:
        quoted = next(self._dialect.reader(iter([line])), [])
        unquoted = next(replace(self._dialect, quote="", escape="").reader(iter([line])), [])
        width = len(self.names)
        if len(quoted) != width and (len(unquoted) == width or len(unquoted) > len(quoted)):
            return [_unquoted(cell, self._dialect.quote) for cell in unquoted]
        return [cell.rstrip("\r\n") for cell in quoted]


def _unquoted(cell: str, quote: str) -> str:
    """Without quotes around it, or without the one that was never closed."""
    if quote and len(cell) > 1 and cell[0] == quote == cell[-1]:
        return cell[1:-1].replace(quote * 2, quote)
    return cell[1:] if quote and cell.startswith(quote) and cell.count(quote) == 1 else cell
