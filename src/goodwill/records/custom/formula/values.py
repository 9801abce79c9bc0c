"""Types of values in formulas, and what is made of them. Nothing stays nothing: empty + 1 is empty."""

from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation, Overflow, localcontext
from typing import Any, NamedTuple

from goodwill.kernel.text import fold

LONGEST = 2_000


class Type(NamedTuple):
    """number, money (with its currency), text, date, moment, yes_no or nothing."""

    name: str
    unit: str = ""


NUMBER, TEXT, DATE, MOMENT, YES_NO, NOTHING = map(Type, ("number", "text", "date", "moment", "yes_no", "nothing"))


def is_money(type: Type) -> bool:
    return type.name == "money"


def is_numeric(type: Type) -> bool:
    return type == NUMBER or is_money(type)


def is_dated(type: Type) -> bool:
    return type in (DATE, MOMENT)


def united(one: Type, other: Type) -> Type | None:
    """The type of what may be either; a plain number beside an amount is an amount."""
    if other in (one, NOTHING):
        return one
    if one == NOTHING:
        return other
    if is_money(one) and other == NUMBER:
        return one
    return other if is_money(other) and one == NUMBER else None


def arithmetic(operator: str, left: Any, right: Any) -> Any:
    """Of two numbers; nothing where there is no answer."""
    if left is None or right is None or (operator == "/" and right == 0):
        return None
    try:
        with localcontext() as context:
            context.prec = 34
            match operator:
                case "+":
                    return left + right
                case "-":
                    return left - right
                case "*":
                    return left * right
            return left / right
    except (InvalidOperation, Overflow):
        return None


def moved(day: Any, number: Any, sign: int) -> Any:
    if day is None or number is None:
        return None
    try:
        return day + timedelta(days=sign * (int(number) if not isinstance(day, datetime) else float(number)))
    except (OverflowError, ValueError):
        return None


def distance(left: Any, right: Any) -> Any:
    """In days."""
    if left is None or right is None:
        return None
    apart: timedelta = left - right
    return Decimal(apart.days) if apart.seconds == 0 else Decimal(str(round(apart.total_seconds() / 86400, 6)))


def joined(left: Any, right: Any) -> str:
    return (worded(left) + worded(right))[:LONGEST]


def worded(value: Any) -> str:
    """A value as a part of a text."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Decimal():
            plain = f"{value:f}"
            return plain.rstrip("0").rstrip(".") if "." in plain else plain
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M")
        case date():
            return value.isoformat()
    return str(value)


def compared(operator: str, left: Any, right: Any) -> bool:
    """Empty equals empty and nothing else, and is neither more nor less than anything; texts compare folded."""
    if isinstance(left, str) or isinstance(right, str):
        left, right = (None if value in (None, "") else fold(str(value)) for value in (left, right))
    if operator in ("=", "!="):
        return bool((left == right) == (operator == "="))
    if left is None or right is None:
        return False
    less, equal = left < right, left == right
    return bool({"<": less, "<=": less or equal, ">": not less and not equal, ">=": not less}[operator])
