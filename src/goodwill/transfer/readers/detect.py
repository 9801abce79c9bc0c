"""What a file is, by what is in it and never by its name."""

import re
import zipfile
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _, ngettext

from goodwill.kernel.zips import DAMAGED
from goodwill.transfer.readers.encoding import BOMS, wide_codec
from goodwill.transfer.readers.inputs import Input

HEAD = 64 * 1024
MARK = b"goodwill: files of one shape"
"""The comment of a zip that we made of several files (`bundle`)."""


class FileKind(StrEnum):
    TABLE = "table"
    XLSX = "xlsx"
    XLSB = "xlsb"
    ODS = "ods"
    XLS = "xls"
    VCARD = "vcard"
    CALENDAR = "calendar"
    HTML = "html"
    XML = "xml"
    XML_SHEET = "xml-sheet"
    JSON = "json"
    ZIP = "zip"
    BUNDLE = "bundle"
    """Several files of one shape, put together by us."""
    OFFICE = "office"
    PDF = "pdf"
    IMAGE = "image"
    PST = "pst"
    DATABASE = "database"
    EMPTY = "empty"
    BINARY = "binary"


SHEETS = frozenset({FileKind.XLSX, FileKind.XLS, FileKind.ODS})
READABLE = SHEETS | {
    FileKind.TABLE, FileKind.VCARD, FileKind.JSON, FileKind.BUNDLE, FileKind.HTML, FileKind.XML_SHEET,
}  # fmt: skip

_MAGIC = (
    (b"%PDF-", FileKind.PDF),
    (b"\x89PNG\r\n", FileKind.IMAGE),
    (b"\xff\xd8\xff", FileKind.IMAGE),
    (b"GIF8", FileKind.IMAGE),
    (b"BM\x00", FileKind.IMAGE),
    (b"II*\x00", FileKind.IMAGE),
    (b"MM\x00*", FileKind.IMAGE),
    (b"!BDN", FileKind.PST),
    (b"SQLite format 3\x00", FileKind.DATABASE),
    (b"\x00\x01\x00\x00Standard ", FileKind.DATABASE),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_CARD = re.compile(r"^[ \t]*BEGIN[ \t]*:[ \t]*VCARD[ \t]*\r*$", re.IGNORECASE | re.MULTILINE)
_CALENDAR = re.compile(r"^BEGIN:VCALENDAR", re.IGNORECASE)
_HTML = re.compile(
    r"^\s*(?:<\?xml[^<>]*+>\s*)?+(?:<!--(?:(?!-->).)*+-->\s*)*+<(!doctype html|html|table|head|body|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML_SHEET = "urn:schemas-microsoft-com:office:spreadsheet"
_JSON = re.compile(r'^\s*(\{\s*("|\})|\[\s*(\{|\[|\]))')
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Detected:
    kind: FileKind
    sentence: str
    """What it is, and what to do when it cannot be read; in the language of the one who asked."""

    @property
    def readable(self) -> bool:
        return self.kind in READABLE


def detect(source: Input) -> Detected:
    kind = kind_of(source)
    return Detected(kind, _sentence(kind, source))


def kind_of(source: Input) -> FileKind:
    head = source.head(HEAD)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        return FileKind.EMPTY if source.size <= HEAD else FileKind.BINARY
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return FileKind.IMAGE
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_zip(source)
    if head.startswith(_OLE):
        return _kind_of_ole(head)
    if head[:4] in (b"\x09\x08\x10\x00", b"\x09\x08\x08\x00", b"\x09\x04\x06\x00"):
        return FileKind.XLS
    return _kind_of_text(head)


def _kind_of_zip(source: Input) -> FileKind:
    names, comment = _contents(source)
    if comment == MARK:
        return FileKind.BUNDLE
    if "xl/workbook.bin" in names:
        return FileKind.XLSB
    if any(name.startswith("xl/") for name in names):
        return FileKind.XLSX
    if "content.xml" in names and "mimetype" in names:
        return FileKind.ODS if _beginning(source, "mimetype").startswith(_ODS_TYPE) else FileKind.OFFICE
    if "[Content_Types].xml" in names:
        return FileKind.OFFICE
    return FileKind.ZIP


def _beginning(source: Input, part: str) -> bytes:
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as archive, archive.open(part) as member:
            return member.read(200)
    except DAMAGED:
        return b""


def _contents(source: Input) -> tuple[list[str], bytes]:
    """The names of the parts, and the comment."""
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as archive:
            return archive.namelist(), archive.comment
    except DAMAGED:
        return [], b""


def _kind_of_ole(head: bytes) -> FileKind:
    names = head.decode("utf-16-le", "replace") + head[1:].decode("utf-16-le", "replace")
    if "EncryptedPackage" in names or "Workbook" in names or "Book\x00" in names:
        return FileKind.XLS
    return FileKind.OFFICE if "WordDocument" in names or "__properties_version" in names else FileKind.XLS


def _kind_of_text(head: bytes) -> FileKind:
    text = _as_text(head)
    if text is None:
        return FileKind.BINARY
    start = text.lstrip("\ufeff \t\r\n")
    if _CARD.search(start, 0, 4096):
        return FileKind.VCARD
    if _CALENDAR.match(start):
        return FileKind.CALENDAR
    if _HTML.match(start):
        return FileKind.HTML
    if start.startswith(("<?xml", "<Workbook")):
        return FileKind.XML_SHEET if _XML_SHEET in start[:4096] else FileKind.XML
    if _JSON.match(start):
        return FileKind.JSON
    return FileKind.TABLE


def _as_text(head: bytes) -> str | None:
    """The head as text that is good enough to look at, or None: it is none."""
    codec = next((codec for bom, codec in BOMS if head.startswith(bom)), "") or wide_codec(head)
    text = head.decode(codec or "latin-1", "replace")
    controls = len(_CONTROLS.findall(text))
    nuls = text.count("\0")
    if controls - nuls > len(text) // 50 or nuls > len(text) // 10:
        return None
    return text


def _sentence(kind: FileKind, source: Input) -> str:
    told = {
        FileKind.TABLE: _("A table in a text file (CSV)."),
        FileKind.XLSX: _("An Excel workbook."),
        FileKind.XLS: _("An Excel workbook of the older kind (xls)."),
        FileKind.ODS: _("A LibreOffice workbook (ods)."),
        FileKind.VCARD: _("Contacts as vCards."),
        FileKind.XLSB: _("A binary Excel workbook (xlsb). Save it in Excel as .xlsx and bring that file."),
        FileKind.CALENDAR: _("A calendar, not contacts. Bring it in the calendar."),
        FileKind.HTML: _("A web page with a table in it."),
        FileKind.XML_SHEET: _("An Excel workbook as XML (Excel 2003)."),
        FileKind.XML: _("An XML file. Open it in Excel or LibreOffice, save it as .xlsx and bring that file."),
        FileKind.JSON: _("A JSON file."),
        FileKind.OFFICE: _("A document, not a table. Bring a CSV, an Excel workbook or vCards."),
        FileKind.PDF: _("A PDF. Bring the table that it was made from: a CSV, an Excel workbook or vCards."),
        FileKind.IMAGE: _("A picture. Bring a CSV, an Excel workbook or vCards."),
        FileKind.PST: _("An Outlook data file (pst). In Outlook, export the contacts as a CSV file and bring that."),
        FileKind.DATABASE: _("A database. Export its contacts as CSV or Excel and bring that file."),
        FileKind.EMPTY: _("The file is empty. Export it again and look whether it holds something."),
        FileKind.BINARY: _("The file holds no text and no table that we know. Nothing was read. Bring a CSV, an Excel "
                           "workbook or vCards."),
    }  # fmt: skip
    if kind is FileKind.ZIP:
        return _zip_sentence(source)
    if kind is FileKind.BUNDLE:
        names = _contents(source)[0]
        said = ngettext("%(count)d file.", "%(count)d files of one shape, read as one.", len(names))
        return said % {"count": len(names)}
    expected = {
        "csv": {FileKind.TABLE},
        "txt": {FileKind.TABLE, FileKind.VCARD, FileKind.JSON},
        "vcf": {FileKind.VCARD},
    }
    expected |= {name: {FileKind(name)} for name in ("xlsx", "xls", "ods", "json", "html")}
    expected |= {"htm": {FileKind.HTML}, "xml": {FileKind.XML_SHEET}}
    if kind in READABLE and kind not in expected.get(source.suffix, {kind}):
        return _("%(what)s Its name ends in .%(ending)s; what is inside counts.") % {
            "what": told[kind],
            "ending": source.suffix,
        }
    return told[kind]


def _zip_sentence(source: Input) -> str:
    names = [name for name in _contents(source)[0] if not name.endswith("/")]
    if not names:
        return _("A damaged zip file or workbook: its list of contents is missing. Nothing was read. Get it again.")
    shown = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
    return _("A zip file with %(count)s files (%(names)s). Unpack it and bring the files in it.") % {
        "count": len(names),
        "names": shown,
    }
