"""One table, whatever file it came from: named columns, and rows that are read again from the start each time."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from goodwill.kernel.text import fold
from goodwill.transfer.mapping.synonyms import is_header_word
from goodwill.transfer.readers.errors import Problem, problem, unreadable
from goodwill.transfer.readers.header import Column, find_header, is_second_header, name_columns, with_groups
from goodwill.transfer.readers.reading import AUTO, Reading
from goodwill.transfer.readers.rows import Row, RowFile

SAMPLE = 200
_TAIL = 5
_GAPS = 20
"""Gaps behind which a second table may begin; more of them are a way to write one."""
_COUNTED = (
    "(records?|rows?|contacts?|zeilen|datensatze|kontakte|enregistrements|lignes|registros|filas|righe|rijen"
    "|entry|entries|people|persons?|customers?|addresses|eintrage?|kunden|personen|adressen|clients?|clientes|clienti)"
)
_SUMMARY = re.compile(
    r"(grand |sub)?(total|totale|sum|count|average|end|eof|gesamt|summe|anzahl|ende|somme|nombre|moyenne|fin|suma|somma"
    rf"|totaal|som|aantal|razem|summa|antal|i alt)(e[ns]?)?( (of )?({_COUNTED}|general|general[ei]))?"
    rf"\s*[:=]?[\s\d.,]*({_COUNTED})?"
    rf"|\(?\d+ {_COUNTED}( \w+)?\)?\.?"
    r"|(generated|exported|printed|created|report|erstellt|exportiert|gedruckt|genere|exporte|generado|page|seite) .*"
    r"|[-=_*#. ]{3,}.*|-+ ?end.*"
)
_NUMERIC = re.compile(r"[-+€$£\d\s.,%()]*")


@dataclass(slots=True)
class Table:
    columns: list[Column]
    file: RowFile
    reading: Reading
    """Complete: opens the file the same way again."""
    problems: list[Problem] = field(default_factory=list)
    """About the file as a whole; those of a row come with the row."""
    sample: list[Row] = field(default_factory=list)
    """The first rows, at most 200."""
    about: str = ""
    """The name of the type that its rows are, where the file says so."""

    @property
    def exact(self) -> bool:
        """Numbers have decimal points and dates are ISO, since the file had typed cells."""
        return self.file.is_exact

    def rows(self, after: int = 0) -> Iterator[Row]:
        """All rows with a number above `after`. A row of the problem long_row keeps its cells beyond the columns."""
        rows = self.fitted(self.file.rows([column.name for column in self.columns]), after)
        return _without_tail(_one_table(rows, after)) if self.file.has_tail else rows

    def fitted(self, rows: Iterable[Row], after: int = 0) -> Iterator[Row]:
        width = len(self.columns)
        start = max(after, self.reading.header_row)
        for row in rows:
            number, cells, problems = row
            if number <= start:
                continue
            if not problems and not (cells and cells[0].strip()) and not any(map(str.strip, cells)):
                continue
            yield row if len(cells) == width else self._fit(row, width)

    def _fit(self, row: Row, width: int) -> Row:
        number, cells, problems = row
        if not any(cells[width:]) and len(cells) > width:
            return Row(number, cells[:width], problems)
        fitting = self.file.repaired(row, width)
        if fitting is not None:
            return fitting
        if len(cells) < width:
            found = problem("short_row", number, found=len(cells), expected=width)
            return Row(number, cells + [""] * (width - len(cells)), (*problems, found))
        found = problem("long_row", number, raw=" | ".join(cells[width:])[:2000], found=len(cells), expected=width)
        return Row(number, cells, (*problems, found))


def build_table(file: RowFile, reading: Reading, problems: list[Problem]) -> Table:
    """Finds the header in the first rows and names the columns."""
    first = list(islice(file.rows([]), SAMPLE + 20))
    if not any(cell.strip() for row in first for cell in row.cells):
        raise unreadable("empty_table")
    header = _chosen_header(first, reading.header_row)
    header = with_groups(header, first) if header else None
    columns, named = name_columns(header, first)
    number = header.number if header else 0
    above = [row for row in first if row.number < number and any(row.cells)]
    if above:
        lines = "\n".join(" ".join(filter(None, row.cells)) for row in above)
        named.append(problem("lines_above", number, raw=lines[:2000], count=len(above)))
    table = Table(columns, file, replace(reading, header_row=number), problems + named)
    again = table.fitted(first) if file.is_exact and len(first) > SAMPLE else table.rows()
    table.sample += islice(again, SAMPLE)
    found = (each for row in table.sample for each in row.problems if each.code == "second_table")
    table.problems += islice(found, 1)
    if len(columns) == 1 and not file.is_exact and not is_header_word(fold(columns[0].header)):
        table.problems.append(problem("one_column", column=columns[0].name))
    if not table.sample:
        table.problems.append(problem("no_rows"))
    return table


def _chosen_header(first: list[Row], wanted: int) -> Row | None:
    if wanted == AUTO:
        return find_header(first)
    return next((row for row in first if row.number == wanted), None)


def _one_table(rows: Iterator[Row], after: int) -> Iterator[Row]:
    """Marks what stands below the names of a second table, behind a gap."""
    before, gaps, second = after, 0, 0
    for row in rows:
        if not second and before and row.number > before + 1 and gaps < _GAPS:
            gaps += 1
            second = row.number if is_second_header(row) else 0
        before = row.number
        if second:
            found = problem("second_table", row.number, raw=" ".join(filter(None, row.cells))[:2000], first=second)
            yield row._replace(problems=(*(each for each in row.problems if each.code != "short_row"), found))
        else:
            yield row


def _without_tail(rows: Iterator[Row]) -> Iterator[Row]:
    """Marks what stands below a table and is no row of it: totals, "12 records", "printed on ..."."""
    last: deque[Row] = deque(islice(rows, _TAIL))
    append, popleft = last.append, last.popleft
    for row in rows:
        append(row)
        yield popleft()
    before, below = 0, False
    for place, row in enumerate(last, 1):
        below = below or (bool(before) and row.number > before + 1)
        before = row.number
        is_tail = _is_summary(row, below) or ((below or place == len(last)) and _is_total(row))
        below = is_tail
        yield _marked(row) if is_tail else row


def _is_summary(row: Row, below: bool) -> bool:
    """`below`: behind a gap, or behind another such row."""
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    if not filled or (len(filled) > max(1, len(row.cells) // 2) and len(row.cells) > 1):
        return False
    if any("@" in cell for cell in filled):
        return False
    if _SUMMARY.fullmatch(fold(filled[0])):
        return all(map(_is_counted, filled[1:]))
    return below and len(filled) == 1 and len(row.cells) > 2


def _is_total(row: Row) -> bool:
    """A word for a sum, and nothing but numbers beside it: at the end, or behind a gap."""
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    return len(filled) > 1 and bool(_SUMMARY.fullmatch(fold(filled[0]))) and all(map(_is_counted, filled[1:]))


def _is_counted(cell: str) -> bool:
    """A number, or how many of what."""
    return bool(_NUMERIC.fullmatch(cell) or _SUMMARY.fullmatch(fold(cell)))


def _marked(row: Row) -> Row:
    raw = " ".join(filter(None, row.cells))[:2000]
    return row._replace(problems=(*row.problems, problem("summary_row", row.number, raw=raw)))
