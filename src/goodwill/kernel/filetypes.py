"""What a file is, by its bytes; what a name may add is only which of several kinds with the same bytes it is.

Active kinds (what a browser would run) and programs are never shown, only handed out to be saved; everything goes out
with a policy of its own that lets it run nothing and fetch nothing.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote

from goodwill.kernel.filenames import clean_name, extension_of

HEAD = 4096  # bytes that `sniff` wants to see

_TABLE = """
picture  image/png                png
picture  image/jpeg               jpg jpeg jpe jfif
picture  image/gif                gif
picture  image/webp               webp
picture  image/avif               avif
picture  image/heic               heic heif
picture  image/bmp                bmp dib
picture  image/tiff               tif tiff
picture  image/x-icon             ico
document application/pdf          pdf
document application/rtf          rtf
document application/msword       doc dot
document application/vnd.openxmlformats-officedocument.wordprocessingml.document docx dotx docm
document application/vnd.oasis.opendocument.text odt ott
document application/epub+zip     epub
sheet    application/vnd.ms-excel xls xlt
sheet    application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx xltx xlsm xlsb
sheet    application/vnd.oasis.opendocument.spreadsheet ods ots
sheet    text/csv                 csv tsv
slides   application/vnd.ms-powerpoint ppt pps
slides   application/vnd.openxmlformats-officedocument.presentationml.presentation pptx ppsx pptm
slides   application/vnd.oasis.opendocument.presentation odp otp
mail     message/rfc822           eml
mail     application/mbox         mbox
mail     application/vnd.ms-outlook msg pst
contact  text/vcard               vcf vcard
calendar text/calendar            ics ical
text     text/plain               txt text log md ini conf
text     application/json         json ndjson
archive  application/zip          zip
archive  application/gzip         gz tgz
archive  application/x-tar        tar
archive  application/x-7z-compressed 7z
archive  application/vnd.rar      rar
archive  application/x-bzip2      bz2
archive  application/x-xz         xz
archive  application/zstd         zst
audio    audio/mpeg               mp3
audio    audio/wav                wav
audio    audio/ogg                ogg oga opus
audio    audio/flac               flac
audio    audio/mp4                m4a
audio    audio/amr                amr
video    video/mp4                mp4 m4v
video    video/quicktime          mov
video    video/webm               webm mkv
video    video/x-msvideo          avi
data     application/vnd.sqlite3  sqlite sqlite3
active   text/html                html htm xhtml xht shtml hta
active   image/svg+xml            svg svgz
active   application/xml          xml xsl xslt rss atom rdf mathml
active   text/javascript          js mjs cjs jse
active   text/css                 css
active   multipart/related        mht mhtml
active   application/x-shockwave-flash swf
active   application/wasm         wasm
active   text/cache-manifest      appcache manifest
program  application/vnd.microsoft.portable-executable exe dll scr com cpl sys msi msc pif
program  application/x-elf        elf so
program  application/x-mach-binary macho dylib
program  application/java-archive jar class
program  application/x-sh         sh bash ps1 bat cmd vbs vbe wsf wsh sct reg lnk url inf chm iso dmg apk
program  application/x-httpd-php  php php3 php4 php5 phtml phar asp aspx jsp jspx cgi pl py rb
"""
_SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "application/pdf"})
_POLICY = "default-src 'none'; frame-ancestors 'self'"
_SANDBOX = f"{_POLICY}; sandbox"  # not for PDF: browsers refuse their own viewer in it


@dataclass(frozen=True, slots=True)
class FileType:
    mime: str
    group: str

    @property
    def active(self) -> bool:
        return self.group in ("active", "program")

    @property
    def shown(self) -> bool:
        """Whether a browser may show it in place, from our own origin."""
        return self.mime in _SHOWN


OTHER = FileType("application/octet-stream", "other")
_ROWS = [line.split() for line in _TABLE.strip().splitlines()]
_BY_MIME = {mime: FileType(mime, group) for group, mime, *_extensions in _ROWS}
_BY_EXTENSION = {extension: _BY_MIME[mime] for _group, mime, *extensions in _ROWS for extension in extensions}

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"BM", "image/bmp"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"\x00\x00\x01\x00", "image/x-icon"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"!BDN", "application/vnd.ms-outlook"),
    (0, b"\x1f\x8b\x08", "application/gzip"),
    (257, b"ustar", "application/x-tar"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\x00", "application/x-xz"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (0, b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (0, b"FWS", "application/x-shockwave-flash"),
    (0, b"CWS", "application/x-shockwave-flash"),
    (0, b"\x00asm", "application/wasm"),
    (0, b"MZ", "application/vnd.microsoft.portable-executable"),
    (0, b"\x7fELF", "application/x-elf"),
    (0, b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    (0, b"\xca\xfe\xba\xbe", "application/java-archive"),
    (0, b"#!/", "application/x-sh"),
    (0, b"<?php", "application/x-httpd-php"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_BRANDS = {
    b"avif": "image/avif",
    b"heic": "image/heic",
    b"mif1": "image/heic",
    b"M4A ": "audio/mp4",
    b"qt  ": "video/quicktime",
}
_OFFICE = {b"word/": "docx", b"xl/": "xlsx", b"ppt/": "pptx", b"META-INF/": "jar"}
_MARKUP = re.compile(
    rb"<\s*(?:!doctype|!--|\?xml|/?(?:html|head|body|script|svg|iframe|img|style|meta|link|object|embed|form|table|div|a|p|b"
    rb"|h[1-6]|br|font|title|math|base|x)[\s>/])",
    re.IGNORECASE,
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def by_name(name: str) -> FileType:
    return _BY_EXTENSION.get(extension_of(name), OTHER)


def by_mime(mime: str) -> FileType:
    return _BY_MIME.get(mime, OTHER)


def sniff(head: bytes, name: str = "") -> FileType:
    """The type of a file by its first bytes (`HEAD` are enough) and, where these fit several, by its name."""
    head = head[:HEAD]
    named = by_name(name)
    if b"%PDF-" in head[:1024] and not _MARKUP.match(head.lstrip()):
        return _BY_MIME["application/pdf"]
    for offset, magic, mime in _MAGIC:
        if head.startswith(magic, offset) and not (mime == "image/bmp" and _is_text(head)):
            return _BY_MIME[mime]
    if head[:4] == b"RIFF":
        return _BY_MIME.get(_RIFF.get(head[8:12], ""), OTHER)
    if head[4:8] == b"ftyp":
        return _BY_MIME[_BRANDS.get(head[8:12], "video/mp4")]
    if head.startswith(b"PK\x03\x04"):
        return _zipped(head, named)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        compound = ("application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint")
        return named if named.mime in (*compound, "application/vnd.ms-outlook") else OTHER
    return _text(head, named) if _is_text(head) else _unknown(named)


def headers_for(kind: FileType, name: str, *, inline: bool = False) -> dict[str, str]:
    """The headers with which a stored file is handed out; shown in place only if that is asked for and safe."""
    shown = inline and kind.shown
    cleaned = clean_name(name)
    plain = cleaned.encode("ascii", "replace").decode().replace('"', "_").replace("\\", "_").replace("?", "_")
    place = "inline" if shown else "attachment"
    return {
        "Content-Type": OTHER.mime if kind.active else _with_charset(kind.mime),
        "Content-Disposition": f"{place}; filename=\"{plain}\"; filename*=UTF-8''{quote(cleaned, safe='')}",
        "Content-Security-Policy": _POLICY if shown and kind.mime == "application/pdf" else _SANDBOX,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def _with_charset(mime: str) -> str:
    return f"{mime}; charset=utf-8" if mime.startswith("text/") else mime


def _zipped(head: bytes, named: FileType) -> FileType:
    if head[30:38] == b"mimetype":
        declared = head[38:120]
        found = [kind for mime, kind in _BY_MIME.items() if declared.startswith(mime.encode())]
        return found[0] if found else _BY_MIME["application/zip"]
    for folder, extension in _OFFICE.items():
        if folder in head:
            return _BY_EXTENSION[extension]
    office = "openxmlformats" in named.mime and b"[Content_Types].xml" in head
    return named if office else _BY_MIME["application/zip"]


def _is_text(head: bytes) -> bool:
    return head.startswith(_BOMS) or not _CONTROL.search(head)


def _text(head: bytes, named: FileType) -> FileType:
    """Markup counts as active wherever it stands near the beginning: browsers look for it there, too."""
    start = head.translate(None, b"\x00")[:1024]
    if named.active:
        return named
    if named.group not in ("mail", "contact", "calendar", "sheet") and _MARKUP.search(start):
        svg = re.search(rb"<\s*svg[\s>/]", start, re.IGNORECASE)
        xml = start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<?xml")
        return _BY_MIME["image/svg+xml" if svg else "application/xml" if xml else "text/html"]
    if start.startswith(b"BEGIN:VCARD"):
        return _BY_MIME["text/vcard"]
    if start.startswith(b"BEGIN:VCALENDAR"):
        return _BY_MIME["text/calendar"]
    textual = named.mime.startswith(("text/", "message/")) or named.mime in ("application/json", "application/mbox")
    return named if textual else _BY_MIME["text/plain"]


def _unknown(named: FileType) -> FileType:
    """Bytes that we do not know are what their name says only where that promises nothing that we would show."""
    return named if named.active or named.group in ("audio", "video") else OTHER
