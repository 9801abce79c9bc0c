"""The tables of a web page as rows of text: nothing of it is run, nothing is fetched, and no tree is built.

Pages are broken in every way, so tags are taken one after the other, as browsers do: a row ends where the next one
begins. A table within a cell of another one is a table of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

from goodwill.transfer.readers.errors import unreadable
from goodwill.transfer.readers.header import MAX_COLUMNS
from goodwill.transfer.readers.records import MAX_CELL

MOST_NESTED = 20
_MOST_REPEATED = 1000
"""Letters of a cell over several rows that stand in each of them."""
_TAG = re.compile(r"<(?:(!--)|(/?)([A-Za-z][A-Za-z0-9:]*+)([^<>]*+)>|[!?][^<>]*+>)")
_SPAN = re.compile(r"\b(col|row)span\s*=\s*[\"']?\s*(\d{1,5})", re.IGNORECASE)
_RAW = {
    tag: re.compile(rf"</{tag}\b", re.IGNORECASE)
    for tag in ("script", "style", "title", "textarea", "template", "noscript", "iframe", "svg", "object")
}
_CELLS = ("td", "th")
_ROWS = ("tr", "thead", "tbody", "tfoot")
_BREAKS = ("br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6")
_BLANKS = str.maketrans("\n\r\t\f", "    ")


class Found(NamedTuple):
    table: int
    """From 1, in the order in which they begin."""
    row: int
    cells: list[str]
    size: int
    """Letters of the largest cell, as the page has it; of more than `MAX_CELL` only the beginning is kept."""


@dataclass(slots=True)
class _Table:
    number: int
    row: int = 0
    cells: list[str] | None = None
    text: list[str] | None = None
    """Of the cell that is open."""
    size: int = 0
    largest: int = 0
    across: int = 1
    down: int = 1
    reaching: dict[int, tuple[int, str]] = field(default_factory=dict)
    """By place: for how many rows more the text of a cell above holds, and that text."""
    begun: dict[int, tuple[int, str]] = field(default_factory=dict)

    def add(self, text: str) -> None:
        if self.text is not None and text:
            if self.size < MAX_CELL:
                self.text.append(text[: MAX_CELL - self.size])
            self.size += len(text)

    def open_cell(self, attributes: str) -> None:
        self.close_cell()
        if self.cells is None:
            self.cells = []
        spans = {name.lower(): int(count) for name, count in _SPAN.findall(attributes)}
        self.across = max(1, spans.get("col", 1))
        self.down = max(1, spans.get("row", 1))
        self.text, self.size = [], 0

    def close_cell(self) -> None:
        if self.text is None or self.cells is None:
            return
        text = "\n".join(" ".join(line.split()) for line in "".join(self.text).split("\n")).strip("\n")
        self.largest = max(self.largest, self.size)
        self._fill()
        if len(self.cells) + self.across > MAX_COLUMNS:
            raise unreadable("too_many_columns", found=len(self.cells) + self.across, limit=MAX_COLUMNS)
        if self.down > 1:
            held = text if len(text) <= _MOST_REPEATED else ""
            for place in range(self.across):
                self.begun[len(self.cells) + place] = (self.down - 1, "" if place else held)
        self.cells += [text, *[""] * (self.across - 1)]
        self.text = None

    def close_row(self) -> Found | None:
        """The row that was open; one without any cell counts for nothing."""
        self.close_cell()
        cells, self.cells = self.cells, None
        if cells is None:
            return None
        self.cells = cells
        for place in sorted(self.reaching):
            if place >= len(cells):
                cells += [""] * (place - len(cells))
                self._fill()
        self.cells = None
        left = {place: (rows - 1, text) for place, (rows, text) in self.reaching.items() if rows > 1}
        self.reaching, self.begun = left | self.begun, {}
        self.row += 1
        found = Found(self.number, self.row, cells, self.largest)
        self.largest = 0
        return found

    def _fill(self) -> None:
        """Cells of rows above that reach down to here."""
        while self.cells is not None and len(self.cells) in self.reaching:
            self.cells.append(self.reaching[len(self.cells)][1])


def rows_of(page: str) -> Iterator[Found]:
    """The rows of all tables, each when it ends."""
    opened: list[_Table] = []
    count = place = 0
    while tag := _TAG.search(page, place):
        if opened:
            opened[-1].add(_words(page[place : tag.start()]))
        place = tag.end()
        is_comment, closing, name, attributes = tag.groups()
        name = (name or "").lower()
        if is_comment:
            place = _behind(page, "-->", place)
        elif name in _RAW and not closing:
            end = _RAW[name].search(page, place)
            place = end.start() if end else len(page)
        elif name == "table":
            if not closing:
                count += 1
                if len(opened) == MOST_NESTED:
                    raise unreadable("nested_tables", limit=MOST_NESTED)
                opened.append(_Table(count))
            elif opened and (row := opened.pop().close_row()):
                yield row
        elif opened and (row := _taken(opened[-1], name, attributes, closing=bool(closing))):
            yield row
    for table in reversed(opened):
        if row := table.close_row():
            yield row


def _taken(table: _Table, name: str, attributes: str, *, closing: bool) -> Found | None:
    """What a tag does to a table: perhaps it ends a row."""
    if name in _CELLS:
        table.close_cell() if closing else table.open_cell(attributes)
    elif name in _ROWS:
        return table.close_row()
    elif name in _BREAKS and (closing or name == "br"):
        table.add("\n")
    return None


def _words(text: str) -> str:
    return (unescape(text) if "&" in text else text).translate(_BLANKS)


def _behind(page: str, end: str, place: int) -> int:
    found = page.find(end, place)
    return found + len(end) if found >= 0 else len(page)
