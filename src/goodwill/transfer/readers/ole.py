"""How far the sheets of an xls reach, read from its records without building them.

An xls is a small file system (OLE): sectors, chained by a table, and a directory that names the streams. The stream
"Workbook" is a run of records, each a number, a length and its bytes.
"""

import struct
from collections.abc import Iterator

from goodwill.transfer.readers.errors import unreadable
from goodwill.transfer.readers.extent import Extent
from goodwill.transfer.readers.inputs import Input

MAX_XLS = 256 << 20
_END = 0xFFFFFFFA
_MINI = 64
_BOF, _EOF, _DIMENSIONS, _LOCKED, _BOUND_SHEET = 0x0809, 0x000A, 0x0200, 0x002F, 0x0085
_CELLS = frozenset({0x0203, 0x0204, 0x00FD, 0x027E, 0x0006, 0x0205, 0x00D6})
_RUN, _MERGED = 0x00BD, 0x00E5


def sheets_of_xls(source: Input) -> list[tuple[str, Extent, bool]]:
    """Name, extent and whether it is hidden, of each sheet. Raises Unreadable for a locked or damaged file."""
    if source.size > MAX_XLS:
        raise unreadable("workbook_too_large", size=source.size >> 20, limit=MAX_XLS >> 20)
    with source.open() as stream:
        data = stream.read()
    try:
        workbook = _workbook_stream(data)
        return [(name, _extent(workbook, place), hidden) for name, place, hidden in _bound_sheets(workbook)]
    except (struct.error, IndexError, ValueError) as fault:
        raise unreadable("damaged_workbook", raw=str(fault)[:200]) from fault


def _records(workbook: bytes, place: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place of the content and its length, from the beginning of a part to its end."""
    depth = 0
    while place + 4 <= len(workbook):
        kind, length = struct.unpack_from("<HH", workbook, place)
        depth += (kind == _BOF) - (kind == _EOF)
        yield kind, place + 4, length
        if depth <= 0:
            return
        place += 4 + length


def _bound_sheets(workbook: bytes) -> Iterator[tuple[str, int, bool]]:
    for kind, place, length in _records(workbook, 0):
        if kind == _LOCKED:
            raise unreadable("locked_workbook")
        if kind == _BOUND_SHEET and length > 8:
            begin, flags, count, is_wide = struct.unpack_from("<IHBB", workbook, place)
            letters = workbook[place + 8 : place + length]
            name = letters[: count * 2].decode("utf-16-le") if is_wide & 1 else letters[:count].decode("latin-1")
            if flags >> 8 == 0:
                yield name, begin, flags & 3 != 0


def _extent(workbook: bytes, begin: int) -> Extent:
    extent = Extent()
    for kind, place, length in _records(workbook, begin):
        if kind in _CELLS or kind == _RUN:
            row, column = struct.unpack_from("<HH", workbook, place)
            if kind == _RUN:
                column = struct.unpack_from("<H", workbook, place + length - 2)[0]
            extent.rows, extent.columns = max(extent.rows, row + 1), max(extent.columns, column + 1)
        elif kind == _MERGED:
            for at in range(place + 2, place + length - 7, 8):
                top, bottom, left, _right = struct.unpack_from("<HHHH", workbook, at)
                extent.merged += [(left, top + 1, bottom + 1)] if bottom > top else []
        elif kind == _DIMENSIONS and length >= 14:
            first, last, left, right = struct.unpack_from("<IIHH", workbook, place)
            if last > 65536 or right > 256 or first > last or left > right:
                raise unreadable("damaged_workbook", raw=f"dimensions {first}:{last}, {left}:{right}")
    return extent


def _workbook_stream(data: bytes) -> bytes:
    if not data.startswith(b"\xd0\xcf\x11\xe0"):
        return data
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in (512, 4096):
        raise ValueError("sector size")
    table = _sector_table(data, size)
    directory = _chain(data, table, struct.unpack_from("<I", data, 48)[0], size)
    streams = dict(_entries(directory))
    if "EncryptedPackage" in streams:
        raise unreadable("locked_workbook")
    first, length = streams.get("Workbook") or streams.get("Book") or (None, 0)
    if first is None:
        raise unreadable("damaged_workbook", raw="no workbook in it")
    if length >= struct.unpack_from("<I", data, 56)[0]:
        return _chain(data, table, first, size)[:length]
    root, _ = streams["Root Entry"]
    small = _chain(data, table, root, size)
    mini_table = _numbers(_chain(data, table, struct.unpack_from("<I", data, 60)[0], size))
    return _chain(bytes(_MINI) + small, mini_table, first, _MINI)[:length]


def _sector_table(data: bytes, size: int) -> tuple[int, ...]:
    sectors = [number for number in struct.unpack_from("<109I", data, 76) if number < _END]
    following, count = struct.unpack_from("<II", data, 68)
    while following < _END and count:
        numbers = _numbers(_sector(data, following, size))
        sectors += [number for number in numbers[:-1] if number < _END]
        following, count = numbers[-1], count - 1
    return _numbers(b"".join(_sector(data, number, size) for number in sectors))


def _sector(data: bytes, number: int, size: int) -> bytes:
    """The file's header takes the place of one sector."""
    return data[(number + 1) * size : (number + 2) * size]


def _chain(data: bytes, table: tuple[int, ...], first: int, size: int) -> bytes:
    pieces: list[bytes] = []
    number = first
    for _ in range(len(table) + 1):
        if number >= _END:
            return b"".join(pieces)
        pieces.append(_sector(data, number, size))
        number = table[number]
    raise ValueError("sectors in a circle")


def _entries(directory: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    for place in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, place + 64)[0]
        if 2 <= length <= 64:
            name = directory[place : place + length - 2].decode("utf-16-le", "replace")
            first, size = struct.unpack_from("<II", directory, place + 116)
            yield name, (first, size)


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])
