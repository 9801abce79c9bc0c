"""How far a sheet reaches, counted without building it.

calamine holds a sheet as a full rectangle, 32 bytes a cell: two cells at opposite corners are 17 billion cells. So the
corners are looked for first, in pieces of the unpacked XML.
"""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

MAX_CELLS = 4_000_000
"""128 MiB in calamine: for files that cannot be read in slices."""
SLICE_CELLS = 500_000
"""An xlsx with more than this is read in slices of so many."""
_MAX_FAULTS = 1000
_MANY = 20
"""Formulas of one column without results: where there are more, the file says so, and not each row."""
_KEEP = 64 * 1024
_ROW = re.compile(rb'<(?:\w+:)?row\b(?>(?:[^<>]*?\sr="(\d+)")?)[^<>]*+>')
_FAR_CELL = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,3})\d+"[^<>]*+(?<!/)>')
_FAULT = re.compile(
    rb'<(?:\w+:)?c r="([A-Z]{1,3})(\d+)"(?:(?>[^<>]*?\st="e")[^<>]*+>'
    rb"(?:<(?:\w+:)?f\b[^<>]*+>[^<]*+</(?:\w+:)?f>|<(?:\w+:)?f\b[^<>]*+(?<=/)>)?<(?:\w+:)?v>([^<]*)<"
    rb"|[^<>]*+(?<!/)><(?:\w+:)?f\b[^<>]*+>([^<]++)</(?:\w+:)?f>(?:<(?:\w+:)?v ?/>|<(?:\w+:)?v></|</))"
)
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z]{1,3})(\d+):[A-Z]{1,3}(\d+)"')
_ODS_TAG = re.compile(rb"<(/?)(?:\w+:)?(table-row|table-cell|covered-table-cell|table(?!-))\b([^<>]*?)(/?)>")
_ODS_NAME = re.compile(rb'table:name="([^"]*)"')
_ODS_COLUMNS = re.compile(rb'number-columns-repeated="(\d{1,9})"')
_ODS_SPANNED = re.compile(rb'number-rows-spanned="(\d{1,7})"')
_ODS_ROWS = re.compile(rb'number-rows-repeated="(\d{1,9})"')
_ODS_FORMULA = re.compile(rb'\bformula="([^"]*)"')
_ODS_RESULT = re.compile(rb'\b(?:\w+-)?value="')


@dataclass(slots=True)
class Extent:
    rows: int = 0
    columns: int = 0
    first_row: int = 0
    faults: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    """Formulas without a result: by row number, the position of the column and what stands there."""
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    """Cells that span rows: position of the column, first and last row number."""
    unsolved: Counter[int] = field(default_factory=Counter)
    """How many formulas stand without their result in a column, by its position: a program wrote them."""

    @property
    def cells(self) -> int:
        return self.columns * (self.rows - max(self.first_row, 1) + 1) if self.rows else 0

    def fault(self, number: int, place: int, text: bytes, *, is_formula: bool) -> None:
        """A cell that has no value, and what stands there instead: a formula, or the name of its error."""
        if is_formula:
            self.unsolved[place] += 1
        if len(self.faults) < _MAX_FAULTS and self.unsolved[place] <= _MANY:
            found = html.unescape(text.decode("utf-8", "replace"))[:200]
            self.faults.setdefault(number, []).append((place, found))
        elif is_formula and self.unsolved[place] == _MANY + 1:
            for row, cells in list(self.faults.items()):
                left = [(at, told) for at, told in cells if at != place or not told.startswith("=")]
                self.faults.update({row: left}) if left else self.faults.pop(row)


def extent_of_xlsx(pieces: Iterable[bytes]) -> Extent:
    extent = Extent()
    row = 0
    columns: set[bytes] = set()
    for piece in _overlapping(pieces, b"<row", b":row"):
        extent.merged += [
            (position_of(letters), int(top), int(bottom))
            for letters, top, bottom in _MERGED.findall(piece)
            if top != bottom
        ]
        for number in _ROW.findall(piece):
            row = int(number) if number else row + 1
            extent.first_row = extent.first_row or row
            extent.rows = max(extent.rows, row)
        columns.update(_FAR_CELL.findall(piece))
        if b't="e"' in piece or b"<f" in piece or b":f>" in piece:
            for letters, number, fault, formula in _FAULT.findall(piece):
                text = fault or b"=" + formula
                extent.fault(int(number), position_of(letters), text, is_formula=not fault)
    extent.columns = max(map(position_of, columns), default=-1) + 1
    if extent.rows and not extent.columns:
        extent.columns = 1
    return extent


def extents_of_ods(pieces: Iterable[bytes]) -> dict[str, Extent]:
    """The sheets of content.xml by their names. Repeated rows and cells count as often as they repeat."""
    sheets: dict[str, Extent] = {}
    counter = _OdsCounter(Extent())
    for piece in _overlapping(pieces, b"<table:table-row", b"<table:table "):
        for closing, tag, attributes, empty in _ODS_TAG.findall(piece):
            if tag == b"table" and not closing:
                named = _ODS_NAME.search(attributes)
                name = html.unescape(named[1].decode("utf-8", "replace")) if named else ""
                counter = _OdsCounter(sheets.setdefault(name, Extent()))
            elif tag == b"table-row":
                counter.row(attributes, opens=not closing, closes=bool(closing or empty))
            elif not closing and tag != b"table":
                counter.cell(attributes, holds_nothing=bool(empty))
    return sheets


@dataclass(slots=True)
class _OdsCounter:
    extent: Extent
    number: int = 0
    repeat: int = 1
    column: int = 0
    width: int = 0

    def row(self, attributes: bytes, *, opens: bool, closes: bool) -> None:
        if opens:
            self.repeat, self.column, self.width = _count(_ODS_ROWS, attributes), 0, 0
        if closes:
            self.number += self.repeat
            if self.width:
                self.extent.rows = self.number
                self.extent.columns = max(self.extent.columns, self.width)

    def cell(self, attributes: bytes, *, holds_nothing: bool) -> None:
        if (reach := _count(_ODS_SPANNED, attributes)) > 1:
            self.extent.merged.append((self.column, self.number + 1, self.number + reach))
        self.column += _count(_ODS_COLUMNS, attributes)
        formula = _ODS_FORMULA.search(attributes) if holds_nothing else None
        if formula and not _ODS_RESULT.search(attributes):
            self.extent.fault(self.number + 1, self.column - 1, b"=" + formula[1].partition(b"=")[2], is_formula=True)
            self.width = self.column
        elif not holds_nothing or b"value" in attributes:
            self.width = self.column


def position_of(letters: bytes) -> int:
    """0 for A, 25 for Z, 26 for AA."""
    position = 0
    for letter in letters:
        position = position * 26 + letter - 64
    return position - 1


def _count(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found[1]) if found else 1


def _overlapping(pieces: Iterable[bytes], *starts: bytes) -> Iterator[bytes]:
    """The pieces, cut anew before the beginning of a row, so that no row stands in two of them."""
    rest = b""
    for piece in pieces:
        rest += piece
        cut = max(rest.rfind(start) for start in starts)
        if cut > 0 and rest[cut : cut + 1] == b":":
            cut = rest.rfind(b"<", 0, cut)
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
        elif len(rest) > _KEEP * 1024:
            yield rest
            rest = b""
    yield rest
