"""From a checked comparison to the conditions that one of the field's values must meet."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from goodwill.kernel.phone import parse_phone
from goodwill.kernel.text import digits, fold
from goodwill.records.fields import TEXTUAL, Field, Kind
from goodwill.records.filter.conditions import (
    Among,
    Begins,
    Condition,
    Contains,
    Ends,
    InCurrency,
    Near,
    Present,
    Within,
)
from goodwill.records.filter.context import Context
from goodwill.records.filter.operands import point_of, stored_number, unknown_town
from goodwill.records.filter.operators import OPPOSITE, Operator
from goodwill.records.filter.periods import shifted, span
from goodwill.records.filter.tree import Comparison, Day, Id, Moment, Number, Period, Shift, Text, Value, Word

_ONE_DAY = timedelta(days=1)
_NEAR = {"yesterday": -_ONE_DAY, "today": timedelta(), "tomorrow": _ONE_DAY}


@dataclass(frozen=True)
class Term:
    """Each condition is met by one of the field's values; `negated` turns the answer round."""

    conditions: tuple[Condition, ...]
    negated: bool


def term_of(comparison: Comparison, field: Field, context: Context) -> Term:
    operator = OPPOSITE.get(comparison.operator, comparison.operator)
    negated = comparison.operator in OPPOSITE
    if operator is Operator.FILLED:
        return Term((Present(_holds_text(field)),), negated)
    values = comparison.values
    if operator is Operator.HAS_ALL:
        return Term(tuple(_among((value,), field, context) for value in values), negated)
    if field.kind is Kind.YES_NO:
        return Term((Among((True,)),), negated != (values == (Word("no"),)))
    return Term((_condition(operator, values, field, context),), negated)


def _holds_text(field: Field) -> bool:
    return field.kind in TEXTUAL or field.kind in (
        Kind.CHOICE, Kind.CHOICES, Kind.TAGS, Kind.COUNTRY, Kind.LANGUAGE, Kind.TIME
    )  # fmt: skip


def _condition(operator: Operator, values: tuple[Value, ...], field: Field, context: Context) -> Condition:
    if operator is Operator.MY_TEAM:
        return Among(context.teammates if field.kind is Kind.USER else tuple(sorted(context.actor.team_ids)))
    if operator is Operator.WITHIN:
        return _near(values, field, context)
    if field.kind in (Kind.DATE, Kind.MOMENT):
        return _days(operator, values, field, context)
    if operator in (Operator.IS, Operator.HAS, Operator.ANY, Operator.EQUAL) and field.kind is not Kind.MONEY:
        return _among(values, field, context)
    if field.kind in TEXTUAL:
        return _TEXT[operator](_part(values[0], field))
    if field.kind is Kind.TIME:
        return _time(operator, values)
    return _number(operator, values, field, context)


def _near(values: tuple[Value, ...], field: Field, context: Context) -> Near:
    far, name = values
    point = point_of(getattr(name, "text", ""), context.actor)
    assert isinstance(far, Number)
    if point is None:  # the last address of a town that no table knows went since this was checked
        raise unknown_town(field, name)
    own = field.many.point if field.many else None
    north, east = own or (f"north_{field.name}", f"east_{field.name}")
    return Near(north, east, *point, float(far.number))


_TEXT: dict[Operator, Callable[[str], Condition]] = {
    Operator.CONTAINS: Contains,
    Operator.STARTS: Begins,
    Operator.ENDS: Ends,
}


def _among(values: tuple[Value, ...], field: Field, context: Context) -> Among:
    found: list[Any] = []
    for value in values:
        found.extend(_equals(value, field, context))
    return Among(tuple(dict.fromkeys(found)))


def _equals(value: Value, field: Field, context: Context) -> tuple[Any, ...]:
    """The stored values that the written one is equal to."""
    if isinstance(value, Id):
        return (value.id,)
    if isinstance(value, Number):
        return (stored_number(value, field, context.currency),)
    if field.kind is Kind.USER:
        return context.me
    text = value.text if isinstance(value, Text) else getattr(value, "word", "")
    return (compared(text, field, context.country),)


def compared(text: str, field: Field, country: str) -> str:
    """A text as the field's `fold` column holds it: a phone as the digits of its international number."""
    if field.kind is Kind.PHONE:
        phone = parse_phone(text, country)
        return phone.e164[1:] if phone else digits(text)
    return fold(text) if field.kind in TEXTUAL or field.kind is Kind.TAGS else text


def _part(value: Value, field: Field) -> str:
    """A part of a text, or of a phone number: there the zeros before it are how one dials, not the number."""
    text = value.text if isinstance(value, Text) else ""
    return digits(text).lstrip("0") if field.kind is Kind.PHONE else fold(text)


def _number(operator: Operator, values: tuple[Value, ...], field: Field, context: Context) -> Condition:
    numbers = [value for value in values if isinstance(value, Number)]
    stored = [stored_number(number, field, context.currency) for number in numbers]
    condition: Condition
    if operator in (Operator.EQUAL, Operator.ANY):
        condition = Among(tuple(stored))
    elif operator is Operator.BETWEEN:
        condition = Within((("gte", stored[0]), ("lte", stored[1])))
    else:
        condition = Within(((_BOUNDS[operator], stored[0]),))
    if field.currency:
        return InCurrency(field.currency, numbers[0].currency or context.currency, condition)
    return condition


def _time(operator: Operator, values: tuple[Value, ...]) -> Condition:
    texts = [value.text for value in values if isinstance(value, Text)]
    if operator is Operator.BETWEEN:
        return Within((("gte", texts[0]), ("lte", texts[1])))
    return Within(((_EXACT[operator], texts[0]),))


def _days(operator: Operator, values: tuple[Value, ...], field: Field, context: Context) -> Condition:
    first, last = values[0], values[-1]
    if isinstance(first, Period):
        start, end = span(first, context.today, context.week_starts)
        return _from_until(start, end, field, context)
    if operator is Operator.ON:
        day = _day(first, context)
        return _from_until(day, day + _ONE_DAY, field, context)
    if operator is Operator.BETWEEN:
        return Within((_edge(Operator.SINCE, first, field, context), _edge(Operator.UNTIL, last, field, context)))
    return Within((_edge(operator, first, field, context),))


def _from_until(start: date, end: date, field: Field, context: Context) -> Within:
    return Within((("gte", _stored_day(start, field, context)), ("lt", _stored_day(end, field, context))))


def _edge(operator: Operator, value: Value, field: Field, context: Context) -> tuple[Any, Any]:
    if isinstance(value, Moment):
        moment = value.moment
        return _EXACT[operator], moment if moment.tzinfo else moment.replace(tzinfo=context.zone)
    day = _day(value, context)
    if operator in (Operator.AFTER, Operator.UNTIL):
        day += _ONE_DAY
    lookup = "gte" if operator in (Operator.AFTER, Operator.SINCE) else "lt"
    return lookup, _stored_day(day, field, context)


def _day(value: Value, context: Context) -> date:
    if isinstance(value, Day):
        return value.day
    if isinstance(value, Shift):
        return shifted(context.today, value)
    return context.today + _NEAR[getattr(value, "word", "today")]


def _stored_day(day: date, field: Field, context: Context) -> Any:
    return context.midnight(day) if field.kind is Kind.MOMENT else day


_BOUNDS: dict[Operator, Any] = {
    Operator.LESS: "lt",
    Operator.AT_MOST: "lte",
    Operator.MORE: "gt",
    Operator.AT_LEAST: "gte",
}
_EXACT: dict[Operator, Any] = {
    Operator.BEFORE: "lt",
    Operator.UNTIL: "lte",
    Operator.AFTER: "gt",
    Operator.SINCE: "gte",
}
