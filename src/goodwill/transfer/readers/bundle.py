"""Several files of one shape as one table: a zip that we made of them, read file by file, each in its own way."""

import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from shutil import copyfileobj
from typing import BinaryIO

from django.utils.translation import gettext as _

from goodwill.kernel.text import fold
from goodwill.transfer.mapping.targets import TARGETS
from goodwill.transfer.readers.detect import MARK
from goodwill.transfer.readers.errors import Problem, Unreadable, unreadable
from goodwill.transfer.readers.header import MAX_COLUMNS, Column
from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.readers.packed import alone, files_in, name_of, opened, unpacked
from goodwill.transfer.readers.reading import Reading
from goodwill.transfer.readers.rows import Row
from goodwill.transfer.readers.table import SAMPLE, Table

SPAN = 10**8
"""Rows that a file may have: the number of a row is that of its file, from 1, times this, and its own."""
Key = tuple[str, int]


def write_bundle(sink: BinaryIO, parts: Iterable[Input]) -> None:
    """Not packed tighter, so that each can be read from any place."""
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        archive.comment = MARK
        for number, part in enumerate(parts, 1):
            with part.open() as source, archive.open(f"{number:04}/{part.name}", "w", force_zip64=True) as kept:
                copyfileobj(source, kept)


def place_of(number: int) -> tuple[int, int]:
    """The file that a row is in, from 1, or 0 where there is one file alone; and its number there."""
    return divmod(number, SPAN)


def row_words(number: int) -> str:
    """A row as sentences name it: "17", or "17 of file 3"."""
    part, row = place_of(number)
    return _("%(row)d of file %(file)d") % {"row": row, "file": part} if part else str(row)


def parts_in(source: Input) -> list[Input]:
    """The files of a bundle, to be read each by itself."""
    with opened(source) as archive:
        return [unpacked(archive, each) or alone(source, each) for each in files_in(archive)]


def open_bundle(source: Input, reading: Reading) -> Table:
    """Its columns are those of all files, by their names in the files, whatever their order there."""
    columns: dict[Key, Column] = {}
    problems: list[Problem] = []
    exact = True
    for part, table in _tables(source, reading):
        for key, column in zip(_keys(table), table.columns, strict=True):
            columns.setdefault(key, column)
        problems += (replace(each, params={**each.params, "part": name_of(part)}) for each in table.problems)
        exact = exact and table.exact
    if not columns:
        raise unreadable("empty_table")
    if len(columns) > MAX_COLUMNS:
        raise unreadable("too_many_columns", found=len(columns), limit=MAX_COLUMNS)
    order = sorted(columns, key=lambda key: _rank(columns[key]))
    known = replace(reading, header_row=0)
    found = Table(_unique([columns[key] for key in order]), _Files(source, known, tuple(order), exact), known, problems)
    found.sample += islice(found.rows(), SAMPLE)
    return found


@dataclass(frozen=True, slots=True)
class _Files:
    source: Input
    reading: Reading
    keys: tuple[Key, ...]
    is_exact: bool
    has_tail: bool = False

    def rows(self, _names: list[str]) -> Iterator[Row]:
        """A file that ends in the middle costs its own rest: the others are read."""
        places = {key: place for place, key in enumerate(self.keys)}
        for number, (_part, table) in enumerate(_tables(self.source, self.reading), 1):
            to = [places[key] for key in _keys(table)]
            last = 0
            try:
                for row in table.rows():
                    last = row.number
                    yield self._placed(row, to, number)
            except Unreadable as refusal:
                yield Row(number * SPAN + last + 1, [""] * len(places), (refusal.problem,))

    def _placed(self, row: Row, to: Sequence[int], part: int) -> Row:
        cells = [""] * len(self.keys)
        for place, cell in zip(to, row.cells, strict=False):
            cells[place] = cell
        return Row(part * SPAN + row.number, cells + row.cells[len(to) :], row.problems)

    def repaired(self, row: Row, _width: int) -> Row | None:
        """A row that is too long was told so by its own file."""
        return row


def _tables(source: Input, reading: Reading) -> Iterator[tuple[zipfile.ZipInfo, Table]]:
    from goodwill.transfer.readers.opening import open_table

    alike = Reading(language=reading.language)
    with opened(source) as archive:
        for part in files_in(archive):
            yield part, open_table(unpacked(archive, part) or alone(source, part), alike)


def _keys(table: Table) -> list[Key]:
    """A column by its header, and which of several with that header; by its name where cards made it."""
    taken: Counter[str] = Counter()
    found = []
    for column in table.columns:
        name = column.name if column.target else fold(column.header)
        taken[name] += 1
        found.append((name, taken[name]))
    return found


def _rank(column: Column) -> int:
    """Columns of cards in the order of their targets; others stay as they came."""
    return _ORDER[column.target] if column.target else 0


_ORDER = {key: place for place, key in enumerate(TARGETS)}


def _unique(columns: list[Column]) -> list[Column]:
    """A name of the second file may be one that the first had given to a column without a header."""
    taken: set[str] = set()
    found = []
    for column in columns:
        name, number = column.name, 2
        while name in taken:
            name, number = f"{column.name} ({number})", number + 1
        taken.add(name)
        found.append(replace(column, name=name))
    return found
