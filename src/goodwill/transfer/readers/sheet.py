"""Workbooks: xlsx, xls and ods, each sheet a table.

calamine reads them, after `extent` has made sure that what it builds will fit; a larger xlsx is read in slices.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from goodwill.kernel.formulas import is_guarded, unguard
from goodwill.kernel.xml_text import read_back
from goodwill.transfer.readers.archive import blocks, opened, sheet_parts, well_formed
from goodwill.transfer.readers.detect import FileKind, kind_of
from goodwill.transfer.readers.errors import Problem, problem, unreadable
from goodwill.transfer.readers.extent import MAX_CELLS, SLICE_CELLS, Extent, extent_of_xlsx, extents_of_ods
from goodwill.transfer.readers.header import MAX_COLUMNS, letter_of
from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.readers.ole import sheets_of_xls
from goodwill.transfer.readers.reading import AUTOMATIC, Reading
from goodwill.transfer.readers.rows import Row
from goodwill.transfer.readers.slices import slices
from goodwill.transfer.readers.table import Table, build_table

_NAMED = 8
"""Columns that a sentence names."""


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    rows: int
    columns: int
    is_hidden: bool = False


def list_sheets(source: Input) -> list[Sheet]:
    """The sheets that hold something, in their order. Raises Unreadable before anything large is unpacked."""
    return [Sheet(name, extent.rows, extent.columns, hidden) for name, extent, hidden in _extents(source)]


def open_sheet(source: Input, reading: Reading = AUTOMATIC) -> Table:
    """One sheet as a table: the one named in `reading`, else the first that is not hidden."""
    found = _extents(source)
    if not found:
        raise unreadable("empty_workbook")
    names = [name for name, _, _ in found]
    shown = [name for name, _, hidden in found if not hidden] or names
    name = reading.sheet_among(names, shown[0])
    extent = next(extent for each, extent, _ in found if each == name)
    if extent.columns > MAX_COLUMNS:
        raise unreadable("too_many_columns", found=extent.columns, limit=MAX_COLUMNS)
    file = _SheetFile(source, kind_of(source), name, extent)
    problems = []
    if len(shown) > 1 and not reading.sheet:
        others = ", ".join(each for each in shown if each != name)
        problems.append(problem("other_sheets", sheet=name, sheets=others, count=len(shown)))
    if extent.merged:
        problems.append(problem("merged_cells", count=len(extent.merged)))
    table = build_table(file, replace(reading, sheet=name), problems)
    table.problems += _unsolved(extent, [column.name for column in table.columns])
    return table


def _unsolved(extent: Extent, names: list[str]) -> list[Problem]:
    """Which columns hold formulas whose results the file does not have."""
    places = sorted(place for place in extent.unsolved if place < len(names))
    columns = ", ".join(f"“{names[place]}”" for place in places[:_NAMED])
    columns += ", …" if len(places) > _NAMED else ""
    count = sum(extent.unsolved[place] for place in places)
    at = ",".join(map(str, places))
    return [problem("unsolved_formulas", columns=columns, count=count, places=at)] if places else []


@dataclass(frozen=True, slots=True)
class _SheetFile:
    source: Input
    kind: FileKind
    name: str
    extent: Extent
    is_exact: bool = True
    has_tail: bool = True

    def rows(self, names: list[str]) -> Iterator[Row]:
        read = _as_it_was if is_guarded(names) else str
        for number, found in _filled(self._cells(), self.extent.merged):
            cells = [read(cell) for cell in found]
            if faults := self.extent.faults.get(number):
                yield Row(number, cells, tuple(_fault(number, place, raw, names) for place, raw in faults))
            elif any(cells):
                yield Row(number, cells)

    def repaired(self, _row: Row, _width: int) -> Row | None:
        return None

    def _cells(self) -> Iterator[tuple[int, list[str]]]:
        if self.kind is FileKind.XLSX and self.extent.cells > SLICE_CELLS:
            yield from self._sliced()
            return
        with _workbook(self.source) as workbook:
            yield from _cells_of(workbook.get_sheet_by_name(self.name))

    def _sliced(self) -> Iterator[tuple[int, list[str]]]:
        with opened(self.source) as archive:
            for piece in slices(archive, sheet_parts(archive)[self.name], self.extent.columns):
                with _workbook(piece.workbook) as workbook:
                    for number, cells in _cells_of(workbook.get_sheet_by_name(self.name)):
                        yield number + piece.offset, cells


def _as_it_was(cell: str) -> str:
    return unguard(read_back(cell))


def _extents(source: Input) -> list[tuple[str, Extent, bool]]:
    """Name, extent and whether it is hidden, of each sheet that holds something."""
    kind = kind_of(source)
    if kind is FileKind.XLS:
        found = sheets_of_xls(source)
        _require_bearable({name: extent for name, extent, _ in found})
        return [each for each in found if each[1].rows]
    with opened(source) as archive:
        if kind is FileKind.ODS:
            counted = extents_of_ods(well_formed(blocks(archive, "content.xml")))
            _require_bearable(counted)
        else:
            counted = {name: extent_of_xlsx(blocks(archive, part)) for name, part in sheet_parts(archive).items()}
    shown = _shown_names(source)
    return [(name, extent, name not in shown) for name, extent in counted.items() if extent.rows]


def _require_bearable(counted: dict[str, Extent]) -> None:
    """calamine builds all sheets of an xls or ods at once."""
    name = max(counted, key=lambda each: counted[each].cells, default="")
    if sum(extent.cells for extent in counted.values()) > MAX_CELLS:
        extent = counted[name]
        raise unreadable("sheet_too_large", sheet=name, rows=extent.rows, columns=extent.columns)


def _shown_names(source: Input) -> set[str]:
    from python_calamine import SheetVisibleEnum

    with _workbook(source) as workbook:
        return {sheet.name for sheet in workbook.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible}


@contextmanager
def _workbook(source: Input | BytesIO) -> Iterator[Any]:
    """calamine on the file; whatever it raises becomes a sentence."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    stream = source.open() if isinstance(source, Input) else source
    try:
        with stream, CalamineWorkbook.from_filelike(stream) as workbook:
            yield workbook
    except PasswordError as fault:
        raise unreadable("locked_workbook") from fault
    except (CalamineError, OSError, ValueError) as fault:
        raise unreadable("damaged_workbook", raw=str(fault)[:200]) from fault
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":
            raise
        raise unreadable("damaged_workbook", raw=str(fault)[:200]) from fault


def _cells_of(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    left = sheet.start[1] if sheet.start else 0
    for number, values in enumerate(sheet.iter_rows(), 1):
        if not any(values) and all(value == "" for value in values):
            continue
        cells = [value if type(value) is str else cell_text(value) for value in values]
        yield number, [""] * left + cells if left else cells


def cell_text(value: Any) -> str:
    """A typed cell as text: numbers with a decimal point and no exponent, dates ISO, yes and no as true and false."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number_text(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(value)


def _number_text(value: float) -> str:
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e15):
        return str(int(value))
    return format(Decimal(repr(value)), "f") if abs(value) < 1e300 else repr(value)


def _filled(
    rows: Iterator[tuple[int, list[str]]], merged: list[tuple[int, int, int]]
) -> Iterator[tuple[int, list[str]]]:
    """Gives each row the text of the merged cell that reaches down to it."""
    waiting = deque(sorted(merged, key=lambda span: span[1]))
    if not waiting:
        yield from rows
        return
    reaching: list[tuple[int, int, str]] = []
    for number, cells in rows:
        for column, bottom, text in reaching:
            if number <= bottom and column < len(cells) and not cells[column]:
                cells[column] = text
        while waiting and waiting[0][1] <= number:
            column, _, bottom = waiting.popleft()
            if column < len(cells) and cells[column]:
                reaching.append((column, bottom, cells[column]))
        reaching = [each for each in reaching if each[1] > number]
        yield number, cells


def _fault(number: int, place: int, raw: str, names: list[str]) -> Problem:
    return problem("cell_error", number, names[place] if place < len(names) else letter_of(place), raw)
