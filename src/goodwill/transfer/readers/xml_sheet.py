"""Workbooks of one XML file, which programs write as .xls since Excel 2003."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from goodwill.kernel.formulas import is_guarded, unguard
from goodwill.transfer.readers.errors import Problem, problem, unreadable
from goodwill.transfer.readers.header import letter_of
from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.readers.reading import AUTOMATIC, Reading
from goodwill.transfer.readers.rows import Row
from goodwill.transfer.readers.sheet import Sheet
from goodwill.transfer.readers.table import Table, build_table
from goodwill.transfer.readers.xml_rows import rows_of_sheets

_MOST_SHEETS = 100


def list_xml_sheets(source: Input) -> list[Sheet]:
    found: dict[str, tuple[int, int]] = {}
    for sheet, row in rows_of_sheets(source):
        if sheet in found or len(found) < _MOST_SHEETS:
            rows, columns = found.get(sheet, (0, 0))
            found[sheet] = (rows + 1, max(columns, len(row.cells)))
    return [Sheet(name, rows, columns) for name, (rows, columns) in found.items()]


def open_xml_sheet(source: Input, reading: Reading = AUTOMATIC) -> Table:
    """One sheet as a table: the one named in `reading`, else the first."""
    names = [sheet.name for sheet in list_xml_sheets(source)]
    if not names:
        raise unreadable("empty_workbook")
    name = reading.sheet_among(names, names[0])
    others = ", ".join(each for each in names if each != name)
    told = (
        [problem("other_sheets", sheet=name, sheets=others, count=len(names))] if others and not reading.sheet else []
    )
    return build_table(_SheetFile(source, name), replace(reading, sheet=name), told)


@dataclass(frozen=True, slots=True)
class _SheetFile:
    source: Input
    name: str
    is_exact: bool = True
    has_tail: bool = True

    def rows(self, names: list[str]) -> Iterator[Row]:
        guarded = is_guarded(names)
        for sheet, row in rows_of_sheets(self.source):
            if sheet == self.name:
                told = tuple(replace(each, column=_column(each, names)) for each in row.problems)
                yield Row(row.number, list(map(unguard, row.cells)) if guarded else row.cells, told)

    def repaired(self, _row: Row, _width: int) -> Row | None:
        return None


def _column(found: Problem, names: list[str]) -> str:
    place = int(found.params.get("place", 0))
    return names[place] if place < len(names) else letter_of(place)
