"""A tree with its types into a function of a record's values. What does not fit is said with its place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from goodwill.kernel.text import fold
from goodwill.records.custom.formula.errors import FormulaError
from goodwill.records.custom.formula.functions import FUNCTIONS, SPECIAL
from goodwill.records.custom.formula.parser import parse
from goodwill.records.custom.formula.spreadsheet import INSTEAD
from goodwill.records.custom.formula.tree import Binary, Call, Literal, Name, Node, Unary
from goodwill.records.custom.formula.values import (
    DATE,
    NOTHING,
    NUMBER,
    TEXT,
    YES_NO,
    Type,
    arithmetic,
    compared,
    distance,
    is_dated,
    is_money,
    is_numeric,
    joined,
    moved,
    united,
)
from goodwill.records.filter.errors import did_you_mean

Values = Mapping[str, Any]
Run = Callable[[Values], Any]
TODAY = "today()"
"""The key under which the values hold the present day."""


@dataclass(frozen=True)
class Formula:
    """`run` takes the values by field name, and `TODAY` where `is_dated`; `uses` are the fields that it looks at."""

    type: Type
    run: Run
    uses: frozenset[str]
    needs_today: bool


@dataclass(frozen=True)
class _Typed:
    type: Type
    run: Run
    node: Node


def compile_formula(text: str, fields: Mapping[str, Type]) -> Formula:
    """`fields` are the values that there are, by name. Raises FormulaError."""
    compiler = _Compiler(fields)
    found = compiler.typed(parse(text))
    if found.type == NOTHING:
        raise FormulaError(_("This is always empty."), 0, len(text))
    return Formula(found.type, found.run, frozenset(compiler.uses), compiler.needs_today)


@dataclass
class _Compiler:
    fields: Mapping[str, Type]
    uses: set[str] = field(default_factory=set)
    needs_today: bool = False

    def typed(self, node: Node) -> _Typed:
        match node:
            case Literal(value=value):
                return _Typed(_type_of(value), lambda values: value, node)
            case Name(name=name):
                return self._name(node, name)
            case Unary(operator=operator, item=item):
                return _unary(node, operator, self.typed(item))
            case Binary(operator=operator, left=left, right=right):
                return _binary(node, operator, self.typed(left), self.typed(right))
            case Call():
                return self._call(node)
        raise FormulaError(_("This cannot be computed."), node.at)

    def _name(self, node: Node, name: str) -> _Typed:
        known = self.fields.get(name)
        if known is None:
            said = _("There is no field “%s” to compute with.") % name[:60] + _nearest(name, self.fields)
            raise FormulaError(said, node.at, node.to - node.at)
        self.uses.add(name)
        return _Typed(known, lambda values: values.get(name), node)

    def _call(self, call: Call) -> _Typed:
        arguments = [self.typed(item) for item in call.arguments]
        if call.name == "today":
            _count(call, 0, 0)
            self.needs_today = True
            return _Typed(DATE, lambda values: values[TODAY], call)
        if call.name == "if":
            return _if(call, arguments)
        if call.name == "or_else":
            return _or_else(call, arguments)
        return _function(call, arguments)


def _type_of(value: Any) -> Type:
    match value:
        case None:
            return NOTHING
        case bool():
            return YES_NO
        case Decimal():
            return NUMBER
        case date():
            return DATE
    return TEXT


def _read_as(found: _Typed, other: Type) -> _Typed:
    """A text that was written beside a value of another kind: a day in quotes, or "" for nothing."""
    text = found.node.value if isinstance(found.node, Literal) and found.type == TEXT and other != TEXT else None
    if text == "":
        return _Typed(NOTHING, lambda values: None, found.node)
    if text and is_dated(other) and (day := _day_of(str(text))):
        return _Typed(DATE, lambda values: day, found.node)
    return found


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _nearest(name: str, fields: Mapping[str, Type]) -> str:
    """Fields are called by their labels where these are known."""
    labels = getattr(fields, "shown", None) or {one: one for one in fields}
    near = get_close_matches(fold(name), labels, n=3, cutoff=0.6)
    if near:
        return " " + _("Did you mean %(names)s?") % {"names": " / ".join(labels[one] for one in near)}
    return did_you_mean(name, labels.values())


def _unary(node: Node, operator: str, item: _Typed) -> _Typed:
    run = item.run
    if operator == "not":
        _want(item, item.type == YES_NO, _("yes or no"))
        return _Typed(YES_NO, lambda values: not run(values), node)
    _want(item, is_numeric(item.type), _("a number"))
    return _Typed(item.type, lambda values: None if (value := run(values)) is None else -value, node)


def _binary(node: Node, operator: str, left: _Typed, right: _Typed) -> _Typed:
    one, other = left.run, right.run
    if operator in ("and", "or"):
        for side in (left, right):
            _want(side, side.type == YES_NO, _("yes or no"))
        if operator == "and":
            return _Typed(YES_NO, lambda values: bool(one(values)) and bool(other(values)), node)
        return _Typed(YES_NO, lambda values: bool(one(values)) or bool(other(values)), node)
    if operator == "&":
        return _Typed(TEXT, lambda values: joined(one(values), other(values)), node)
    if operator in ("=", "!=", "<", "<=", ">", ">="):
        left, right = _read_as(left, right.type), _read_as(right, left.type)
        one, other = left.run, right.run
        if united(left.type, right.type) is None:
            raise _unlike(node, left, right, _("%(left)s cannot be compared with %(right)s."))
        return _Typed(YES_NO, lambda values: compared(operator, one(values), other(values)), node)
    return _reckoned(node, operator, left, right)


def _reckoned(node: Node, operator: str, left: _Typed, right: _Typed) -> _Typed:
    one, other = left.run, right.run
    if is_dated(left.type) and right.type == NUMBER and operator in "+-":
        sign = 1 if operator == "+" else -1
        return _Typed(left.type, lambda values: moved(one(values), other(values), sign), node)
    if is_dated(left.type) and left.type == right.type and operator == "-":
        return _Typed(NUMBER, lambda values: distance(one(values), other(values)), node)
    if left.type == TEXT and right.type == TEXT and operator == "+":
        return _Typed(TEXT, lambda values: joined(one(values), other(values)), node)
    becomes = _numeric_type(operator, left.type, right.type)
    if becomes is None:
        raise _unlike(node, left, right, _("%(operator)s does not go with %(left)s and %(right)s."), operator)
    return _Typed(becomes, lambda values: arithmetic(operator, one(values), other(values)), node)


def _numeric_type(operator: str, left: Type, right: Type) -> Type | None:
    """Amounts are added to amounts, multiplied by numbers, and divided by either."""
    if not (is_numeric(left) and is_numeric(right)):
        return None
    if operator in "+-":
        return united(left, right)
    if operator == "*":
        return None if is_money(left) and is_money(right) else left if is_money(left) else right
    if is_money(right):
        return NUMBER if left == right else None
    return left


def _if(call: Call, arguments: list[_Typed]) -> _Typed:
    _count(call, 2, 3)
    condition, then, *others = arguments
    otherwise = others[0] if others else _Typed(NOTHING, lambda values: None, call)
    _want(condition, condition.type == YES_NO, _("yes or no"))
    then, otherwise = _read_as(then, otherwise.type), _read_as(otherwise, then.type)
    becomes = united(then.type, otherwise.type)
    if becomes is None:
        raise _unlike(call, then, otherwise, _("Both values have to be of one kind, not %(left)s and %(right)s."))
    ask, one, other = condition.run, then.run, otherwise.run
    return _Typed(becomes, lambda values: one(values) if ask(values) else other(values), call)


def _or_else(call: Call, arguments: list[_Typed]) -> _Typed:
    _count(call, 2, 2)
    first, second = arguments
    second = _read_as(second, first.type)
    becomes = united(first.type, second.type)
    if becomes is None:
        raise _unlike(call, first, second, _("Both values have to be of one kind, not %(left)s and %(right)s."))
    one, other = first.run, second.run
    return _Typed(becomes, lambda values: other(values) if (value := one(values)) in (None, "") else value, call)


def _function(call: Call, arguments: list[_Typed]) -> _Typed:
    known = FUNCTIONS.get(call.name)
    if known is None:
        instead = INSTEAD.get(call.name)
        said = _("There is no function “%s”.") % call.name[:40]
        said += f" {instead}" if instead else did_you_mean(call.name, [*SPECIAL, *FUNCTIONS])
        raise FormulaError(said, call.at, len(call.name))
    _count(call, len(known.takes) - known.optional, 20 if known.many else len(known.takes))
    takes = [*known.takes, *([known.takes[-1]] * len(arguments))]
    for argument, fits in zip(arguments, takes, strict=False):
        if not fits(argument.type):
            said = _("%(shape)s does not take %(type)s here.")
            said %= {"shape": known.shape, "type": _words(argument.type)}
            raise FormulaError(said, argument.node.at, argument.node.to - argument.node.at)
    if known.many and any(argument.type != arguments[0].type for argument in arguments):
        raise _unlike(call, arguments[0], arguments[-1], _("All values have to be of one kind."))
    runs, run, takes_empty = [argument.run for argument in arguments], known.run, known.takes_empty

    def called(values: Values) -> Any:
        given = [one(values) for one in runs]
        if any(value is None for value in given) and not takes_empty:
            return None
        try:
            return run(*(["" if value is None else value for value in given] if takes_empty else given))
        except (ArithmeticError, ValueError):
            return None

    return _Typed(known.gives or arguments[0].type, called, call)


def _count(call: Call, least: int, most: int) -> None:
    if not least <= len(call.arguments) <= most:
        shape = FUNCTIONS[call.name].shape if call.name in FUNCTIONS else SPECIAL[call.name][0]
        raise FormulaError(_("It reads %s.") % shape, call.at, call.to - call.at)


def _want(found: _Typed, fits: bool, wanted: str) -> None:
    if not fits and found.type != NOTHING:
        said = _("Here belongs %(wanted)s, and this is %(found)s.")
        said %= {"wanted": wanted, "found": _words(found.type)}
        raise FormulaError(said, found.node.at, found.node.to - found.node.at)


def _unlike(node: Node, left: _Typed, right: _Typed, sentence: str, operator: str = "") -> FormulaError:
    said = sentence % {"left": _words(left.type), "right": _words(right.type), "operator": operator}
    if TEXT in (left.type, right.type) and (is_dated(left.type) or is_dated(right.type)):
        said += " " + _("A day is written without quotes: 2026-01-31.")
    return FormulaError(said[:1].upper() + said[1:], node.at, node.to - node.at)


def _words(type: Type) -> str:
    if is_money(type):
        return _("an amount in %s") % type.unit
    return {
        "number": _("a number"),
        "text": _("a text"),
        "date": _("a date"),
        "moment": _("a date with its time"),
        "yes_no": _("yes or no"),
    }.get(type.name, _("nothing"))
