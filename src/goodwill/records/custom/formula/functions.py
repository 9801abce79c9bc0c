"""The functions of formulas: what each takes and gives. `same` stands for the type of the first argument."""

import calendar
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from goodwill.kernel.text import fold
from goodwill.records.custom.formula.values import (
    DATE,
    LONGEST,
    NUMBER,
    TEXT,
    YES_NO,
    Type,
    is_dated,
    is_numeric,
    worded,
)
from goodwill.records.fields import Words

Takes = Callable[[Type], bool]
SMALLEST = Decimal(1).scaleb(-9)


@dataclass(frozen=True)
class Function:
    """`takes` are its arguments, of which the last `optional` may be missing; `many` lets the last one come again."""

    name: str
    shape: str
    hint: Words
    takes: Sequence[Takes]
    gives: Type | None
    run: Callable[..., Any]
    optional: int = 0
    many: bool = False
    takes_empty: bool = False
    """Whether it is asked with empty arguments, too; otherwise nothing comes of nothing."""


def _text(type: Type) -> bool:
    return type == TEXT


def _number(type: Type) -> bool:
    return type == NUMBER


def _any(type: Type) -> bool:
    return True


def _ordered(type: Type) -> bool:
    return is_numeric(type) or is_dated(type)


def _round(value: Decimal, places: Decimal = Decimal(0)) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-max(-9, min(9, int(places)))), ROUND_HALF_UP)


def _months_later(day: Any, months: Decimal) -> Any:
    """The same day of another month, or its last one."""
    place = day.year * 12 + day.month - 1 + int(months)
    year, month = place // 12, place % 12 + 1
    if not 1 <= year <= 9999:
        return None
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


def _years(start: Any, end: Any) -> Decimal:
    """Whole years that passed, as one counts an age."""
    return Decimal(end.year - start.year - ((end.month, end.day) < (start.month, start.day)))


def _make_day(year: Decimal, month: Decimal, day: Decimal) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except (ValueError, OverflowError):
        return None


def _days(start: Any, end: Any) -> Decimal:
    return Decimal((_as_day(end) - _as_day(start)).days)


def _as_day(value: Any) -> date:
    return value.date() if isinstance(value, datetime) else value


def _as_number(text: str) -> Decimal | None:
    """With as many places as a number of a formula may have: 1e-999999999 would be a gigabyte of text."""
    try:
        found = Decimal(text.strip())
        return found.quantize(SMALLEST) if found.is_finite() and abs(found) < 10**15 else None
    except ArithmeticError:
        return None


def _replaced(text: str, old: str, new: str) -> str:
    """No more often than makes a whole answer, so that a long text grows no further."""
    return text.replace(old, new, LONGEST // max(len(new), 1) + 1 if len(new) > len(old) else -1)[:LONGEST]


FUNCTIONS = {
    one.name: one
    for one in (
        Function("round", "round(number, places)", _("Rounded, half up"), (is_numeric, _number), None, _round, 1),
        Function("floor", "floor(number)", _("Down to a whole number"), (is_numeric,), None,
                 lambda value: value.to_integral_value(ROUND_FLOOR)),
        Function("ceiling", "ceiling(number)", _("Up to a whole number"), (is_numeric,), None,
                 lambda value: value.to_integral_value(ROUND_CEILING)),
        Function("abs", "abs(number)", _("Without its sign"), (is_numeric,), None, abs),
        Function("min", "min(a, b, …)", _("The least"), (_ordered,), None, min, many=True),
        Function("max", "max(a, b, …)", _("The most"), (_ordered,), None, max, many=True),
        Function("mod", "mod(number, by)", _("What is left when it is divided"), (_number, _number), NUMBER,
                 lambda value, by: value - by * (value / by).to_integral_value(ROUND_FLOOR)),
        Function("len", "len(text)", _("How many characters"), (_text,), NUMBER, lambda text: Decimal(len(text))),
        Function("upper", "upper(text)", _("In capitals"), (_text,), TEXT, str.upper),
        Function("lower", "lower(text)", _("In small letters"), (_text,), TEXT, str.lower),
        Function("trim", "trim(text)", _("Without spaces around it"), (_text,), TEXT, str.strip),
        Function("left", "left(text, number)", _("Its first characters"), (_text, _number), TEXT,
                 lambda text, count: text[: max(0, int(count))]),
        Function("mid", "mid(text, from, number)", _("Some characters of it, the first is 1"),
                 (_text, _number, _number), TEXT,
                 lambda text, at, count: text[max(0, int(at) - 1) : max(0, int(at) - 1 + int(count))]),
        Function("right", "right(text, number)", _("Its last characters"), (_text, _number), TEXT,
                 lambda text, count: text[-int(count) :] if count >= 1 else ""),
        Function("replace", "replace(text, old, new)", _("With a part exchanged"), (_text, _text, _text), TEXT,
                 lambda text, old, new: _replaced(text, old, new) if old else text, takes_empty=True),
        Function("contains", "contains(text, part)", _("Whether a part stands in it"), (_text, _text), YES_NO,
                 lambda text, part: fold(part) in fold(text)),
        Function("text", "text(value)", _("As text"), (_any,), TEXT, worded),
        Function("number", "number(text)", _("A text as a number"), (_text,), NUMBER, _as_number),
        Function("year", "year(date)", _("The year"), (is_dated,), NUMBER, lambda day: Decimal(day.year)),
        Function("month", "month(date)", _("The month, 1 to 12"), (is_dated,), NUMBER, lambda day: Decimal(day.month)),
        Function("day", "day(date)", _("The day of the month"), (is_dated,), NUMBER, lambda day: Decimal(day.day)),
        Function("weekday", "weekday(date)", _("1 for Monday to 7"), (is_dated,), NUMBER,
                 lambda day: Decimal(day.isoweekday())),
        Function("date", "date(year, month, day)", _("A day"), (_number, _number, _number), DATE, _make_day),
        Function("months_later", "months_later(date, number)", _("The same day of another month"),
                 (is_dated, _number), None, _months_later),
        Function("days", "days(from, to)", _("How many days apart"), (is_dated, is_dated), NUMBER, _days),
        Function("years", "years(from, to)", _("Whole years, as an age"), (is_dated, is_dated), NUMBER, _years),
        Function("is_empty", "is_empty(value)", _("Whether nothing is there"), (_any,), YES_NO,
                 lambda value: value in (None, ""), takes_empty=True),
    )
}  # fmt: skip
SPECIAL = {
    "if": ("if(condition, value, otherwise)", _("One value or the other; nothing without the last")),
    "or_else": ("or_else(value, otherwise)", _("Another value where nothing is there")),
    "today": ("today()", _("The present day; brought up to date each night")),
}
