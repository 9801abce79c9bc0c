"""Tables in text files: CSV in all its forms."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace

from goodwill.kernel.formulas import is_guarded, unguard
from goodwill.transfer.readers.dialect import DELIMITERS, Dialect, detect_dialect
from goodwill.transfer.readers.encoding import Encoding, detect_encoding
from goodwill.transfer.readers.errors import Problem, problem, unreadable
from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.readers.lines import Lines
from goodwill.transfer.readers.quotes import by_sight
from goodwill.transfer.readers.reading import AUTOMATIC, Reading
from goodwill.transfer.readers.records import Records
from goodwill.transfer.readers.rows import Row
from goodwill.transfer.readers.table import Table, build_table

_SAMPLE = 128 * 1024
_SAMPLE_LINES = 500


def open_csv(source: Input, reading: Reading = AUTOMATIC) -> Table:
    """Raises Unreadable for a file without any content, and for one that is no table."""
    if not source.size:
        raise unreadable("empty_file")
    encoding = detect_encoding(source, reading.language, reading.encoding)
    if reading.fallback:
        encoding = replace(encoding, fallback=reading.fallback)
    dialect = _dialect_of(source, encoding, reading)
    file = TextFile(source, encoding, dialect)
    found = replace(
        reading,
        encoding=encoding.name,
        fallback=encoding.fallback,
        delimiter=dialect.delimiter,
        quote=dialect.quote,
        escape=dialect.escape,
        skip_space=dialect.skip_space,
        wrapped=dialect.wrapped,
    )
    return build_table(file, found, told_of(encoding))


def _dialect_of(source: Input, encoding: Encoding, reading: Reading) -> Dialect:
    if reading.delimiter:
        return Dialect(reading.delimiter, reading.quote, reading.escape, reading.skip_space, reading.wrapped)
    return detect_dialect(_beginning(source, encoding))


def _beginning(source: Input, encoding: Encoding) -> str:
    with source.open() as stream:
        lines = Lines(stream, encoding)
        text: list[str] = []
        size = 0
        for line in lines:
            lines.start_record()
            text.append(line)
            size += len(line)
            if size > _SAMPLE or len(text) == _SAMPLE_LINES:
                break
    return "".join(text)[: _SAMPLE * 2]


def told_of(encoding: Encoding) -> list[Problem]:
    if encoding.how == "mixed":
        return [problem("mixed_encoding", name=encoding.name, other=encoding.fallback, count=encoding.strange)]
    if encoding.how == "guess":
        return [problem("guessed_encoding", name=encoding.name)]
    return []


@dataclass(frozen=True, slots=True)
class TextFile:
    source: Input
    encoding: Encoding
    dialect: Dialect
    is_exact: bool = False
    has_tail: bool = True

    def rows(self, names: list[str]) -> Iterator[Row]:
        with self.source.open() as stream:
            records = Records(Lines(stream, self.encoding), self.dialect)
            records.names = names
            rows = (self._unwrapped(row, len(names)) for row in records) if self.dialect.wrapped else records
            if is_guarded(names):
                for row in rows:
                    yield row._replace(cells=[unguard(cell) for cell in row.cells])
            else:
                yield from rows

    def _unwrapped(self, row: Row, width: int) -> Row:
        inner = row.cells[0] if len(row.cells) == 1 else ""
        if not inner:
            return row
        try:
            return row._replace(cells=next(self.dialect.reader(iter([inner]), strict=True), []))
        except csv.Error:
            seen = by_sight(inner, self.dialect, width)
        if seen and seen.is_plain:
            return row._replace(cells=seen.cells)
        found = problem(
            "inner_quotes" if seen and seen.is_only else "unclear_quotes", row.number, raw=inner[:2000], line=row.number
        )
        cells = seen.cells if seen else next(self.dialect.reader(iter([inner])), [])
        return Row(row.number, cells, (*row.problems, found))

    def repaired(self, row: Row, width: int) -> Row | None:
        """A row that another delimiter, or a comma inside of a cell, made too short or too long."""
        number, cells, problems = row
        line = self.dialect.delimiter.join(cells)
        for sign in DELIMITERS if "\n" not in line and "\r" not in line else "":
            if sign != self.dialect.delimiter and sign in line:
                again = next(replace(self.dialect, delimiter=sign).reader(iter([line])), [])
                if len(again) == width > 1:
                    found = problem("other_delimiter", number, raw=line[:2000], sign=sign, usual=self.dialect.delimiter)
                    return Row(number, again, (*problems, found))
        spaced = [place for place, cell in enumerate(cells) if place and cell.startswith(" ")]
        if len(cells) == width + 1 and len(spaced) == 1 and not self.dialect.skip_space:
            place = spaced[0]
            joined = cells[place - 1] + self.dialect.delimiter + cells[place]
            found = problem("joined_cell", number, raw=line[:2000], text=joined[:200])
            return Row(number, [*cells[: place - 1], joined, *cells[place + 1 :]], (*problems, found))
        return None
