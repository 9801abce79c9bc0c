"""Files of records: CSV, XLSX and JSON, each written row by row into a file that may be larger than memory."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import IO, Any

from django.utils.translation import gettext as _

from goodwill.kernel.errors import Invalid
from goodwill.records.codec.rows import Codec
from goodwill.records.fields import NUMERIC, Kind

Rows = Iterable[Mapping[str, Any]]
XLSX_ROWS = 1_048_576
XLSX_CELL = 32_767
_EXACT = 10**15  # a spreadsheet keeps fifteen digits


def write_csv(file: IO[bytes], codec: Codec, rows: Rows) -> None:
    """With the mark by which spreadsheets know UTF-8."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(codec.headers)
    writer.writerows(codec.texts(row) for row in rows)
    text.detach()


def write_json(file: IO[bytes], codec: Codec, rows: Rows) -> None:
    """A list of objects as the API gives them; nothing runs JSON, so nothing is guarded."""
    file.write(b"[")
    for number, row in enumerate(rows):
        line = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        file.write((",\n" if number else "\n").encode() + line.encode())
    file.write(b"\n]\n")


def write_xlsx(file: IO[bytes], codec: Codec, rows: Rows) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_title(str(codec.type.plural)))
    sheet.freeze_panes = "B2"
    sheet.append([_cell(header) for header in codec.headers])
    kinds = codec.kinds
    for number, row in enumerate(rows, 2):
        if number > XLSX_ROWS:
            raise Invalid(
                _("An Excel sheet has %d rows at most, and this list has more. Export it as CSV.") % XLSX_ROWS
            )
        sheet.append([_typed(kind, text) for kind, text in zip(kinds, codec.texts(row), strict=True)])
    book.save(file)


def _typed(kind: Kind, text: str) -> Any:
    """Numbers and days as such, everything else as text."""
    if text and kind in NUMERIC:
        number = Decimal(text)
        return (int(number) if number == int(number) else float(number)) if abs(number) < _EXACT else text
    if text and kind is Kind.DATE:
        day = date.fromisoformat(text)
        return day if day.year >= 1900 else text
    return _cell(text)


def _cell(text: str) -> str:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if len(text) > XLSX_CELL:
        raise Invalid(_("A text is too long for a cell of an Excel sheet. Export the list as CSV."))
    return str(ILLEGAL_CHARACTERS_RE.sub("", text))


def _sheet_title(name: str) -> str:
    return "".join(letter for letter in name if letter not in "[]:*?/\\")[:31]


WRITERS: Mapping[str, tuple[str, Callable[[IO[bytes], Codec, Rows], None]]] = {
    "csv": ("text/csv; charset=utf-8", write_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
    "json": ("application/json", write_json),
}
