"""Text into a tree: precedence climbing, in time proportional to the length, and never deeper than MAX_DEPTH."""

import re
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from goodwill.records.custom.formula.errors import FormulaError, unexpected
from goodwill.records.custom.formula.spreadsheet import (
    AND_WORD,
    DAY,
    ONE_EQUAL,
    POINT,
    SEVERAL_WORDS,
    call_of,
)
from goodwill.records.custom.formula.tree import Binary, Literal, Name, Node, Unary

MAX_LENGTH = 2_000
MAX_DEPTH = 40
_TOKEN = re.compile(
    r"""
      (?P<space>[ \t\r\n]+)
    | (?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})
    | (?P<other_day>[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4})
    | (?P<number>[0-9]{1,15}(?:\.[0-9]{1,9})?)
    | (?P<text>"(?:[^"\\]|\\["\\])*"|[“„](?:[^“”\\]|\\["\\])*[“”])
    | (?P<field>\[[^\[\]]{1,80}\])
    | (?P<word>[^\W\d]\w*)
    | (?P<symbol><=|>=|!=|<>|[-+*/&=<>(),;%])
    """,
    re.VERBOSE,
)
_LEVELS = {
    "or": 1, "and": 2, "=": 4, "!=": 4, "<>": 4, "<": 4, "<=": 4, ">": 4, ">=": 4, "&": 5, "+": 6, "-": 6, "*": 7,
    "/": 7,
}  # fmt: skip
_NOT, _MINUS = 3, 8
_WORDS = {"yes": True, "no": False, "true": True, "false": False, "empty": None}
RESERVED = frozenset({*_WORDS, "and", "or", "not"})
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|[“„][^“”]*[“”]')
_DECIMALS = re.compile(r",[0-9]{1,9}")


class Token(NamedTuple):
    kind: str  # day, number, text, field, word, symbol or end
    text: str
    at: int

    @property
    def to(self) -> int:
        return self.at + len(self.text)


def tokens(source: str) -> list[Token]:
    """Where no comma can part arguments, outside of functions or where semicolons do, it is a decimal one."""
    if len(source) > MAX_LENGTH:
        raise FormulaError(_("A formula has %d characters at most.") % MAX_LENGTH, MAX_LENGTH)
    parted_by_semicolons = ";" in _QUOTED.sub("", source)
    found: list[Token] = []
    at = depth = 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None:
            if source[at] == '"':
                raise FormulaError(_("A text that begins with a quote does not end with one."), at, len(source) - at)
            raise unexpected(source[at], at)
        kind, text = str(match.lastgroup), match[0]
        depth += (text == "(") - (text == ")")
        if kind == "number" and "." not in text and (parted_by_semicolons or not depth):
            decimals = _DECIMALS.match(source, match.end())
            text += decimals[0] if decimals else ""
        if kind == "other_day":
            raise FormulaError(DAY % "-".join(part.zfill(2) for part in reversed(text.split("."))), at, len(text))
        if kind != "space":
            found.append(Token(kind, text, at))
        at += len(text)
    return [*found, Token("end", "", len(source))]


def parse(source: str) -> Node:
    """The tree of a formula; raises FormulaError with the place."""
    reader = _Reader(tokens(source))
    if reader.here.text == "=":
        reader.skip()
    if reader.here.kind == "end":
        raise FormulaError(_("Write what is to be computed, such as [Price] * 1.2."), 0)
    tree = reader.expression(0, 0)
    if reader.here.kind != "end":
        raise reader.stray()
    return tree


class _Reader:
    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._place = 0

    @property
    def here(self) -> Token:
        return self._tokens[self._place]

    def _next(self) -> Token:
        token = self.here
        self._place += 1
        return token

    def skip(self) -> None:
        self._place += 1

    def stray(self) -> FormulaError:
        """What stands here belongs to nothing: said by what it was likely meant to be."""
        token, before = self.here, self._tokens[max(self._place - 1, 0)]
        if token.kind == "word" and before.kind == "word":
            return FormulaError(SEVERAL_WORDS % f"{before.text} {token.text}", before.at, token.to - before.at)
        if token.text == "," and before.kind == "number":
            return FormulaError(str(POINT), token.at)
        if token.text in ("=", "&") and before.text == token.text:
            return FormulaError(str(ONE_EQUAL if token.text == "=" else AND_WORD), before.at, 2)
        return unexpected(token.text, token.at)

    def _take(self, symbol: str) -> Token:
        if self.here.text != symbol or self.here.kind != "symbol":
            raise self.stray()
        return self._next()

    def expression(self, least: int, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise FormulaError(
                _("The formula is nested too deeply. Make a second field of a part of it."), self.here.at
            )
        left = self._operand(depth)
        while (level := self._level()) > least:
            operator = self._next().text.lower().replace("<>", "!=")
            right = self.expression(level, depth + 1)
            left = Binary(left.at, right.to, operator, left, right)
        return left

    def _level(self) -> int:
        token = self.here
        return _LEVELS.get(token.text.lower(), 0) if token.kind in ("symbol", "word") else 0

    def _operand(self, depth: int) -> Node:
        found = self._bare(depth)
        while self.here.text == "%" and self.here.kind == "symbol":
            end = self._next()
            found = Binary(found.at, end.to, "/", found, Literal(end.at, end.to, Decimal(100)))
        return found

    def _bare(self, depth: int) -> Node:
        token = self._next()
        word = token.text.lower()
        match token.kind:
            case "number":
                return Literal(token.at, token.to, Decimal(token.text.replace(",", ".")))
            case "day":
                return Literal(token.at, token.to, _day(token))
            case "text":
                return Literal(token.at, token.to, re.sub(r"\\(.)", r"\1", token.text[1:-1]))
            case "field":
                return Name(token.at, token.to, token.text[1:-1].strip())
            case "symbol" if token.text == "(":
                inner = self.expression(0, depth + 1)
                self._take(")")
                return inner
            case "symbol" if token.text == "-":
                item = self.expression(_MINUS, depth + 1)
                return Unary(token.at, item.to, "-", item)
            case "word" if word == "not":
                item = self.expression(_NOT, depth + 1)
                return Unary(token.at, item.to, "not", item)
            case "word" if self.here.text == "(":
                return self._call(token, depth)
            case "word" if word in _WORDS:
                return Literal(token.at, token.to, _WORDS[word])
            case "word" if word not in ("and", "or"):
                return Name(token.at, token.to, token.text)
        self._place -= 1
        raise self.stray()

    def _call(self, name: Token, depth: int) -> Node:
        self._take("(")
        arguments: list[Node] = []
        if self.here.text != ")":
            arguments.append(self.expression(0, depth + 1))
            while self.here.text in (",", ";") and self.here.kind == "symbol":
                self._next()
                arguments.append(self.expression(0, depth + 1))
        end = self._take(")")
        return call_of(name.text.lower(), name.at, end.to, tuple(arguments))


def _day(token: Token) -> date:
    try:
        return date.fromisoformat(token.text)
    except ValueError:
        raise FormulaError(_("There is no such day."), token.at, len(token.text)) from None
