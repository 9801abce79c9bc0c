"""Files for the tests of the readers, made from bytes and read as anybody's file."""

import struct
import zipfile
from io import BytesIO
from pathlib import Path

from goodwill.transfer.readers.csv import open_csv
from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.readers.reading import AUTOMATIC, Reading
from goodwill.transfer.readers.table import Table

DATA = Path(__file__).resolve().parents[6] / "shared" / "data"
WITHOUT_DATA = f"the real files of {DATA} are not here"


def file_of(content: str | bytes, name: str = "contacts.csv") -> Input:
    return Input.of_bytes(content.encode() if isinstance(content, str) else content, name)


def csv_of(content: str | bytes, reading: Reading = AUTOMATIC) -> Table:
    return open_csv(file_of(content), reading)


def names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def cells(table: Table) -> list[list[str]]:
    return [row.cells for row in table.rows()]


def codes(table: Table) -> list[tuple[int, str]]:
    """Every problem of a row, by its row number."""
    return [(each.row, each.code) for row in table.rows() for each in row.problems]


_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def xlsx_of(rows: str, before: str = "", after: str = "", prefix: str = "") -> bytes:
    """A workbook with one sheet, whose XML between <sheetData> and </sheetData> is `rows`."""
    sheet = (
        f'<{prefix}worksheet xmlns{":" + prefix[:-1] if prefix else ""}="{_MAIN}">{before}<{prefix}sheetData>{rows}'
        f"</{prefix}sheetData>{after}</{prefix}worksheet>"
    )
    return zip_of(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
            '<sheet name="People" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" '
            f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": sheet,
        }
    )


def ods_of(rows: str) -> bytes:
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="People">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    return zip_of(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": manifest,
        }
    )


def zip_of(parts: dict[str, str | bytes]) -> bytes:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in parts.items():
            written.writestr(name, content)
    return archive.getvalue()


def xls_of(cells: dict[tuple[int, int], str | float], extra: bytes = b"") -> bytes:
    """A BIFF8 workbook in an OLE file: one sheet, 512-byte sectors."""
    begin = struct.pack("<HHHHIIII", 0x0809, 16, 0x0600, 0x0005, 0, 0, 0, 0)[:20]
    name = b"\x06\x00People"
    globals_length = len(begin) + 4 + 6 + len(name) + 4
    bound = struct.pack("<HHIH", 0x0085, 6 + len(name), globals_length, 0) + name
    records = [_cell(row, column, value) for (row, column), value in sorted(cells.items())]
    sheet_begin = struct.pack("<HHHHIII", 0x0809, 16, 0x0600, 0x0010, 0, 0, 0)
    end = struct.pack("<HH", 0x000A, 0)
    stream = begin + bound + end + sheet_begin + extra + b"".join(records) + end
    return _ole(stream.ljust(4096, b"\0"))


def _cell(row: int, column: int, value: str | float) -> bytes:
    if isinstance(value, str):
        text = struct.pack("<HB", len(value), 0) + value.encode("latin-1")
        return struct.pack("<HHHHH", 0x0204, 6 + len(text), row, column, 0) + text
    return struct.pack("<HHHHHd", 0x0203, 14, row, column, 0, value)


def _ole(stream: bytes) -> bytes:
    count = (len(stream) + 511) // 512
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    table = [0xFFFFFFFD, end, *range(3, count + 2), end]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<I", 0)
    header += struct.pack("<108I", *[free] * 108)
    directory = _entry("Root Entry", 5, end, 0, 1) + _entry("Workbook", 2, 2, len(stream), free)
    table += [free] * (128 - len(table))
    return header + struct.pack("<128I", *table) + directory.ljust(512, b"\0") + stream.ljust(count * 512, b"\0")


def _entry(name: str, kind: int, first: int, size: int, child: int) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    free = 0xFFFFFFFF
    head = encoded.ljust(64, b"\0") + struct.pack("<HBBIII", len(encoded), kind, 1, free, free, child)
    return head + bytes(36) + struct.pack("<IQ", first, size)
