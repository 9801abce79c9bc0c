"""The text form into a tree, by recursive descent; grammar.md is the same thing in words."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from goodwill.records.filter.errors import FilterError, shortened
from goodwill.records.filter.lexer import Token, tokens
from goodwill.records.filter.operators import Operator, Takes, takes
from goodwill.records.filter.tree import (
    EVERYTHING,
    Comparison,
    Day,
    Filter,
    Id,
    Moment,
    Not,
    Number,
    Period,
    Search,
    Shift,
    Side,
    Text,
    Unit,
    Value,
    Word,
    all_of,
    any_of,
)

MAX_DEPTH = 20
MAX_COMPARISONS = 200
MAX_VALUES = 500
MAX_PATH = 4
NEVER_NAMES = frozenset({"and", "or", "not", "everything"})
NEVER_VALUES = NEVER_NAMES | {"after", "any", "before", "between", "empty", "in", "last", "next", "none", "on", "this"}
UNITS = {name: unit for unit in Unit for name in (str(unit), str(unit)[:-1])}
_SIDES = {str(side): side for side in Side}
_SYNONYMS = {
    "is not any of": Operator.NONE,
    "is in my team": Operator.MY_TEAM,
    "is not in my team": Operator.NOT_MY_TEAM,
    "is in": Operator.IN,
    "is not in": Operator.NOT_IN,
    "is on": Operator.ON,
    "is before": Operator.BEFORE,
    "is after": Operator.AFTER,
    "is between": Operator.BETWEEN,
    "has any of": Operator.ANY,
    "has none of": Operator.NONE,
    "<>": Operator.UNEQUAL,
}
_OPERATORS = {tuple(text.split()): o for text, o in {**{str(o): o for o in Operator}, **_SYNONYMS}.items()}
_LONGEST = max(map(len, _OPERATORS))


def parse(source: str) -> Filter:
    """The tree of a text. Only its form is checked here; `check` asks whether it fits a record type."""
    reader = _Reader(tokens(source))
    if reader.here.kind == "end":
        return EVERYTHING
    tree = reader.either()
    if reader.here.kind != "end":
        raise reader.unexpected(_("Join two conditions with and / or; put a text of several words in double quotes."))
    return tree


def parse_value(source: str) -> Value:
    """The tree of one value alone: `#7`, `me`, `last 90 days`, `12.50 EUR`."""
    reader = _Reader(tokens(source))
    value = reader.value()
    if reader.here.kind != "end":
        raise reader.unexpected(_("One value belongs here."))
    return value


class _Reader:
    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._at = 0
        self._depth = 0
        self._comparisons = 0

    @property
    def here(self) -> Token:
        return self._tokens[self._at]

    def unexpected(self, hint: str) -> FilterError:
        if self.here.kind == "end":
            return FilterError(_("The filter stops too early.") + " " + hint, self.here.position)
        said = _('"%(text)s" is not expected here.') % {"text": shortened(self.here.text)}
        return FilterError(f"{said} {hint}", self.here.position)

    def _take(self) -> Token:
        token = self.here
        self._at += 1
        return token

    def _symbol(self, sign: str) -> bool:
        """Step over this sign if it is the next one."""
        if self.here.kind != "symbol" or self.here.text != sign:
            return False
        self._at += 1
        return True

    def _word(self, *expected: str) -> bool:
        """Step over these words if they are the next ones."""
        coming = self._tokens[self._at : self._at + len(expected)]
        if tuple(token.text.lower() for token in coming if token.kind == "word") != expected:
            return False
        self._at += len(expected)
        return True

    def either(self) -> Filter:
        items = [self._both()]
        while self._word("or"):
            items.append(self._both())
        return any_of(items)

    def _both(self) -> Filter:
        items = [self._one()]
        while self._word("and"):
            items.append(self._one())
        return all_of(items)

    def _one(self) -> Filter:
        if self._word("not"):
            return self._deeper(lambda: Not(self._one()))
        if self._word("everything"):
            return EVERYTHING
        if self._symbol("("):
            return self._deeper(self._group)
        self._comparisons += 1
        if self._comparisons > MAX_COMPARISONS:
            raise FilterError(_("This filter has more than %(most)s conditions.") % {"most": MAX_COMPARISONS})
        if self.here.kind == "text":
            return Search(self._take().text)
        return self._comparison()

    def _deeper(self, read: Callable[[], Filter]) -> Filter:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise FilterError(_("This filter is nested deeper than %(most)s levels.") % {"most": MAX_DEPTH})
        tree = read()
        self._depth -= 1
        return tree

    def _group(self) -> Filter:
        tree = self.either()
        if not self._symbol(")"):
            raise self.unexpected(_('A bracket "(" is still open: close it with ")".'))
        return tree

    def _comparison(self) -> Comparison:
        path = [self._name()]
        while self._symbol("."):
            path.append(self._name())
        if len(path) > MAX_PATH:
            raise FilterError(_("%(path)s leads over too many relations.") % {"path": shortened(".".join(path))})
        operator = self._operator()
        if operator in {Operator.IN, Operator.NOT_IN} and self.here.text == "(":
            operator = Operator.ANY if operator is Operator.IN else Operator.NONE
        values = self._distance() if operator is Operator.WITHIN else self._values(takes(operator))
        return Comparison(tuple(path), operator, values)

    def _name(self) -> str:
        if self.here.kind != "word" or self.here.text.lower() in NEVER_NAMES:
            raise self.unexpected(_("The name of a field belongs here."))
        return self._take().text.lower()

    def _operator(self) -> Operator:
        if self.here.kind == "symbol" and (sign := _OPERATORS.get((self.here.text,))):
            self._at += 1
            return sign
        coming = [t.text.lower() for t in self._tokens[self._at : self._at + _LONGEST] if t.kind == "word"]
        for length in range(_LONGEST, 0, -1):
            operator = _OPERATORS.get(tuple(coming[:length]))
            if operator and self._word(*coming[:length]):
                return operator
        raise self.unexpected(_("After a field comes what to compare: is, is not, contains, =, <, in last, is empty …"))

    def _values(self, wanted: Takes) -> tuple[Value, ...]:
        if wanted is Takes.NOTHING:
            return ()
        if wanted is Takes.TWO:
            first = self.value()
            if not self._word("and"):
                raise self.unexpected(_('"between" takes two values: between 1 and 5.'))
            return first, self.value()
        return self._list() if wanted is Takes.MANY else (self.value(),)

    def _distance(self) -> tuple[Value, ...]:
        """25 km of "Utrecht"."""
        far = self.value()
        if not self._word("km", "of"):
            raise self.unexpected(_('A distance reads: within 25 km of "Utrecht".'))
        return far, self.value()

    def _list(self) -> tuple[Value, ...]:
        if not self._symbol("("):
            raise self.unexpected(_('Several values stand in brackets: ("a", "b").'))
        values = [self.value()]
        while self._symbol(","):
            values.append(self.value())
        if len(values) > MAX_VALUES:
            raise FilterError(_("A list in a filter takes at most %(most)s values.") % {"most": MAX_VALUES})
        if not self._symbol(")"):
            raise self.unexpected(_('A list ends with ")", and "," stands between its values.'))
        return tuple(values)

    def value(self) -> Value:
        if self.here.text.lower() in _SIDES and self.here.kind == "word":
            return self._period()
        kind, lowered = self.here.kind, self.here.text.lower()
        if kind in ("symbol", "end") or (kind == "word" and lowered in NEVER_VALUES):
            raise self.unexpected(_("A value belongs here; put a text in double quotes."))
        token = self._take()
        if kind == "number":
            return self._shift(token) or self._number(token)
        if kind == "day":
            return Day(day_from(token.text, token.position))
        if kind == "moment":
            return Moment(moment_from(token.text, token.position))
        if kind == "id":
            return Id(int(token.text[1:]))
        return Text(token.text) if kind == "text" else Word(token.text)

    def _number(self, token: Token) -> Number:
        number = Decimal(token.text)
        code = self.here.text
        if self.here.kind == "word" and len(code) == 3 and code.isascii() and code.isupper() and code != "AND":
            return Number(number, self._take().text)
        return Number(number)

    def _shift(self, token: Token) -> Shift | None:
        """The rest of `90 days ago` or `2 weeks from now`, if this is one."""
        unit = UNITS.get(self.here.text.lower())
        if unit is None or not token.text.isdecimal():
            return None
        self._at += 1
        if self._word("ago"):
            return Shift(int(token.text), unit, ahead=False)
        if self._word("from", "now"):
            return Shift(int(token.text), unit, ahead=True)
        raise self.unexpected(_("A day is counted like this: 30 days ago, 2 weeks from now. A span: in last 30 days."))

    def _period(self) -> Period:
        side = _SIDES[self._take().text.lower()]
        count = None
        if self.here.kind == "number" and self.here.text.isdecimal() and side is not Side.THIS:
            count = int(self._take().text)
        unit = UNITS.get(self.here.text.lower())
        if unit is None:
            raise self.unexpected(_("A span of time reads: last 90 days, next 2 weeks, this month, last year."))
        self._at += 1
        return Period(side, unit, count)


def day_from(text: str, position: int | None = None) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise FilterError(
            _('There is no day "%(day)s" in the calendar.') % {"day": shortened(text)}, position
        ) from None


def moment_from(text: str, position: int | None = None) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    offset = moment.utcoffset() if moment else None
    if moment is None or (offset and offset.seconds % 60):
        said = _('"%(moment)s" is no point in time; one reads 2026-01-31T14:30.') % {"moment": shortened(text)}
        raise FilterError(said, position)
    return moment
