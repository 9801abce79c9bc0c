"""Text with commas, semicolons or tabs as a table to look at."""

import csv
import io
from dataclasses import dataclass

ROWS, COLUMNS, CELL = 200, 40, 300
_SAMPLE = 20


@dataclass(frozen=True)
class Sheet:
    """The beginning of a table; `more` says that there is more of it."""

    rows: list[list[str]]
    more: bool


def table_of(text: str, *, tabs: bool) -> Sheet:
    """`tabs`: the cells of a workbook; otherwise the sign that parts the cells is guessed by its number."""
    sign = "\t" if tabs else _separator(text)
    rows: list[list[str]] = []
    more = False
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign, quoting=csv.QUOTE_NONE if tabs else 0):
            if len(rows) == ROWS:
                more = True
                break
            rows.append([cell[:CELL] for cell in row[:COLUMNS]])
    except csv.Error:
        more = True
    width = max((len(row) for row in rows), default=0)
    return Sheet([row + [""] * (width - len(row)) for row in rows], more)


def _separator(text: str) -> str:
    """The sign that most of the first lines hold equally often."""
    lines = [line for line in text[:20_000].splitlines() if line][:_SAMPLE]

    def steadiness(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines]
        usual = max(set(counts), key=counts.count) if counts else 0
        return (counts.count(usual) if usual else 0, usual)

    return max((",", ";", "\t", "|"), key=steadiness)
