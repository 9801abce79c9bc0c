"""Which encoding a text file has: BOM, strict UTF-8, the one usual for the user's language, and only then a guess.

The whole file is looked at once, in pieces: one byte in the last line decides as much as one in the first. A file in
which most lines are UTF-8 and some are not is read as UTF-8, and the odd lines with the `fallback`.
"""

import codecs
import re
from dataclasses import dataclass, field
from typing import BinaryIO

from goodwill.transfer.readers.charsets import best_charset, is_charset
from goodwill.transfer.readers.errors import unreadable
from goodwill.transfer.readers.inputs import Input

BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CHOICES = (
    "utf-8",
    "cp1252",
    "iso8859-15",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1257",
    "mac_roman",
    "cp850",
    "utf-16",
    "cp932",
    "gb18030",
    "big5",
    "cp949",
)
"""What somebody may choose instead."""
SAMPLES = 5
_BLOCK = 1 << 20
_LONGEST = 1 << 20
_EVIDENCE = 64 * 1024
_STRANGE = re.compile("[\udc80-\udcff]+")
GARBLED = (
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013-\u203a\u20ac\u2122]+"
)
"""The look of UTF-8 that was read as Windows-1252."""
WIDE = frozenset({"cp932", "gb18030", "big5", "cp949"})
"""Charsets whose letters take two bytes, the second of which may look like ASCII."""
_GARBLED = re.compile(GARBLED)
_CP1252_HOLES = {0x81: 0x81, 0x8D: 0x8D, 0x8F: 0x8F, 0x90: 0x90, 0x9D: 0x9D}


@dataclass(frozen=True, slots=True)
class Change:
    """A line as its bytes would look, and as it will be read."""

    line: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Encoding:
    name: str
    how: str = "given"
    """bom, plain (only ASCII), utf-8, mixed, wide, language, guess, given"""
    fallback: str = "cp1252"
    """For bytes that `name` cannot read."""
    strange: int = 0
    """Lines that need the fallback, or that are UTF-8 in a file that is not."""
    samples: tuple[Change, ...] = field(default=())
    """What will be read, of the first lines that are not plain ASCII."""

    @property
    def is_sure(self) -> bool:
        return self.how not in ("guess", "mixed")


@dataclass(slots=True)
class _Scan:
    utf8_lines: int = 0
    other_lines: int = 0
    evidence: bytearray = field(default_factory=bytearray)
    utf8: list[tuple[int, bytes]] = field(default_factory=list)
    other: list[tuple[int, bytes]] = field(default_factory=list)


def detect_encoding(source: Input, language: str = "", given: str = "") -> Encoding:
    """`language` is the user's (de, pl-PL): it decides between encodings that fit equally. `given` overrules all."""
    _require_known(given)
    head = source.head(4096)
    how, name = "", given
    if not given:
        name = next((codec for bom, codec in BOMS if head.startswith(bom)), "")
        how = "bom" if name else ""
    if not name:
        name = wide_codec(head)
        how = "wide" if name else ""
    if name and name not in ("utf-8", "utf-8-sig"):
        return Encoding(name, how or "given")
    with source.open() as stream:
        if _is_utf8(stream):
            return Encoding(name or "utf-8", how or ("plain" if _is_ascii(source) else "utf-8"))
        stream.seek(0)
        return _decided(_scan(stream), name, how, language)


def _require_known(name: str) -> None:
    if name and not is_charset(name):
        raise unreadable("unknown_encoding", name=name)


def wide_codec(head: bytes) -> str:
    """UTF-16 without a BOM, told by where its zero bytes are; "" for anything else."""
    sample = head[: len(head) // 2 * 2]
    if len(sample) < 4 or b"\0" not in sample:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    pairs = len(sample) // 2
    if odd > pairs * 0.3 and even < pairs * 0.05:
        return "utf-16-le"
    if even > pairs * 0.3 and odd < pairs * 0.05:
        return "utf-16-be"
    return ""


def repaired(text: str, fallback: str) -> str:
    """`text`, decoded with surrogateescape, with its strange bytes read as `fallback`; what even that cannot read
    becomes U+FFFD."""
    if text.isascii() or not _STRANGE.search(text):
        return text
    if fallback in WIDE:
        return text.encode("utf-8", "surrogateescape").decode(fallback, "replace")
    return _STRANGE.sub(lambda found: _read_as(found[0], fallback), text)


def has_strange(text: str) -> bool:
    return _STRANGE.search(text) is not None


def ungarbled(text: str) -> str:
    """`text` with UTF-8 that was once read as Windows-1252 put right (MÃ¼ller -> Müller); the same text if none was."""
    return _GARBLED.sub(lambda found: _ungarble(found[0]), text)


def _ungarble(found: str) -> str:
    try:
        return b"".join(_cp1252_byte(sign) for sign in found).decode()
    except UnicodeError:
        return found


def _cp1252_byte(sign: str) -> bytes:
    return bytes([ord(sign)]) if ord(sign) in _CP1252_HOLES else sign.encode("cp1252")


def _read_as(strange: str, fallback: str) -> str:
    return strange.encode("utf-8", "surrogateescape").decode(fallback, "replace")


def _is_utf8(stream: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := stream.read(_BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_ascii(source: Input) -> bool:
    with source.open() as stream:
        while block := stream.read(_BLOCK):
            if not block.isascii():
                return False
    return True


def _scan(stream: BinaryIO) -> _Scan:
    scan = _Scan()
    number = 0
    while line := stream.readline(_LONGEST):
        number += 1
        if line.isascii():
            continue
        try:
            line.decode()
        except UnicodeDecodeError:
            scan.other_lines += 1
            scan.other.append((number, line[:1000])) if len(scan.other) < SAMPLES else None
            if len(scan.evidence) < _EVIDENCE:
                scan.evidence += line[:4096]
        else:
            scan.utf8_lines += 1
            scan.utf8.append((number, line[:1000])) if len(scan.utf8) < SAMPLES else None
    return scan


def _decided(scan: _Scan, name: str, how: str, language: str) -> Encoding:
    charset, expected = best_charset(bytes(scan.evidence), language)
    if name or scan.utf8_lines * 5 >= scan.other_lines:
        samples = tuple(
            Change(number, line.decode("utf-8", "replace").strip(), repaired(_escaped(line), charset).strip())
            for number, line in scan.other
        )
        return Encoding(name or "utf-8", "mixed", charset, scan.other_lines, samples)
    lines = sorted(scan.utf8 + scan.other)[:SAMPLES]
    samples = tuple(Change(number, line.decode("utf-8", "replace").strip(), read_line(line, charset).strip())
                    for number, line in lines)  # fmt: skip
    how = "mixed" if scan.utf8_lines else ("language" if expected else "guess")
    return Encoding(charset, how, charset, scan.utf8_lines, samples)


def read_line(line: bytes, charset: str) -> str:
    """A line of a file in a one-byte charset, which may be UTF-8 all the same."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode(charset, "replace")


def _escaped(line: bytes) -> str:
    return line.decode("utf-8", "surrogateescape")
