"""One written value, as the kind of its field wants it. Each function returns the value in its one proper form."""

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal

from babel.numbers import get_currency_precision
from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Profile, Team, User
from goodwill.kernel.text import digits, fold
from goodwill.kernel.times import time_of_day
from goodwill.kernel.towns import Point, find_town
from goodwill.records.fields import Field, Kind
from goodwill.records.filter.errors import FilterError, did_you_mean, shortened
from goodwill.records.filter.lexer import speakable
from goodwill.records.filter.operators import Operator
from goodwill.records.filter.parser import NEVER_VALUES
from goodwill.records.filter.periods import MOST
from goodwill.records.filter.printer import value_text
from goodwill.records.filter.tree import Day, Id, Moment, Number, Period, Shift, Text, Value, Word
from goodwill.records.places import town_of_ours

MAX_TEXT = 500
MOST_KM = 20_000
MAX_STORED = 2**63 - 1
YEARS = range(1000, 9000)
_YES_NO = {"yes": "yes", "true": "yes", "no": "no", "false": "no"}
_NEAR_DAYS = {"today", "yesterday", "tomorrow"}
_ORDERING = {Operator.BEFORE, Operator.UNTIL, Operator.AFTER, Operator.SINCE, Operator.BETWEEN}


def proper_value(value: Value, operator: Operator, field: Field) -> Value:
    """The value in the form in which this field compares it; raises FilterError when it cannot be compared."""
    return _READERS[field.kind](value, operator, field)


def worded(text: str) -> Value:
    """A bare word where the text can stand without quotes."""
    plain = text.isascii() and text.isidentifier() and text.lower() not in NEVER_VALUES
    return Word(text) if plain else Text(text)


def _wrong(field: Field, value: Value, wanted: str) -> FilterError:
    said = _("%(field)s cannot be compared with %(value)s.") % {
        "field": field.label,
        "value": shortened(value_text(value)),
    }
    return FilterError(f"{said} {wanted}")


def _said(value: Value) -> str | None:
    if isinstance(value, Text):
        return value.text
    return value.word if isinstance(value, Word) else None


def _text(value: Value, operator: Operator, field: Field) -> Value:
    text = _said(value)
    if text is None:
        raise _wrong(field, value, _("Put the text in double quotes."))
    if len(text) > MAX_TEXT or not speakable(text):
        raise _wrong(field, value, _("It is too long, or has signs that no text has."))
    if not fold(text):
        raise _wrong(field, value, _('There is nothing to look for in it; for no text at all there is "is empty".'))
    return Text(text)


def _phone(value: Value, operator: Operator, field: Field) -> Value:
    text = _text(value, operator, field)
    if isinstance(text, Text) and not digits(text.text).strip("0"):
        raise _wrong(field, value, _("A phone number is compared by its digits."))
    return text


def _place(value: Value, operator: Operator, field: Field) -> Value:
    """A text like any other; for `within` a distance, and a town that is known or the point itself."""
    if operator is not Operator.WITHIN:
        return _text(value, operator, field)
    if not field.located:
        raise _wrong(field, value, _("It is known by name only."))
    if isinstance(value, Number):
        if value.currency or not 0 < value.number <= MOST_KM:
            raise _wrong(field, value, _("A distance is a number of kilometres, at most %d.") % MOST_KM)
        return value
    return _text(value, operator, field)


def check_place(value: Value, field: Field, actor: Actor) -> None:
    """Raises FilterError where nobody knows such a town."""
    if isinstance(value, Text) and point_of(value.text, actor) is None:
        raise unknown_town(field, value)


def unknown_town(field: Field, value: Value) -> FilterError:
    return _wrong(field, value, _("No town of this name is known: write a larger one near it, or “52.09, 5.12”."))


def point_of(text: str, actor: Actor) -> Point | None:
    """A point by its latitude and longitude, or that of a town: of the table, else of our own addresses."""
    north, comma, east = text.partition(",")
    with suppress(ValueError):
        point = Point(float(north), float(east)) if comma else None
        if point and abs(point.latitude) <= 90 and abs(point.longitude) <= 180:
            return point
    return find_town(text, Profile.current().country) or town_of_ours(text, actor)


def _number(value: Value, operator: Operator, field: Field) -> Value:
    if not isinstance(value, Number):
        raise _wrong(field, value, _("A number belongs here."))
    if value.currency and not (field.kind is Kind.MONEY and field.currency):
        raise _wrong(field, value, _("It has no currency."))
    places = decimal_places(value, field, Profile.current().currency)
    if places is not None and -int(value.number.normalize().as_tuple().exponent) > places:
        raise _wrong(field, value, _("It has at most %(places)s decimal places.") % {"places": places})
    if abs(value.number) > Decimal(MAX_STORED).scaleb(-(places or 0)):
        raise _wrong(field, value, _("The number is too large."))
    return value


def _yes_no(value: Value, operator: Operator, field: Field) -> Value:
    word = _YES_NO.get((_said(value) or "").lower())
    if word is None:
        raise _wrong(field, value, _("Possible: yes, no."))
    return Word(word)


def _date(value: Value, operator: Operator, field: Field) -> Value:
    said = (_said(value) or "").lower()
    if said in _NEAR_DAYS:
        return Word(said)
    if isinstance(value, Shift | Period):
        if (value.count or 0) > MOST[value.unit]:
            raise _wrong(field, value, _("Time is counted over 100 years at most."))
        return value
    if isinstance(value, Day) and value.day.year in YEARS:
        return value
    if isinstance(value, Moment) and value.moment.year in YEARS:
        if field.kind is Kind.MOMENT and operator in _ORDERING:
            return value
        raise _wrong(field, value, _("It is compared with whole days: write the day alone."))
    raise _wrong(field, value, _("A day reads 2026-01-31, today, 30 days ago; a span: in last 30 days, in this month."))


def _time(value: Value, operator: Operator, field: Field) -> Value:
    said = time_of_day(_said(value) or "")
    if not said:
        raise _wrong(field, value, _('A time of the day belongs here, in double quotes: "14:30".'))
    return Text(said)


def _choice(value: Value, operator: Operator, field: Field) -> Value:
    said = _said(value)
    options = field.options()
    if said is None or len(said) > MAX_TEXT:
        raise _wrong(field, value, did_you_mean("", (option.value for option in options)).strip())
    folded = fold(said)
    for option in options:
        if said == option.value or folded in (fold(option.value), fold(str(option.label))):
            return worded(option.value)
    raise _wrong(field, value, did_you_mean(said, (option.value for option in options)).strip())


def _code(value: Value, operator: Operator, field: Field) -> Value:
    if field.choices:
        return _choice(value, operator, field)
    said = _said(value)
    if said is None or not (2 <= len(said) <= 12) or not said.replace("-", "").isalnum() or not said.isascii():
        raise _wrong(field, value, _("Its short code belongs here: NO, DE for countries; nb, de for languages."))
    return worded(said.upper() if field.kind is Kind.COUNTRY else said.lower())


def _tag(value: Value, operator: Operator, field: Field) -> Value:
    return _text(value, operator, field)


def _user(value: Value, operator: Operator, field: Field) -> Value:
    if isinstance(value, Word) and value.word.lower() == "me":
        return Word("me")
    people = User.everything.order_by().values_list("pk", "name", "email")
    return _known_id(value, field, [(pk, (name, mail)) for pk, name, mail in people])


def _team(value: Value, operator: Operator, field: Field) -> Value:
    return _known_id(value, field, [(pk, (name,)) for pk, name in Team.everything.values_list("pk", "name")])


def _known_id(value: Value, field: Field, known: list[tuple[int, tuple[str, ...]]]) -> Value:
    """The id of whom a name (or a mail) means; two of one name are told apart by id only."""
    if isinstance(value, Id):
        return value
    said = _said(value)
    if said is None:
        raise _wrong(field, value, _("A name in double quotes belongs here, or an id like #7."))
    found = [pk for pk, names in known if fold(said) in map(fold, names)]
    if len(found) == 1:
        return Id(found[0])
    if found:
        raise _wrong(field, value, _("Several have this name: %(ids)s.") % {"ids": ", ".join(f"#{pk}" for pk in found)})
    raise _wrong(field, value, did_you_mean(said, (names[0] for _pk, names in known)).strip())


def _relation(value: Value, operator: Operator, field: Field) -> Value:
    if not isinstance(value, Id):
        raise _wrong(field, value, _("A name in double quotes belongs here, or an id like #7."))
    return value


def _nothing(value: Value, operator: Operator, field: Field) -> Value:
    raise _wrong(field, value, _('There is only "is empty" and "is not empty".'))


_READERS: dict[Kind, Callable[[Value, Operator, Field], Value]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.LINK: _text,
    Kind.MAIL: _text,
    Kind.PHONE: _phone,
    Kind.PLACE: _place,
    Kind.NUMBER: _number,
    Kind.MONEY: _number,
    Kind.PERCENT: _number,
    Kind.YES_NO: _yes_no,
    Kind.DATE: _date,
    Kind.MOMENT: _date,
    Kind.TIME: _time,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choice,
    Kind.COUNTRY: _code,
    Kind.LANGUAGE: _code,
    Kind.TAGS: _tag,
    Kind.USER: _user,
    Kind.TEAM: _team,
    Kind.RELATION: _relation,
    Kind.FILE: _nothing,
    Kind.JSON: _nothing,
}


def decimal_places(value: Number, field: Field, home_currency: str) -> int | None:
    """How many decimal places the field's stored whole units stand for; None for a float."""
    if field.kind is Kind.MONEY:
        return get_currency_precision(value.currency or field.unit or home_currency)
    return field.scale


def stored_number(value: Number, field: Field, home_currency: str) -> int | float:
    """As the column holds it: in whole units, or a float where the field says so."""
    places = decimal_places(value, field, home_currency)
    return float(value.number) if places is None else int(value.number.scaleb(places))
