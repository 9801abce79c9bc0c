"""Dates as people write them. Whether 03/04 is in March or in April is decided by the whole column, or asked.

Known forms: 2024-04-03 (with or without a time), 3.4.2024, 3/4/24, 4/3/2024, 20240403, "3 April 2024", "Apr 3, 2024" in
the main languages, the day numbers of spreadsheets, and days without a year (--04-03, 3.4.).
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from goodwill.kernel.text import fold

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "nb", "fi", "cs")
_EPOCH = date(1899, 12, 30)
_TIME = r"(?:[T ,]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})[-/. ](\d{{1,2}})[-/. ](\d{{1,2}}){_TIME}", re.IGNORECASE)
_YEAR_LAST = re.compile(rf"(\d{{1,2}})\s?[-/.]\s?(\d{{1,2}})\s?[-/.]\s?(\d{{4}}|'?\d\d){_TIME}", re.IGNORECASE)
_COMPACT = re.compile(r"(19|20)(\d\d)(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?Z?)?")
_YEARLESS = re.compile(r"(?:--(\d\d)-?(\d\d)|(\d{1,2})([./])(\d{1,2})\.?)")
_WEEKDAY = r"(?:[^\W\d_]{2,12}\.?,? )?"
_DAY_NUMBER = r"(\d{1,2})(?:\.|st|nd|rd|th)?"
_MONTH = r"([^\W\d_]{3,12})\.?"
_NAMED = re.compile(
    rf"{_WEEKDAY}(?:the )?{_DAY_NUMBER}[ -](?:de |of )?{_MONTH}(?:,?[ -](?:de |del |of )?(\d{{4}}|'?\d\d))?{_TIME}",
    re.IGNORECASE,
)
_NAMED_FIRST = re.compile(rf"{_WEEKDAY}{_MONTH}[ -]{_DAY_NUMBER}(?:,?[ -](\d{{4}}|'?\d\d))?{_TIME}", re.IGNORECASE)
_ROUGH = re.compile(r"(?:(\d{1,2})[-/. ])?((?:19|20)\d\d)|((?:19|20)\d\d)[-/. ](\d{1,2})")
_ROUGH_NAMED = re.compile(rf"{_MONTH},?[ /-]?\s?(?:de |del )?((?:19|20)\d\d|'\d\d)", re.IGNORECASE)
_SERIAL = re.compile(r"(\d{4,6})(?:[.,](\d+))?")
_EXACT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,6}(?:Z|[+-]\d\d:?\d\d)?")
"""To the microsecond, as programs write it."""
_FIRST_SERIAL, _LAST_SERIAL = 3000, 80000
_MONTH_FIRST = ("en-us", "en_us", "en-ph", "en_ph")


class Order(StrEnum):
    DMY = "dmy"
    MDY = "mdy"


class Day(NamedTuple):
    """A day, perhaps without its year."""

    year: int
    month: int
    day: int

    @property
    def date(self) -> date | None:
        return date(self.year, self.month, self.day) if self.year else None

    @property
    def text(self) -> str:
        return f"{self.year:04}-{self.month:02}-{self.day:02}" if self.year else f"--{self.month:02}-{self.day:02}"


@dataclass(frozen=True, slots=True)
class DateFormat:
    order: Order = Order.DMY
    is_sure: bool = True
    """False: some of its days can be read in two ways, and no other day of the column, or not all, say which; ask."""
    are_serials: bool = False
    """Day numbers of a spreadsheet."""
    example: str = ""
    """A value that both orders can read."""
    is_past: bool = False
    """Birthdays: a year of two digits is never in the future."""


USUAL = DateFormat()
_PAST = DateFormat(is_past=True)


@dataclass(slots=True)
class DateColumn:
    """Feed it every value of a column, then ask for the format."""

    dates: int = 0
    others: int = 0
    day_first: int = 0
    month_first: int = 0
    dotted: int = 0
    serials: int = 0
    rough: int = 0
    either: str = ""

    def add(self, text: str) -> None:
        text = text.strip()
        if not text:
            return
        found = _YEAR_LAST.fullmatch(text)
        if found:
            self._add_ordered(text, int(found[1]), int(found[2]))
        elif _is_serial(text):
            self.serials += 1
        elif parse_day(text) is not None:
            self.dates += 1
        else:
            self.others += 1
            self.rough += bool(parse_rough(text))

    @property
    def share(self) -> float:
        """How many of the values are dates, day numbers not counted, from 0 to 1."""
        total = self.dates + self.serials + self.others
        return self.dates / total if total else 0.0

    def decide(self, language: str = "") -> DateFormat:
        serials = bool(self.serials) and self.serials + self.dates > self.others  # a column of dates holds some of both
        usual = Order.MDY if language.lower() in _MONTH_FIRST else Order.DMY
        if self.day_first and self.month_first:
            order = Order.DMY if self.day_first >= self.month_first else Order.MDY
            return DateFormat(order, is_sure=not self.either, are_serials=serials, example=self.either)
        if self.day_first or self.month_first:
            return DateFormat(Order.DMY if self.day_first else Order.MDY, are_serials=serials)
        if self.dotted:
            return DateFormat(Order.DMY, are_serials=serials)
        return DateFormat(usual, is_sure=not self.either, are_serials=serials, example=self.either)

    def _add_ordered(self, text: str, first: int, second: int) -> None:
        if max(first, second) > 31 or min(first, second) > 12:
            self.others += 1
            return
        self.dates += 1
        if first > 12:
            self.day_first += 1
        elif second > 12:
            self.month_first += 1
        elif first != second:
            self.either = self.either or text
            self.dotted += text.count(".") >= 2


def parse_day(text: str, form: DateFormat = USUAL) -> Day | None:
    """None for what is no date. Where either of two numbers may be the day, the format says which; 12/25 is one day."""
    read = _read(text.strip(), form)
    return read[0] if read else None


def parse_rough(text: str) -> str:
    """The month ("2018-05") or year ("2018") of what names no day; "" for anything else."""
    text = text.strip()
    if found := _ROUGH.fullmatch(text):
        year, month = (found[2], found[1]) if found[2] else (found[3], found[4])
    elif (found := _ROUGH_NAMED.fullmatch(text)) and (number := _months().get(fold(found[1]))):
        year, month = str(_full_year(found[2], _PAST)), str(number)
    else:
        return ""
    if not month:
        return year
    return f"{year}-{int(month):02}" if 1 <= int(month) <= 12 else ""


def parse_moment(text: str, form: DateFormat = USUAL) -> datetime | None:
    """A day with its time, midnight if there is none; without a zone it is naive."""
    if _EXACT.fullmatch(text.strip()):
        return _exact(text.strip())
    read = _read(text.strip(), form)
    if not read or not read[0].year:
        return None
    (year, month, day), clock = read
    hour, minute, second, zone = clock
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=_zone(zone))
    except ValueError:
        return None


def _exact(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


Clock = tuple[int, int, int, str]
_MIDNIGHT: Clock = (0, 0, 0, "")


def _read(text: str, form: DateFormat) -> tuple[Day, Clock] | None:
    if not text or len(text) > 60:
        return None
    if found := _YEAR_FIRST.fullmatch(text):
        return _checked(int(found[1]), int(found[2]), int(found[3]), _clock(found, 4))
    if found := _YEAR_LAST.fullmatch(text):
        first, second, year = int(found[1]), int(found[2]), _full_year(found[3], form)
        day, month = (first, second) if (form.order is Order.DMY or first > 12) and second <= 12 else (second, first)
        return _checked(year, month, day, _clock(found, 4))
    if found := _COMPACT.fullmatch(text):
        clock = (int(found[5] or 0), int(found[6] or 0), int(found[7] or 0), "Z" if text.endswith("Z") else "")
        return _checked(int(found[1] + found[2]), int(found[3]), int(found[4]), clock)
    if form.are_serials and (found := _SERIAL.fullmatch(text)):
        return _from_serial(int(found[1]), float("0." + (found[2] or "0")))
    if found := _YEARLESS.fullmatch(text):
        if found[1]:
            return _checked(0, int(found[1]), int(found[2]), _MIDNIGHT)
        first, second = int(found[3]), int(found[5])
        day, month = (first, second) if form.order is Order.DMY or found[4] == "." else (second, first)
        return _checked(0, month, day, _MIDNIGHT)
    return _read_named(text, form)


def _read_named(text: str, form: DateFormat) -> tuple[Day, Clock] | None:
    if found := _NAMED.fullmatch(text):
        day, month, year = found[1], found[2], found[3]
    elif found := _NAMED_FIRST.fullmatch(text):
        day, month, year = found[2], found[1], found[3]
    else:
        return None
    number = _months().get(fold(month))
    return _checked(_full_year(year, form) if year else 0, number, int(day), _clock(found, 4)) if number else None


def _checked(year: int, month: int, day: int, clock: Clock) -> tuple[Day, Clock] | None:
    try:
        date(year or 2000, month, day)
    except ValueError:
        return None
    return Day(year, month, day), clock


def _clock(found: re.Match[str], first: int) -> Clock:
    hour, minute, second, half, zone = (found[first + offset] for offset in range(5))
    if hour is None:
        return _MIDNIGHT
    hours = int(hour)
    if half:
        hours = hours % 12 + (12 if half.lower().startswith("p") else 0)
    return hours, int(minute), int(second or 0), (zone or "").upper()


def _zone(zone: str) -> tzinfo | None:
    if not zone:
        return None
    if zone[0] not in "+-":
        return UTC
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    return timezone(timedelta(minutes=-minutes if zone[0] == "-" else minutes))


def _full_year(text: str, form: DateFormat) -> int:
    """Two digits mean a year up to ten years from now, or before."""
    year = int(text.lstrip("'"))
    if year >= 100:
        return year
    now = datetime.now(UTC).year
    year += now // 100 * 100
    return year if year <= now + (0 if form.is_past else 10) else year - 100


def _is_serial(text: str) -> bool:
    found = _SERIAL.fullmatch(text)
    return found is not None and _FIRST_SERIAL <= int(found[1]) <= _LAST_SERIAL


def _from_serial(days: int, fraction: float) -> tuple[Day, Clock] | None:
    if not _FIRST_SERIAL <= days <= _LAST_SERIAL:
        return None
    day = _EPOCH + timedelta(days=days)
    seconds = round(fraction * 86400) % 86400
    return Day(day.year, day.month, day.day), (seconds // 3600, seconds // 60 % 60, seconds % 60, "")


@cache
def _months() -> dict[str, int]:
    """Names of months in the main languages, long and short, in every grammatical form that Unicode lists."""
    from babel import Locale

    names: dict[str, int] = {}
    for language in LANGUAGES:
        locale = Locale(language)
        for context in locale.months.values():
            for width in ("wide", "abbreviated"):
                for number, name in context[width].items():
                    names.setdefault(fold(name).rstrip("."), number)
    return names
