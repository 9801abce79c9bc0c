"""The text of zipped office files: documents, slides and sheets of Microsoft's and OpenDocument's kinds."""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from goodwill.kernel.previews import Unsuitable
from goodwill.kernel.reading.found import Collected, Found
from goodwill.kernel.reading.markup import Enough, collect
from goodwill.kernel.zips import DAMAGED

MOST_PARTS = 10_000
MOST_UNPACKED = 256 * 1024 * 1024
DENSE_FROM = 4 * 1024 * 1024
DENSEST = 200
_BLOCK = 64 * 1024
_DOCX = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
_PPTX = re.compile(r"ppt/(slides|notesSlides)/\w+?(\d+)\.xml")
_MICROSOFT_TEXT = frozenset({"t", "delText"})
_MICROSOFT_ENDS = {"p": "\n", "br": "\n", "tab": "\t", "tc": "\t", "tr": "\n"}
_OPEN_ENDS = {"p": "\n", "h": "\n", "s": " ", "tab": "\t", "line-break": "\n", "page": "\n"}
_OPEN_SHEET_ENDS = {"table-cell": "\t", "covered-table-cell": "\t", "table-row": "\n", "table": "\n", "s": " "}


def text_of_document(data: bytes) -> Found:
    return _read(data, _DOCX, _MICROSOFT_TEXT, _MICROSOFT_ENDS)


def text_of_slides(data: bytes) -> Found:
    return _read(data, _PPTX, _MICROSOFT_TEXT, {**_MICROSOFT_ENDS, "sld": "\n\n"})


def text_of_open_document(data: bytes) -> Found:
    return _read(data, re.compile(r"content\.xml"), frozenset({"body"}), _OPEN_ENDS)


def text_of_open_sheet(data: bytes) -> Found:
    return _read(data, re.compile(r"content\.xml"), frozenset({"body"}), _OPEN_SHEET_ENDS)


@contextmanager
def unpacked(data: bytes) -> Iterator[zipfile.ZipFile]:
    """The archive after its sizes were found bearable. None of it goes to the disk, so no name in it leads anywhere."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _weigh(archive)
            yield archive
    except DAMAGED:
        raise Unsuitable("damaged") from None


def blocks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    with archive.open(part) as stream:
        while block := stream.read(_BLOCK):
            yield block


def _weigh(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unsuitable("dense")
    for part in parts:
        if part.flag_bits & 1:
            raise Unsuitable("locked")
        if part.file_size > DENSE_FROM and part.file_size > DENSEST * part.compress_size:
            raise Unsuitable("dense")


def _read(data: bytes, wanted: re.Pattern[str], texts: frozenset[str], ends: dict[str, str]) -> Found:
    into = Collected()
    with unpacked(data) as archive, suppress(Enough):
        names = [name for name in archive.namelist() if wanted.fullmatch(name)]
        if not names:
            raise Unsuitable("damaged")
        for name in sorted(names, key=_order):
            collect(blocks(archive, name), into, texts=texts, ends=ends)
            into.add("\n")
    return into.found()


def _order(name: str) -> tuple[bool, int, str]:
    """The document itself first; slides by their number, each with its notes."""
    number = re.search(r"(\d+)\.xml$", name)
    return (name != "word/document.xml", int(number[1]) if number else 0, name)
