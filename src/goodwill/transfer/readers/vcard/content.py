"""From the lines of a file to the properties of its cards: unfolding, parameters, charsets, encodings."""

import base64
import binascii
import quopri
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from goodwill.transfer.readers.charsets import is_charset
from goodwill.transfer.readers.encoding import repaired
from goodwill.transfer.readers.vcard.card import Property

_NAME = re.compile(r"(?:([A-Za-z0-9_-]+)\.)?([A-Za-z][A-Za-z0-9 _-]*)$")
_HEAD = re.compile(r"""[^:"]*(?:"[^"]*"[^:"]*)*""")
_PIECE = re.compile(r"""(?:[^;"]|"[^"]*"|")+""")
_QUOTED_PRINTABLE = re.compile(r"[^:]*;[^:]*QUOTED-PRINTABLE", re.IGNORECASE)
_BASE64 = re.compile(r"[^:]*;[^:]*(BASE64|ENCODING=\"?B\"?\s*[;:])", re.IGNORECASE)
_BASE64_LINE = re.compile(r"[A-Za-z0-9+/]+={0,2}$")
_VERSION = re.compile(r"VERSION:\s*2\.1\s*$", re.IGNORECASE)
_PROPERTY = re.compile(
    r"(?:\w+\.)?(?:VERSION|FN|N|NICKNAME|ORG|TITLE|ROLE|TEL|EMAIL|ADR|LABEL|URL|NOTE|BDAY|PHOTO|LOGO|KEY|SOUND|CATEGORIES"
    r"|UID|REV|TZ|GEO|AGENT|MAILER|X-[A-Z-]+)[;:]",
    re.IGNORECASE,
)
_BORDER = re.compile(r"(BEGIN|END)[ \t]*:[ \t]*VCARD[ \t]*$", re.IGNORECASE)
_ENCODINGS = frozenset({"QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT", "B", "Q"})
_PLACES = frozenset({"INLINE", "URL", "URI", "CONTENT-ID", "CID"})
_ESCAPED = re.compile(r"\\([nN,;:\\\"])")
_CARET = {"^n": "\n", "^^": "^", "^'": '"'}

_CARETS = re.compile(r"\^[n^']")
_PARAM_VALUES = re.compile(r'"([^"]*)"|([^,]+)')
_LONGEST_HEAD = 10_000

Line = tuple[int, str]


def border(text: str) -> str:
    """BEGIN or END for the line that opens or closes a card, else ""."""
    if text[:1] not in "BbEe":
        return ""
    found = _BORDER.match(text.rstrip())
    return found[1].upper() if found else ""


def unfolded(lines: Iterable[Line]) -> Iterator[Line]:
    """Logical lines, with the number of their first physical one. Blank lines vanish, also inside of folded values:
    some programs end their lines with two carriage returns."""
    number, parts = 0, [""]
    is_quoted = is_base64 = is_old = False
    for place, physical in lines:
        line = physical.rstrip("\r\n")
        if not line.strip():
            continue
        if is_quoted and parts[-1].endswith("=") and not (border(line) or _PROPERTY.match(line)):
            parts[-1] = parts[-1][:-1]
            parts.append(line.removeprefix(" "))
        elif line[0] in " \t" and parts[0]:
            parts.append(line.strip() if is_base64 else _continued(line, parts[-1], is_old))
        elif is_base64 and _BASE64_LINE.match(line) and len(line) > 10:
            parts.append(line)
        else:
            if parts[0]:
                yield number, "".join(parts)
            number, parts = place, [line]
            is_old = (line[0] in "Vv" and bool(_VERSION.match(line))) or (is_old and not border(line))
            is_quoted = ";" in line and _QUOTED_PRINTABLE.match(line) is not None
            is_base64 = ";" in line and _BASE64.match(line) is not None
    if parts[0]:
        yield number, "".join(parts)


def _continued(line: str, before: str, is_old: bool) -> str:
    """3.0 and 4.0 put one space before a continuation; 2.1 folds where a space was, and the space belongs to it."""
    keeps = is_old and line[1:2] not in (" ", "\t", "") and not before.endswith(" ")
    return line if keeps else line[1:]


def parse_line(number: int, text: str, fallback: str) -> Property | None:
    """None for a line that is no property at all. Strange bytes are read as `fallback` unless a charset is named."""
    end = text.find(":")
    if end > 0 and '"' in text[:end]:
        end = _end_of_head(text)
    head = _parsed_head(repaired(text[:end], fallback)) if end > 0 else None
    if head is None:
        return None
    group, name, fixed = head
    params = {key: list(values) for key, values in fixed}
    return Property(name, _decoded(text[end + 1 :], params, fallback), params, group, number)


def _end_of_head(text: str) -> int:
    """The colon that is not within quotes; the first one if the quotes are not in pairs."""
    head = _HEAD.match(text)
    end = head.end() if head else 0
    return end if text[end : end + 1] == ":" else text.find(":")


@lru_cache(2048)
def _parsed_head(head: str) -> tuple[str, str, tuple[tuple[str, tuple[str, ...]], ...]] | None:
    """Group, name and parameters. The same few heads come again in every card."""
    pieces = _PIECE.findall(head) if len(head) <= _LONGEST_HEAD else []
    named = _NAME.match(pieces[0].strip()) if pieces else None
    if not named:
        return None
    params: dict[str, list[str]] = {}
    for piece in pieces[1:]:
        _add_param(params, piece)
    return named[1] or "", named[2].strip().upper(), tuple((key, tuple(values)) for key, values in params.items())


def _add_param(params: dict[str, list[str]], piece: str) -> None:
    name, equals, value = piece.partition("=")
    name = name.strip().upper()
    if not equals:
        bare = name
        name = "ENCODING" if bare in _ENCODINGS else "VALUE" if bare in _PLACES else "TYPE"
        value = piece.strip()
    values = [_CARETS.sub(lambda found: _CARET[found[0]], part) for part in _split_values(value)]
    params.setdefault(name, []).extend(values)


def _split_values(value: str) -> list[str]:
    """ "work,voice" in quotes is one value, and a list for TYPE."""
    return [(quoted or plain).strip() for quoted, plain in _PARAM_VALUES.findall(value)]


def _decoded(value: str, params: dict[str, list[str]], fallback: str) -> str:
    if not params:
        return repaired(value, fallback)
    encoding = next(iter(params.get("ENCODING", [])), "").upper()
    charset = next(iter(params.get("CHARSET", [])), "")
    if encoding in ("QUOTED-PRINTABLE", "Q"):
        data = quopri.decodestring(value.encode("utf-8", "surrogateescape"))
        params.pop("ENCODING")
        params.pop("CHARSET", None)
        return _escape_lines(_as_text(data, charset, fallback))
    if charset:
        params.pop("CHARSET")
        return _as_text(value.encode("utf-8", "surrogateescape"), charset, fallback)
    return repaired(value, fallback)


def _as_text(data: bytes, charset: str, fallback: str) -> str:
    try:
        text = data.decode(charset if is_charset(charset) else "utf-8")
        text.encode()
    except ValueError:
        return repaired(data.decode("utf-8", "surrogateescape"), fallback)
    return text


def _escape_lines(text: str) -> str:
    """Line breaks that were quoted become the escapes that the other encodings use."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def unescape(value: str) -> str:
    if "\\" not in value:
        return value
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def split(value: str, separator: str) -> list[str]:
    """The parts between separators that are not escaped, still escaped themselves."""
    if "\\" not in value:
        return value.split(separator)
    parts, start = [], 0
    for found in re.finditer(rf"\\.|{separator}", value, re.DOTALL):
        if found[0] == separator:
            parts.append(value[start : found.start()])
            start = found.end()
    return [*parts, value[start:]]


def binary(value: str) -> bytes:
    """Base64 that may be cut or have stray spaces; raises ValueError for what is none."""
    plain = re.sub(r"\s+", "", value)
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except binascii.Error as fault:
        raise ValueError(str(fault)) from fault
