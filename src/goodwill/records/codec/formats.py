"""Files of records: CSV, XLSX and JSON, each written row by row into a file that may be larger than memory.

Areas add formats of their own for some models; `register` them in `apps.ready()`.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import IO, Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.firm_secret import firm_mark
from goodwill.kernel.xml_text import spelled
from goodwill.records.codec.leaving import Leaving
from goodwill.records.fields import NUMERIC, Kind

Words = str | Promise
TYPE_KEY, FIRM_KEY = "@type", "@firm"
XLSX_ROWS = 1_048_576
XLSX_CELL = 32_767
_PHONE = re.compile(r"'\+[0-9][0-9 ()./-]*[0-9]", re.ASCII)
_EXACT = 10**15  # a spreadsheet keeps fifteen digits


@dataclass(frozen=True)
class Format:
    """`write` gets the open file and the list; `write_several` the lists of one record with everything, whose file
    ends in `several_suffix`. Formats that name `models` are for these alone.
    """

    name: str
    label: Words
    hint: Words
    suffix: str
    media_type: str
    write: Callable[[IO[bytes], Leaving], None]
    write_several: Callable[[IO[bytes], Sequence[Leaving]], None]
    several_suffix: str = ""
    several_type: str = ""
    models: frozenset[str] = frozenset()
    icon: str = "file"

    def fits(self, ref_name: str) -> bool:
        return not self.models or ref_name in self.models


_formats: dict[str, Format] = {}


def register(format: Format) -> Format:
    _formats[format.name] = format
    return format


def formats_for(ref_name: str) -> list[Format]:
    return [known for known in _formats.values() if known.fits(ref_name)]


def format_of(name: str, ref_name: str) -> Format:
    """Raises Missing for a format that is not known, or not for this model."""
    found = format_named(name, ref_name)
    if found is None:
        raise Missing(_("There is no such format. Nothing left the house."))
    return found


def format_named(name: str, ref_name: str) -> Format | None:
    found = _formats.get(name)
    return found if found and found.fits(ref_name) else None


def write_csv(file: IO[bytes], leaving: Leaving) -> None:
    """With the mark by which spreadsheets know UTF-8."""
    _write_rows(file, leaving, leaving)


def _write_rows(file: IO[bytes], leaving: Leaving, rows: Iterable[dict[str, Any]]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(leaving.codec.headers)
    writer.writerows(leaving.codec.texts(row) for row in rows)
    text.detach()


def write_csvs(file: IO[bytes], parts: Sequence[Leaving]) -> None:
    """One file for each part that has rows, in one archive."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            rows = iter(part)
            first = next(rows, None)
            if first is not None:
                with archive.open(f"{part.name}.csv", "w") as piece:
                    _write_rows(piece, part, chain([first], rows))


def write_json(file: IO[bytes], leaving: Leaving) -> None:
    """A list of objects as the API gives them, each with its type and the mark of the firm, by which an import knows
    it again; nothing runs JSON, so nothing is guarded."""
    _write_list(file, leaving)
    file.write(b"\n")


def write_jsons(file: IO[bytes], parts: Sequence[Leaving]) -> None:
    """An object with a list for each part."""
    for number, part in enumerate(parts):
        file.write((",\n" if number else "{\n").encode() + json.dumps(part.name).encode() + b": ")
        _write_list(file, part)
    file.write(b"\n}\n")


def _write_list(file: IO[bytes], leaving: Leaving) -> None:
    file.write(b"[")
    told = {TYPE_KEY: leaving.type.name, FIRM_KEY: firm_mark()}
    for number, row in enumerate(leaving):
        line = json.dumps(told | row, ensure_ascii=False, separators=(",", ":"))
        file.write((",\n" if number else "\n").encode() + line.encode())
    file.write(b"\n]")


def write_xlsx(file: IO[bytes], leaving: Leaving) -> None:
    write_sheets(file, [leaving])


def write_sheets(file: IO[bytes], parts: Sequence[Leaving]) -> None:
    """A workbook with a sheet for each part that has rows; the first is there in any case."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for place, part in enumerate(parts):
        rows = iter(part)
        first = next(rows, None)
        if first is None and place:
            continue
        sheet = book.create_sheet(_sheet_title(str(part.type.plural)))
        sheet.freeze_panes = "B2"
        sheet.append([_cell(header) for header in part.codec.headers])
        for row in chain([first] if first else [], rows):
            if part.number >= XLSX_ROWS:
                sentence = _("An Excel sheet has %d rows at most, and this list has more. Export it as CSV.")
                raise Invalid(sentence % XLSX_ROWS)
            _append(sheet, part, row)
    book.save(file)


def _append(sheet: Any, part: Leaving, row: dict[str, Any]) -> None:
    sheet.append([_typed(kind, text) for kind, text in zip(part.kinds, part.codec.texts(row), strict=True)])


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
    """A phone needs no guard here: no program runs a cell of text, and whoever saves the sheet as CSV has a number."""
    if _PHONE.fullmatch(text):
        return text[1:]
    if len(text) > XLSX_CELL:
        raise Invalid(_("A text is too long for a cell of an Excel sheet. Export the list as CSV."))
    return spelled(text)


def _sheet_title(name: str) -> str:
    return "".join(letter for letter in name if letter not in "[]:*?/\\")[:31]


register(
    Format(
        "xlsx",
        gettext_lazy("Excel"),
        gettext_lazy("Opens in Excel, Numbers and LibreOffice"),
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        write_xlsx,
        write_sheets,
        icon="sheet",
    )
)
register(
    Format(
        "csv",
        gettext_lazy("CSV"),
        gettext_lazy("Text that every program reads"),
        "csv",
        "text/csv; charset=utf-8",
        write_csv,
        write_csvs,
        several_suffix="zip",
        several_type="application/zip",
        icon="file-text",
    )
)
register(
    Format(
        "json",
        gettext_lazy("JSON"),
        gettext_lazy("For programs, as the API gives it"),
        "json",
        "application/json",
        write_json,
        write_jsons,
        icon="braces",
    )
)
