"""A zip file that somebody brought, taken apart: nothing of it is written under a name of its own, and what would fill
the disk or the memory is refused before it is unpacked."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from goodwill.kernel.filenames import clean_name
from goodwill.kernel.zips import DAMAGED
from goodwill.transfer.readers.errors import unreadable
from goodwill.transfer.readers.inputs import Input

MOST = 500
"""Files in one zip, folders and what systems leave in them not counted."""
MAX_UNPACKED = 512 << 20
IN_MEMORY = 128 << 10
_PIECE = 1 << 20
_RATIO_FROM = 1 << 20
_MAX_RATIO = 200
_LITTER = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")


def parts_of(source: Input) -> list[Input]:
    """The files of a zip in their order, under clean names; each is unpacked when it is opened. Raises Unreadable."""
    with opened(source) as archive:
        return [_part(source, archive, each) for each in files_in(archive)]


@contextmanager
def opened(source: Input) -> Iterator[zipfile.ZipFile]:
    """The archive, after its files were counted and weighed by what they claim: none gives more than that."""
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as archive:
            _weigh(source, archive)
            yield archive
    except DAMAGED as fault:
        raise unreadable("damaged_zip", raw=str(fault)[:200]) from fault


def files_in(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [each for each in archive.infolist() if not each.is_dir() and not _is_litter(each.filename)]


def unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, limit: int = 16 << 20) -> Input | None:
    """A small part, read as a whole; None for a larger one, which is opened by itself."""
    return Input.of_bytes(archive.read(part), name_of(part)) if part.file_size <= limit else None


def alone(source: Input, part: zipfile.ZipInfo) -> Input:
    """A part that is unpacked into a file without a name, each time it is opened."""
    return Input(name_of(part), part.file_size, partial(_copied, source, part))


def name_of(part: zipfile.ZipInfo) -> str:
    return clean_name(part.filename)


def _part(source: Input, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Input:
    return unpacked(archive, part, IN_MEMORY) or alone(source, part)


def _copied(source: Input, part: zipfile.ZipInfo) -> BinaryIO:
    sink = TemporaryFile()  # noqa: SIM115 - whoever asked for it closes it
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as archive, archive.open(part) as packed:
            while piece := packed.read(_PIECE):
                sink.write(piece)
    except DAMAGED as fault:
        sink.close()
        raise unreadable("damaged_zip", raw=str(fault)[:200]) from fault
    sink.seek(0)
    return cast("BinaryIO", sink)


def _weigh(source: Input, archive: zipfile.ZipFile) -> None:
    parts = files_in(archive)
    if len(parts) > MOST:
        raise unreadable("zip_of_many", found=len(parts), limit=MOST)
    if any(part.flag_bits & 1 for part in parts):
        raise unreadable("locked_zip")
    total = sum(part.file_size for part in parts)
    if _RATIO_FROM < total <= MAX_UNPACKED and total > source.size * _MAX_RATIO:
        raise unreadable("zip_too_dense", size=total >> 20)
    if total > MAX_UNPACKED:
        raise unreadable("zip_too_large", size=total >> 20, limit=MAX_UNPACKED >> 20)


def _is_litter(name: str) -> bool:
    """What systems leave in folders, and hidden files."""
    name = name.lower()
    last = name.rpartition("/")[2]
    return name.startswith(_LITTER[0]) or last in _LITTER or last.startswith("._")
