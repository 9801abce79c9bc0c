"""How a text file separates its cells, judged by how even the table becomes; `csv.Sniffer` is wrong too often."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import StringIO
from itertools import islice

DELIMITERS = ",;\t|"
_RARE = "\x1f^~"
_ROWS = 300
_LOWEST = 0.35
_SEP_LINE = re.compile(r"sep=(.)\r?\n?$", re.IGNORECASE)
_PLAIN_NUMBER = re.compile(r"[-+(]?\s*(?:[€$£]\s*)?\d[\d.,' \xa0]*%?\)?$")


@dataclass(frozen=True, slots=True)
class Dialect:
    delimiter: str = ","
    quote: str = '"'
    """Empty: quotes are letters like any other."""
    escape: str = ""
    """A sign before a quote that makes it a letter; empty: quotes are doubled."""
    skip_space: bool = False
    """Space after a delimiter is no part of the cell."""
    wrapped: bool = False
    """A program took each row for one cell and put it into quotes."""

    def reader(self, lines: Iterator[str], *, strict: bool = False) -> Iterator[list[str]]:
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote or None,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            escapechar=self.escape or None,
            doublequote=not self.escape,
            skipinitialspace=self.skip_space,
            strict=strict,
        )


def separator_named(first_line: str) -> str:
    """The delimiter that a line "sep=;" names, as Excel writes it above the table."""
    named = _SEP_LINE.match(first_line)
    return named[1] if named else ""


def detect_dialect(sample: str) -> Dialect:
    """`sample` is the beginning of the file, cut after a whole line where that is possible."""
    first, _, rest = sample.partition("\n")
    named = separator_named(first)
    if named:
        return _with_details(Dialect(named), rest)
    scored = [(_score(dialect, sample), dialect) for dialect in _candidates(sample)]
    best, dialect = max(scored, key=lambda pair: pair[0], default=(0.0, Dialect()))
    if best >= _LOWEST:
        return dialect
    if inner := _unwrapped(sample):
        found = detect_dialect(inner)
        return replace(found, wrapped=True) if found.delimiter in inner else found
    unused = next((sign for sign in DELIMITERS if sign not in sample), _RARE[0])
    return _with_details(Dialect(unused), sample)


def _unwrapped(sample: str) -> str:
    """The rows without the quotes around each; nothing where they are not all so."""
    lines = [line for line in sample.splitlines() if line.strip()]
    if len(lines) < 2 or not all(len(line) > 2 and line[0] == line[-1] == '"' for line in lines):
        return ""
    rows = list(Dialect(_RARE[0]).reader(iter(lines)))
    return "\n".join(row[0] for row in rows) + "\n" if all(len(row) == 1 for row in rows) else ""


def _candidates(sample: str) -> list[Dialect]:
    return [_with_details(Dialect(sign), sample) for sign in DELIMITERS + _RARE if sign in sample]


def _with_details(dialect: Dialect, sample: str) -> Dialect:
    sign = re.escape(dialect.delimiter)
    lines = sample.count("\n") + 1
    apart = re.compile(rf"(?:^|{sign})'[^'\r\n]*'(?=$|[\r\n]|{sign})", re.MULTILINE)
    if '"' not in sample and len(apart.findall(sample)) >= lines:
        dialect = replace(dialect, quote="'")
    if dialect.delimiter != " " and re.search(rf"{sign} +{dialect.quote}", sample):
        dialect = replace(dialect, skip_space=True)
    if "\\" + dialect.quote in sample:
        escaped = replace(dialect, escape="\\")
        if _faults(escaped, sample) < _faults(dialect, sample):
            return escaped
    return dialect


def _faults(dialect: Dialect, sample: str) -> int:
    """Records that a strict reader refuses."""
    reader = dialect.reader(StringIO(sample, newline=""), strict=True)
    faults = 0
    for _ in range(_ROWS):
        try:
            next(reader)
        except StopIteration:
            break
        except csv.Error:
            faults += 1
    return faults


def _score(dialect: Dialect, sample: str) -> float:
    """From 0 to 1: the share of rows that are equally wide, times how clean their cells are."""
    try:
        read = list(islice(dialect.reader(StringIO(sample, newline="")), _ROWS))
    except csv.Error:
        return 0.0
    rows = [row for row in read if any(row)]
    if len(rows) > 3 and not sample.endswith(("\n", "\r")):
        rows.pop()
    counted = Counter(map(len, rows))
    if not counted:
        return 0.0
    width = max(counted, key=lambda size: (counted[size] * (size > 1), size))
    if width == 1:
        return 0.0
    shorter = sum(count for size, count in counted.items() if 1 < size < width)
    even = (counted[width] + shorter / 2) / len(rows)
    cells = [cell for row in rows if len(row) == width for cell in row if cell]
    clean = sum(_cleanness(cell, dialect) for cell in cells) / len(cells) if cells else 0.5
    headed = 1.0 if len(rows[0]) == width else 0.9
    likely = 0.9 if dialect.delimiter in _RARE else 0.3 if _is_prose(dialect, rows, sample) else 1.0
    return even * clean * headed * likely * (1 - 0.1 / width)


def _cleanness(cell: str, dialect: Dialect) -> float:
    if _PLAIN_NUMBER.match(cell):
        return 1.0
    if cell.startswith('"') or cell.endswith('"'):
        return 0.3
    others = (sign for sign in DELIMITERS if sign != dialect.delimiter and sign in cell)
    return 0.6 if any(not _only_before_space(sign, cell) for sign in others) else 1.0


def _only_before_space(sign: str, cell: str) -> bool:
    return cell.count(sign) == cell.count(sign + " ")


def _is_prose(dialect: Dialect, rows: list[list[str]], sample: str) -> bool:
    """Commas as in "Smith, John": each with a space behind it, and the first line has none."""
    return len(rows[0]) == 1 and _only_before_space(dialect.delimiter, sample.strip())
