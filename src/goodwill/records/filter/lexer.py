"""Text into tokens. Nothing here backtracks: reading takes time in proportion to the length."""

import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from goodwill.records.filter.errors import FilterError, shortened

MAX_LENGTH = 8_000
_TOKEN = re.compile(
    r"""
      (?P<space>[ \t\r\n]+)
    | (?P<moment>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{1,15}(?:Z|[+-][0-9]{2}:?[0-9]{2})?)
    | (?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})
    | (?P<number>-?[0-9]{1,18}(?:\.[0-9]{1,9})?)
    | (?P<id>\#[0-9]{1,18})
    | (?P<word>[^\W\d]\w*)
    | (?P<symbol><=|>=|!=|<>|[=<>(),.])
    """,
    re.VERBOSE,
)
_PLAIN = re.compile(r'[^"\\\x00-\x1f\x7f\ud800-\udfff]+')
_SPEAKABLE = re.compile(r"[^\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]*")
_ESCAPES = {'"': '"', "\\": "\\", "n": "\n", "t": "\t"}


class Token(NamedTuple):
    kind: str  # text, word, number, day, moment, id, symbol or end
    text: str
    position: int


def tokens(source: str) -> list[Token]:
    """The tokens of `source`, closed by an `end`."""
    if len(source) > MAX_LENGTH:
        raise FilterError(_("This filter is too long: %(most)s characters are the most.") % {"most": MAX_LENGTH})
    found: list[Token] = []
    at = 0
    while at < len(source):
        token, at = _next(source, at)
        if token.kind != "space":
            found.append(token)
    found.append(Token("end", "", len(source)))
    return found


def _next(source: str, at: int) -> tuple[Token, int]:
    if source[at] == '"':
        return _quoted(source, at)
    match = _TOKEN.match(source, at)
    if match is None:
        raise FilterError(
            _('"%(sign)s" has no meaning in a filter at this place. Text belongs in double quotes.')
            % {"sign": shortened(source[at : at + 1]) if source[at].isprintable() else f"U+{ord(source[at]):04X}"},
            at,
        )
    return Token(str(match.lastgroup), match[0], at), match.end()


def _quoted(source: str, start: int) -> tuple[Token, int]:
    parts: list[str] = []
    at = start + 1
    while at < len(source):
        if plain := _PLAIN.match(source, at):
            parts.append(plain[0])
            at = plain.end()
        elif source[at] == '"':
            return Token("text", "".join(parts), start), at + 1
        elif source[at] == "\\" and source[at + 1 : at + 2] in _ESCAPES:
            parts.append(_ESCAPES[source[at + 1]])
            at += 2
        else:
            raise FilterError(_("A text in a filter cannot hold this sign; write \\\\ for a backslash."), at)
    raise FilterError(_("A text that begins with a double quote does not end with one."), start)


def quoted(text: str) -> str:
    """The text as the lexer reads it back."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def speakable(text: str) -> bool:
    """Whether a text in quotes can hold it: no control characters, nothing that is half a character."""
    return _SPEAKABLE.fullmatch(text) is not None
