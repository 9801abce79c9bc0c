"""The tree back into its text; reading that text gives the same tree."""

from types import UnionType

from goodwill.records.filter.lexer import quoted
from goodwill.records.filter.operators import Operator, Takes, takes
from goodwill.records.filter.tree import (
    And,
    Comparison,
    Day,
    Filter,
    Id,
    Moment,
    Not,
    Number,
    Or,
    Search,
    Shift,
    Text,
    Unit,
    Value,
    Word,
)


def to_text(filter: Filter) -> str:
    return "" if filter == And() else _printed(filter)


def _printed(filter: Filter) -> str:
    if isinstance(filter, Comparison):
        return _comparison(filter)
    if isinstance(filter, Search):
        return quoted(filter.text)
    if isinstance(filter, Not):
        return f"not {_bracketed(filter.item, And | Or)}"
    if isinstance(filter, Or):
        return " or ".join(_printed(item) for item in filter.items)
    return " and ".join(_bracketed(item, Or) for item in filter.items) or "everything"


def _bracketed(filter: Filter, looser: type | UnionType) -> str:
    loose = isinstance(filter, looser) and filter != And()
    return f"({_printed(filter)})" if loose else _printed(filter)


def _comparison(comparison: Comparison) -> str:
    head = f"{'.'.join(comparison.path)} {comparison.operator}"
    values = [value_text(value) for value in comparison.values]
    if comparison.operator is Operator.WITHIN:
        return f"{head} {values[0]} km of {values[1]}"
    match takes(comparison.operator):
        case Takes.NOTHING:
            return head
        case Takes.TWO:
            return f"{head} {values[0]} and {values[1]}"
        case Takes.MANY:
            return f"{head} ({', '.join(values)})"
    return f"{head} {values[0]}"


def value_text(value: Value) -> str:
    match value:
        case Text(text):
            return quoted(text)
        case Word(word):
            return word
        case Number(number, currency):
            return f"{number:f} {currency}".rstrip()
        case Day(day):
            return day.isoformat()
        case Moment(moment):
            return moment.isoformat()
        case Id(id):
            return f"#{id}"
        case Shift(count, unit, ahead):
            return f"{_counted(count, unit)} {'from now' if ahead else 'ago'}"
    return f"{value.side} {_counted(value.count, value.unit)}"


def _counted(count: int | None, unit: Unit) -> str:
    if count is None:
        return str(unit)[:-1]
    return f"{count} {str(unit)[:-1] if count == 1 else unit}"
