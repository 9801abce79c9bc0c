"""The cells of workbooks as lines with tabs. calamine reads them, where what it builds will fit."""

import io
import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from goodwill.kernel.previews import Unsuitable
from goodwill.kernel.reading.found import Collected, Found
from goodwill.kernel.reading.markup import scan
from goodwill.kernel.reading.office import blocks, unpacked

MOST_CELLS = 2_000_000
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def text_of_workbook(data: bytes) -> Found:
    """An xlsx or xlsm; each sheet of it is measured first, since one far cell makes millions of empty ones."""
    with unpacked(data) as archive:
        for name in archive.namelist():
            if _SHEET.fullmatch(name):
                _refuse_vast(blocks(archive, name))
    return text_of_old_workbook(data)


def text_of_old_workbook(data: bytes) -> Found:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    into = Collected()
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            for name in workbook.sheet_names:
                _read(workbook.get_sheet_by_name(name), name, len(workbook.sheet_names), into)
                if into.full:
                    break
            return into.found()
    except PasswordError:
        raise Unsuitable("locked") from None
    except (CalamineError, OSError, ValueError):
        raise Unsuitable("damaged") from None
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":
            raise
        raise Unsuitable("damaged") from None


def _read(sheet: Any, name: str, sheets: int, into: Collected) -> None:
    if sheets > 1:
        into.add(f"{name}\n")
    for row in sheet.iter_rows():
        if into.full:
            return
        line = "\t".join(_cell(value) for value in row).rstrip("\t")
        if line:
            into.add(f"{line}\n")
    into.add("\n")


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return " ".join(str(value).split())


def _refuse_vast(parts: Iterable[bytes]) -> None:
    across, down = 0, 0

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal across, down
        place = _PLACE.fullmatch(attributes.get("r", "")) if name == "c" else None
        if place:
            across, down = max(across, _number(place[1])), max(down, int(place[2]))
            if across * down > MOST_CELLS:
                raise Unsuitable("heavy")

    scan(parts, opened, lambda _text: None, lambda _name: None)


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number
