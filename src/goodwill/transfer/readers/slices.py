"""A large sheet of an xlsx as a row of small workbooks, so that calamine holds only one of them at a time."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple

from goodwill.transfer.readers.archive import blocks
from goodwill.transfer.readers.extent import SLICE_CELLS

_ROW_START = re.compile(rb'<(?:(\w+):)?row\b(?>(?:[^<>]*?\sr="(\d+)")?)[^<>]*+>')
_WANTED = re.compile(
    r"(\[Content_Types\]\.xml|_rels/\.rels|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|xl/styles\.xml|xl/sharedStrings\.xml)$"
)


class Slice(NamedTuple):
    workbook: BytesIO
    offset: int
    """To add to the row numbers that are found in it."""


def slices(archive: zipfile.ZipFile, part: str, columns: int) -> Iterator[Slice]:
    rows_each = max(1, SLICE_CELLS // max(1, columns))
    bones = {name: archive.read(name) for name in archive.namelist() if _WANTED.match(name)}
    for start, prefix, rows, offset in _cut(archive, part, rows_each):
        closing = b"</%ssheetData></%sworksheet>" % (prefix, prefix)
        workbook = BytesIO()
        with zipfile.ZipFile(workbook, "w", zipfile.ZIP_STORED) as small:
            for name, content in bones.items():
                small.writestr(name, content)
            small.writestr(part, b"".join((start, rows, closing)))
        workbook.seek(0)
        yield Slice(workbook, offset)


def _cut(archive: zipfile.ZipFile, part: str, rows_each: int) -> Iterator[tuple[bytes, bytes, bytes, int]]:
    """What stands before the rows, the prefix of its tags, the bytes of some rows, and the offset of their numbers."""
    start = prefix = b""
    waiting = bytearray()
    first = last = offset = searched = 0
    for block in blocks(archive, part):
        waiting += block
        place = searched
        cut = 0
        for found in _ROW_START.finditer(waiting, searched):
            number = int(found[2]) if found[2] else last + 1
            if not start:
                prefix = found[1] + b":" if found[1] else b""
                start = bytes(waiting[: found.start()])
                cut, first = found.start(), number
                offset = 0 if found[2] else number - 1
            elif number - first >= rows_each:
                yield start, prefix, bytes(waiting[cut : found.start()]), offset
                cut, first = found.start(), number
                offset = 0 if found[2] else number - 1
            last = number
            place = found.end()
        del waiting[:cut]
        searched = max(place - cut, 0)
    if start:
        end = waiting.rfind(b"</" + prefix + b"sheetData>")
        yield start, prefix, bytes(waiting[: end if end >= 0 else None]), offset
