"""A web page with a table in it, which many programs call .xls."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from goodwill.kernel.formulas import is_guarded, unguard
from goodwill.transfer.readers.charsets import is_charset
from goodwill.transfer.readers.csv import told_of
from goodwill.transfer.readers.encoding import Encoding, detect_encoding, repaired
from goodwill.transfer.readers.errors import problem, unreadable
from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.readers.markup import Found, rows_of
from goodwill.transfer.readers.reading import AUTOMATIC, Reading
from goodwill.transfer.readers.records import MAX_CELL
from goodwill.transfer.readers.rows import Row
from goodwill.transfer.readers.sheet import Sheet
from goodwill.transfer.readers.table import Table, build_table

MAX_PAGE = 16 << 20
_MOST = 100
_CHARSET = re.compile(rb"<meta\b[^<>]*?\bcharset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)


def list_tables(source: Input, encoding: str = "") -> list[Sheet]:
    """The tables that hold something, by their number in the page."""
    extents: dict[int, tuple[int, int]] = {}
    for found in rows_of(_page(source, _encoding(source, Reading(encoding=encoding)))):
        if any(found.cells) and (found.table in extents or len(extents) < _MOST):
            rows, columns = extents.get(found.table, (0, 0))
            extents[found.table] = (rows + 1, max(columns, len(found.cells)))
    return [Sheet(_name_of(number), rows, columns) for number, (rows, columns) in sorted(extents.items())]


def open_html(source: Input, reading: Reading = AUTOMATIC) -> Table:
    """The table that `reading` names, else the first with two rows and columns: pages hold others to look well."""
    encoding = _encoding(source, reading)
    found = list_tables(source, encoding.name)
    if not found:
        raise unreadable("no_table_in_page")
    names = [table.name for table in found]
    first = next((table.name for table in found if table.rows > 1 and table.columns > 1), names[0])
    name = reading.sheet_among(names, first)
    told = told_of(encoding)
    if len(names) > 1 and not reading.sheet:
        others = ", ".join(each for each in names if each != name)
        told.append(problem("other_tables", count=len(names), sheet=name, sheets=others))
    opened = replace(reading, sheet=name, encoding=encoding.name, fallback=encoding.fallback)
    return build_table(_PageTable(source, encoding, name), opened, told)


@dataclass(frozen=True, slots=True)
class _PageTable:
    source: Input
    encoding: Encoding
    name: str
    is_exact: bool = False
    has_tail: bool = True

    def rows(self, names: list[str]) -> Iterator[Row]:
        guarded = is_guarded(names)
        for found in rows_of(_page(self.source, self.encoding)):
            if _name_of(found.table) == self.name and any(found.cells):
                yield _row(found._replace(cells=list(map(unguard, found.cells))) if guarded else found)

    def repaired(self, _row: Row, _width: int) -> Row | None:
        return None


def _row(found: Found) -> Row:
    if found.size <= MAX_CELL:
        return Row(found.row, found.cells)
    largest = max(found.cells, key=len)
    told = problem("huge_cell", found.row, raw=largest[:200], size=found.size, limit=MAX_CELL)
    return Row(found.row, found.cells, (told,))


def _name_of(number: int) -> str:
    return f"Table {number}"


def _encoding(source: Input, reading: Reading) -> Encoding:
    if source.size > MAX_PAGE:
        raise unreadable("page_too_large", size=source.size >> 20, limit=MAX_PAGE >> 20)
    encoding = detect_encoding(source, reading.language, reading.encoding)
    named = _CHARSET.search(source.head(4096)) if encoding.how in ("guess", "language") else None
    declared = named[1].decode("ascii", "replace").lower() if named else ""
    if declared not in ("", "utf-8", "utf8", "utf-16") and is_charset(declared):
        return detect_encoding(source, reading.language, declared)
    return encoding


def _page(source: Input, encoding: Encoding) -> str:
    with source.open() as stream:
        content = stream.read(MAX_PAGE)
    if encoding.fallback:
        text = repaired(content.decode(encoding.name, "surrogateescape"), encoding.fallback)
    else:
        text = content.decode(encoding.name, "replace")
    return text.replace("\0", "")
