"""Numbers, dates and times as people of a language and country write them.

The tables are CLDR's, by babel, which is imported when a locale is first needed; what it says is then kept as small
formatters of our own, several times faster than asking it for each cell. Tests hold the two equal.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from babel import Locale

Length = Literal["short", "medium", "long", "full"]
Moment = date | time
Part = Callable[[Any], str]

_FIELDS = re.compile(r"'((?:[^']|'')*)'|(([A-Za-z])\3*)|([^A-Za-z']+)")
_DASHES = "‐‑–−"


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How a locale writes numbers with the digits 0 to 9."""

    decimal: str
    group: str
    primary: int
    secondary: int
    minus: str

    def grouped(self, whole: str) -> str:
        """`whole` has digits only."""
        if len(whole) <= self.primary or not self.primary:
            return whole
        if self.primary == self.secondary == 3:
            return f"{int(whole):,}".replace(",", self.group)
        parts = [whole[-self.primary :]]
        rest = whole[: -self.primary]
        while rest:
            parts.append(rest[-self.secondary :])
            rest = rest[: -self.secondary]
        return self.group.join(reversed(parts))

    def scaled(self, number: int, exponent: int) -> str:
        """A whole number, not negative, of which the last `exponent` digits are decimals."""
        digits = str(number)
        if not exponent:
            return self.grouped(digits)
        digits = digits.zfill(exponent + 1)
        return f"{self.grouped(digits[:-exponent])}{self.decimal}{digits[-exponent:]}"


@cache
def locale_of(code: str) -> "Locale":
    """The nearest locale for a code in any spelling (pt-br, zh-hant-tw, en_DE); English if there is none."""
    from babel import Locale, UnknownLocaleError

    parts = code.replace("-", "_").split("_")
    while parts:
        try:
            return Locale.parse("_".join(parts))
        except (UnknownLocaleError, ValueError):
            parts.pop()
    return Locale("en")


@cache
def number_style(code: str) -> NumberStyle:
    locale = locale_of(code)
    symbols = locale.number_symbols["latn"]
    primary, secondary = locale.decimal_formats[None].grouping
    return NumberStyle(symbols["decimal"], symbols["group"], primary, secondary, symbols["minusSign"])


def format_number(value: float | Decimal, code: str, decimals: int | None = None) -> str:
    """With this many decimals, rounded half to even; without a number of them, as many as it has, at most six."""
    style = number_style(code)
    if isinstance(value, int) and not decimals:
        return (style.minus if value < 0 else "") + style.scaled(abs(value), 0)
    number = Decimal(str(value))
    if not number.is_finite():
        return str(value)
    shown = f"{number:.{6 if decimals is None else decimals}f}"
    whole, _point, part = shown.lstrip("-").partition(".")
    if decimals is None:
        part = part.rstrip("0")
    negative = shown.startswith("-") and shown.strip("-0.")
    text = style.grouped(whole) + (style.decimal + part if part else "")
    return (style.minus if negative else "") + text


def format_percent(share: float | Decimal, code: str, decimals: int = 0) -> str:
    """0.256 as 26 %, with the sign where the locale puts it."""
    before, after = _percent_sign(code)
    return f"{before}{format_number(Decimal(str(share)) * 100, code, decimals)}{after}"


def parse_number(text: str, code: str) -> Decimal | None:
    """What a person of this locale means by it; None if that is not a number or cannot be told."""
    from goodwill.kernel.numerals import read_decimal

    return read_decimal(text, decimal=number_style(code).decimal)


def format_date(value: date, code: str, length: Length = "medium") -> str:
    return _date_format(code, length)(value)


def format_time(value: time | datetime, code: str) -> str:
    return _time_format(code)(value)


def format_datetime(value: datetime, code: str, zone: str = "UTC", length: Length = "medium") -> str:
    """In this time zone; the day and the minute, joined as the locale joins them."""
    local = value.astimezone(zone_of(zone))
    joined = _joined(code, length)
    return joined.format(_time_format(code)(local), _date_format(code, length)(local))


@lru_cache(maxsize=2048)
def format_span(seconds: int, code: str) -> str:
    """A time that has passed or will: 5 minutes ago, in 3 days. `seconds` are negative for the past."""
    from babel.dates import format_timedelta

    return format_timedelta(timedelta(seconds=seconds), add_direction=True, locale=locale_of(code), threshold=1)


def first_weekday(code: str) -> int:
    """Monday is 0."""
    return locale_of(code).first_week_day


@cache
def country_names(code: str) -> dict[str, str]:
    """ISO code to name, in the order of the names."""
    from goodwill.kernel.countries import territories
    from goodwill.kernel.text import sort_key

    names = territories(code)
    return dict(sorted(names.items(), key=lambda item: sort_key(item[1])))


@cache
def language_names(code: str) -> dict[str, str]:
    """Language code to name, in the order of the names."""
    from goodwill.kernel.text import sort_key

    return dict(sorted(locale_of(code).languages.items(), key=lambda item: sort_key(item[1])))


@cache
def zone_of(name: str) -> ZoneInfo:
    """UTC for a name that there is not."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


@cache
def _percent_sign(code: str) -> tuple[str, str]:
    pattern = locale_of(code).percent_formats[None]
    sign = locale_of(code).number_symbols["latn"]["percentSign"]
    return pattern.prefix[0].replace("%", sign), pattern.suffix[0].replace("%", sign)


@cache
def _joined(code: str, length: Length) -> str:
    """{0} is the time and {1} the date."""
    return str(locale_of(code).datetime_formats[length]).replace("'", "")


@cache
def _date_format(code: str, length: Length) -> Part:
    locale = locale_of(code)
    fast = _compiled(locale.date_formats[length].pattern, locale)
    if fast:
        return fast
    from babel.dates import format_date as slow

    return lambda value: slow(value, length, locale)


@cache
def _time_format(code: str) -> Part:
    locale = locale_of(code)
    fast = _compiled(locale.time_formats["short"].pattern, locale)
    if fast:
        return fast
    from babel.dates import format_time as slow

    return lambda value: slow(value, "short", None, locale)


def _compiled(pattern: str, locale: "Locale") -> Part | None:
    """The pattern as a list of small functions; None if it has a field that is rare."""
    parts: list[Part] = []
    for quoted, field, _letter, literal in _FIELDS.findall(pattern):
        if field:
            part = _field(field, locale)
            if part is None:
                return None
            parts.append(part)
        else:
            parts.append(_literal(quoted.replace("''", "'") or literal or "'"))
    return lambda value: "".join([part(value) for part in parts])


def _literal(text: str) -> Part:
    return lambda _value: text


def _field(field: str, locale: "Locale") -> Part | None:
    if field in ("MMM", "MMMM", "LLL", "LLLL"):
        names = locale.months["format" if field[0] == "M" else "stand-alone"][
            "wide" if len(field) == 4 else "abbreviated"
        ]
        return lambda value: names[value.month]
    if field in ("E", "EEE", "EEEE"):
        days = locale.days["format"]["wide" if len(field) == 4 else "abbreviated"]
        return lambda value: days[value.weekday()]
    if field == "a":
        periods = locale.day_periods["format"].get("abbreviated") or locale.day_periods["format"]["wide"]
        return lambda value: periods["am" if value.hour < 12 else "pm"]
    return _NUMERIC.get(field)


_NUMERIC: dict[str, Part] = {
    "d": lambda value: str(value.day),
    "dd": lambda value: f"{value.day:02}",
    "M": lambda value: str(value.month),
    "MM": lambda value: f"{value.month:02}",
    "y": lambda value: str(value.year),
    "yy": lambda value: f"{value.year % 100:02}",
    "yyyy": lambda value: f"{value.year:04}",
    "H": lambda value: str(value.hour),
    "HH": lambda value: f"{value.hour:02}",
    "h": lambda value: str(value.hour % 12 or 12),
    "hh": lambda value: f"{value.hour % 12 or 12:02}",
    "K": lambda value: str(value.hour % 12),
    "m": lambda value: str(value.minute),
    "mm": lambda value: f"{value.minute:02}",
}
