"""Files that are text already, mails, and what is left of HTML and RTF without their marks."""

import codecs
import re
from email import message_from_bytes, policy
from html.parser import HTMLParser

from goodwill.kernel.previews import Unsuitable
from goodwill.kernel.reading.found import Collected, Found

READ = 4 * 1024 * 1024
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_TEXT = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "math"})
_DRAWN = frozenset({"text", "title", "desc"})
_LINES = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "section", "article"})
_RTF = re.compile(
    r"\\'([0-9a-f]{2})|\\u(-?\d{1,6})\s?\??|\\([a-z]+)(-?\d*)[ ]?|\\([^a-z])|([{}])|([^\\{}\r\n]+)", re.IGNORECASE
)
_RTF_HIDDEN = frozenset({"fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "themedata", "datastore"})
_RTF_SIGNS = {"par": "\n", "line": "\n", "tab": "\t", "cell": "\t", "row": "\n", "emdash": "—", "endash": "–"}


def decoded(data: bytes) -> str:
    """By its mark, else as UTF-8, else as Windows-1252, which takes anything."""
    name = next((codec for mark, codec in _BOMS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(name)
    except UnicodeDecodeError as fault:
        if name == "utf-8" and fault.start > len(data) - 4:  # cut in the middle of a sign
            return data[: fault.start].decode()
        return data.decode("cp1252", "replace") if name == "utf-8" else data.decode(name, "replace")


def text_of_plain(data: bytes) -> Found:
    into = Collected(cut=len(data) > READ)
    into.add(decoded(data[:READ]))
    return into.found()


def text_of_html(data: bytes) -> Found:
    into = Collected(cut=len(data) > READ)
    _Words(into).feed(decoded(data[:READ]))
    return into.found()


def text_of_drawing(data: bytes) -> Found:
    """What a reader of an SVG reads: its labels, its title and its descriptions, and none of its styles and scripts."""
    into = Collected(cut=len(data) > READ)
    _Labels(into).feed(decoded(data[:READ]))
    return into.found()


def text_of_xml(data: bytes) -> Found:
    """What stands between the marks, whatever they are called."""
    into = Collected(cut=len(data) > READ)
    _Contents(into).feed(decoded(data[:READ]))
    return into.found()


def text_of_rtf(data: bytes) -> Found:
    into, hidden, depth = Collected(cut=len(data) > READ), 0, 0
    for found in _RTF.finditer(data[:READ].decode("latin-1")):
        code, sign, word, _number, symbol, brace, text = found.groups()
        if brace:
            depth += 1 if brace == "{" else -1
            hidden = 0 if depth < hidden else hidden
        elif (word in _RTF_HIDDEN or symbol == "*") and not hidden:
            hidden = depth
        elif not hidden:
            into.add(_rtf_sign(code, sign, word, symbol) or text or "")
        if into.full:
            break
    return into.found()


def text_of_mail(data: bytes) -> Found:
    """Who wrote to whom, the subject, the text (of HTML where there is no plain one), and the names of attachments."""
    into = Collected(cut=len(data) > 4 * READ)
    try:
        mail = message_from_bytes(data[: 4 * READ], policy=policy.default)
        for name in ("From", "To", "Cc", "Date", "Subject"):
            if mail[name]:
                into.add(f"{name}: {mail[name]}\n")
        into.add("\n")
        body = mail.get_body(("plain", "html"))
        if body is not None:
            content = str(body.get_content())
            into.add(content) if body.get_content_subtype() == "plain" else _Words(into).feed(content)
        into.add("\n")
        for part in mail.iter_attachments():
            into.add(f"{part.get_filename() or ''}\n")
    except RecursionError:
        raise Unsuitable("deep") from None
    except (LookupError, ValueError, AttributeError, TypeError, KeyError):
        raise Unsuitable("damaged") from None
    return into.found()


def _rtf_sign(code: str | None, sign: str | None, word: str | None, symbol: str | None) -> str:
    if code:
        return bytes.fromhex(code).decode("cp1252", "replace")
    if sign:
        number = int(sign) % 0x10000
        return "" if 0xD800 <= number < 0xE000 else chr(number)
    if symbol:
        return {"~": " ", "\\": "\\", "{": "{", "}": "}", "_": "-"}.get(symbol, "")
    return _RTF_SIGNS.get(word or "", "")


class _Words(HTMLParser):
    """The text of HTML as a reader would see it."""

    not_text = _NOT_TEXT

    def __init__(self, into: Collected) -> None:
        super().__init__()
        self.into, self.hidden = into, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.hidden and tag in self.not_text:
            self.hidden = tag
        elif tag in _LINES:
            self.into.add("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self.hidden:
            self.hidden = ""
        elif tag in ("td", "th"):
            self.into.add("\t")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.into.add(data)


class _Labels(HTMLParser):
    """The words of a drawing, each label on a line. No document type is followed, and no entity of its own."""

    def __init__(self, into: Collected) -> None:
        super().__init__()
        self.into, self.inside = into, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside += tag.rpartition(":")[2] in _DRAWN

    def handle_endtag(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in _DRAWN and self.inside:
            self.inside -= 1
            self.into.add("\n")
        elif name == "tspan":
            self.into.add(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Empty: nothing begins."""

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.into.add(data)


class _Contents(_Words):
    """The contents of any XML; of a page that calls itself XML without what runs in it."""

    not_text = frozenset({"script", "style"})

    def handle_endtag(self, tag: str) -> None:
        if not self.hidden:
            self.into.add("\n")
        super().handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        if words := data.strip():
            super().handle_data(f"{words} ")

    def unknown_decl(self, data: str) -> None:
        if data.startswith("CDATA["):
            self.handle_data(data.removeprefix("CDATA["))
