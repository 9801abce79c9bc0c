"""Which row holds the names of the columns, if any does."""

import re
from collections import Counter
from dataclasses import dataclass
from statistics import median

from django.utils.translation import gettext as _

from goodwill.kernel.text import fold
from goodwill.transfer.mapping.synonyms import is_header_word, target_named
from goodwill.transfer.readers.errors import Problem, problem, unreadable
from goodwill.transfer.readers.rows import Row

MAX_COLUMNS = 500
_LOOKED_AT = 15
_DATA = re.compile(
    r"""
    [^@\s]+@[^@\s]+\.[^@\s]+                       # mail
    | (?:https?://|www\.)\S+                       # address of a page
    | [-+(€$£]?\s*\d[\d\s.,:/'()\u00a0-]*%?        # number, date, phone
    | \d{4}-\d\d-\d\d[T\ ].*                       # moment
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    """Unique in its table."""
    header: str
    """As the file has it."""
    target: str = ""
    """Where the file itself says what the column means (vCards)."""


def find_header(rows: list[Row]) -> Row | None:
    """The row of names among the first of a table; None if the first row is data already."""
    first = [row for row in rows[:_LOOKED_AT] if _filled(row)]
    if not first:
        return None
    if (known := _known_header(first)) is not None:
        return known
    candidate = next((row for row in first if not _is_title(row, rows)), first[0])
    return candidate if _is_header(candidate, rows) else None


def _known_header(first: list[Row]) -> Row | None:
    """The first row, half of whose cells are words that column names are made of."""
    for row in first:
        cells = [cell for cell in row.cells if cell.strip()]
        known = sum(is_header_word(fold(cell)) for cell in cells)
        enough = known >= 2 or len(cells) == 1
        if known and enough and known * 2 >= len(cells) and not _looks_like_data(cells[0]):
            return _lower(row, first)
    return None


def _lower(row: Row, first: list[Row]) -> Row:
    """Of two rows of names the lower one, where the upper one names groups of columns: it has fewer cells."""
    below = next((other for other in first if other.number == row.number + 1), None)
    if below is None or _filled(below) <= _filled(row):
        return row
    cells = [cell for cell in below.cells if cell.strip()]
    known = sum(is_header_word(fold(cell)) for cell in cells)
    is_named = known >= 2 and known * 2 >= len(cells) and not any(map(_looks_like_data, cells))
    return below if is_named else row


def with_groups(header: Row, rows: list[Row]) -> Row:
    """The names with those of their groups, in the row above: where a name alone is empty or comes twice."""
    above = next((row for row in rows if row.number == header.number - 1), None)
    if above is None or _filled(above) < 2 or _filled(above) >= _filled(header):
        return header
    if any(_looks_like_data(cell) for cell in above.cells if cell.strip()):
        return header
    width = max(len(header.cells), len(above.cells))
    own = [" ".join(cell.split()) for cell in [*header.cells, *[""] * width][:width]]
    groups = [" ".join(cell.split()) for cell in [*above.cells, *[""] * width][:width]]
    often = Counter(fold(name) for name in own if name)
    names, group = [], ""
    for name, its in zip(own, groups, strict=True):
        group = its or group
        is_twice = often[fold(name)] > 1 and group and fold(group) != fold(name)
        names.append(f"{group} {name}" if name and is_twice else name or its)
    return header._replace(cells=names)


def is_second_header(row: Row) -> bool:
    """Two names of columns at least, and nothing that is data."""
    cells = [cell for cell in row.cells if cell.strip()]
    if len(cells) < 2 or any(len(cell) > 40 or _looks_like_data(cell) for cell in cells):
        return False
    known = sum(target_named(cell)[1] >= 0.95 for cell in cells)
    return known >= 2 and known * 2 >= len(cells)


def _is_header(candidate: Row, rows: list[Row]) -> bool:
    """Do its cells differ in kind from what is below them?"""
    body = [row.cells for row in rows if row.number > candidate.number]
    cells = [cell.strip() for cell in candidate.cells]
    filled = [cell for cell in cells if cell]
    if len({fold(cell) for cell in filled}) < len(filled) * 0.7:
        return False
    votes = 0
    for position, cell in enumerate(cells):
        below = [row[position].strip() for row in body if position < len(row) and row[position].strip()]
        if not cell or not below:
            votes -= _looks_like_data(cell)
        elif sum(map(_looks_like_data, below)) * 2 > len(below):
            votes += -2 if _looks_like_data(cell) else 2
        elif _looks_like_data(cell) or below.count(cell) > len(below) // 20:
            votes -= 1
    return votes >= 0


def _is_title(row: Row, rows: list[Row]) -> bool:
    """A line above the table: far fewer cells than the rows below it."""
    below = [_filled(other) for other in rows if other.number > row.number]
    if not below:
        return False
    usual = median(below)
    return usual >= 2 and _filled(row) <= max(1, usual // 3)


def name_columns(header: Row | None, rows: list[Row]) -> tuple[list[Column], list[Problem]]:
    """The columns, each with a name of its own. A last column without name and without content is none."""
    body = [row.cells for row in rows if header is None or row.number > header.number]
    width = _width(header.cells if header else [], body)
    if width > MAX_COLUMNS:
        raise unreadable("too_many_columns", found=width, limit=MAX_COLUMNS)
    headers = list(header.cells[:width]) if header else []
    headers += [""] * (width - len(headers))
    problems = [] if header else [problem("no_header")]
    columns: list[Column] = []
    seen: Counter[str] = Counter()
    alike: dict[str, Problem] = {}
    for position, text in enumerate(headers):
        name = " ".join(text.split())[:200] or _("Column %(letter)s") % {"letter": letter_of(position)}
        seen[name.casefold()] += 1
        if (count := seen[name.casefold()]) > 1:
            alike[name.casefold()] = problem("same_header", header.number if header else 0, name, count=count)
            name = f"{name} ({count})"
        columns.append(Column(name, text))
    return columns, [*problems, *alike.values()]


def _width(header: list[str], body: list[list[str]]) -> int:
    names = max((place for place, text in enumerate(header, 1) if text.strip()), default=0)
    if not names:
        return max((len(cells) for cells in body), default=0)
    ends = Counter(max((place for place, text in enumerate(cells, 1) if text.strip()), default=0) for cells in body)
    wider = [
        end for end, count in ends.items() if names < end <= len(header) or (end > names and count * 2 > len(body))
    ]
    return max([names, *wider])


def letter_of(position: int) -> str:
    """A, B, ... Z, AA: how a spreadsheet calls the column at this position from 0."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _filled(row: Row) -> int:
    return sum(1 for cell in row.cells if cell.strip())


def _looks_like_data(cell: str) -> bool:
    return _DATA.fullmatch(cell.strip()) is not None
