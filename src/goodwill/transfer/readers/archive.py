"""A workbook as a zip file: refused before anything of it is unpacked into memory, if it would not fit there."""

import html
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from xml.parsers import expat

from goodwill.kernel.zips import DAMAGED
from goodwill.transfer.readers.errors import unreadable
from goodwill.transfer.readers.inputs import Input

MAX_UNPACKED = 2048 << 20
MAX_PART = 96 << 20
"""Of a part that is held in memory as a whole: texts, styles. Sheets are read in pieces."""
_RATIO_FROM = 64 << 20
_MAX_RATIO = 200
_MAX_PARTS = 10_000
_BLOCK = 1 << 20
_TAG = re.compile(r"<(?:\w+:)?(sheet|Relationship)\s([^<>]*)>")
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*[\"']([^\"']*)[\"']")


@contextmanager
def opened(source: Input) -> Iterator[zipfile.ZipFile]:
    """The archive, after its sizes were found bearable."""
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as archive:
            _weigh(archive)
            yield archive
    except DAMAGED as fault:
        raise unreadable("damaged_workbook", raw=str(fault)[:200]) from fault


def blocks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The unpacked part in pieces. A part that is longer than it claims ends in BadZipFile."""
    with archive.open(part) as stream:
        while block := stream.read(_BLOCK):
            yield block


def well_formed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces of an XML part. One that is cut off is refused: calamine would look for its end for ever."""
    parser = expat.ParserCreate()
    try:
        for piece in pieces:
            parser.Parse(piece, False)
            yield piece
        parser.Parse(b"", True)
    except expat.ExpatError as fault:
        raise unreadable("damaged_workbook", raw=str(fault)[:200]) from fault


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Names of the sheets of an xlsx, in their order, with the parts that hold them."""
    targets = {}
    for _, attributes in _tags(archive, "xl/_rels/workbook.xml.rels"):
        target = attributes.get("Target", "")
        targets[attributes.get("Id", "")] = target.lstrip("/") if target.startswith("/") else "xl/" + target
    sheets = {}
    for kind, attributes in _tags(archive, "xl/workbook.xml"):
        relation = next((value for name, value in attributes.items() if name.endswith(":id")), "")
        if kind == "sheet" and targets.get(relation, "") in archive.namelist():
            sheets[attributes.get("name", "")] = targets[relation]
    return sheets


def _tags(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, dict[str, str]]]:
    if part not in archive.namelist():
        return
    text = archive.read(part).decode("utf-8", "replace")
    for found in _TAG.finditer(text):
        yield found[1], {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(found[2])}


def _weigh(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > _MAX_PARTS:
        raise unreadable("damaged_workbook", raw=f"{len(parts)} parts")
    total = sum(part.file_size for part in parts)
    if total > MAX_UNPACKED:
        raise unreadable("workbook_too_large", size=total >> 20, limit=MAX_UNPACKED >> 20)
    for part in parts:
        if part.flag_bits & 1:
            raise unreadable("locked_workbook")
        too_dense = part.file_size > _RATIO_FROM and part.file_size > part.compress_size * _MAX_RATIO
        is_sheet = "/worksheets/" in part.filename or "/media/" in part.filename or part.filename == "content.xml"
        if too_dense or (part.file_size > MAX_PART and not is_sheet):
            raise unreadable("workbook_too_large", size=part.file_size >> 20, limit=MAX_PART >> 20)
    for part in parts:
        if part.filename.endswith((".xml", ".rels")) and "/worksheets/" not in part.filename:
            for _ in blocks(archive, part.filename):
                pass
