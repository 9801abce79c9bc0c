"""How dates, numbers, sizes and names are written for the reader: filters of every template."""

import re
import zlib
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from functools import cache, lru_cache
from typing import Any, NamedTuple

from babel import Locale, UnknownLocaleError, dates, lists, numbers
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _, ngettext

from goodwill.kernel import locale as locales
from goodwill.kernel.money import Money, format_money
from goodwill.kernel.phone import format_phone
from goodwill.kernel.remembering import remembering
from goodwill.ui.words import language

HUES = 12
SIZES = ("byte", "kilobyte", "megabyte", "gigabyte", "terabyte")
# Where a language comes without a country, this is how it writes days and hours.
USUAL_COUNTRY = {"en": "en_GB"}


class Due(NamedTuple):
    text: str
    tone: str


def locale() -> Locale:
    return _locale(language() or "en")


@cache
def _locale(language: str) -> Locale:
    name = USUAL_COUNTRY.get(language, language).replace("-", "_")
    return Locale.parse(translation.to_locale(name.replace("_", "-").lower()))


def now() -> datetime:
    return timezone.localtime()


def here(value: date | datetime) -> date | datetime:
    """The moment in the reader's time zone; a plain date stays what it is."""
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def as_day(value: date | datetime) -> date:
    value = here(value)
    return value.date() if isinstance(value, datetime) else value


def day(value: date | datetime | None) -> str:
    """28 Nov; with its year if that is not this one."""
    if value is None:
        return ""
    shown = as_day(value)
    return _by_skeleton("MMMd" if shown.year == now().year else "yMMMd", shown, locale())


def long_day(value: date | datetime | None) -> str:
    if value is None:
        return ""
    shown = as_day(value)
    return _by_skeleton("MMMMEEEEd" if shown.year == now().year else "yMMMMEEEEd", shown, locale())


def span(first: date, unit: str, *, short: bool = False) -> str:
    """A day, week, month, quarter or year by its first day: 3 Nov, Week of 3 Nov, November 2026, Q4 2026, 2026."""
    if unit == "day" or (unit == "week" and short):
        return day(first)
    if unit == "week":
        return _("Week of %s") % day(first)
    return _by_skeleton({"month": "yMMM" if short else "yMMMM", "quarter": "yQQQ", "year": "y"}[unit], first, locale())


def between(first: date, last: date) -> str:
    """From one day to another: 23 – 29 Nov 2026."""
    return dates.format_interval(first, last, "yMMMd", locale=locale())


def weekdays(first: int) -> list[tuple[str, str]]:
    """The days of the week from the first one on (0: Monday), short and in full."""
    short, full = (dates.get_day_names(width, "stand-alone", locale()) for width in ("abbreviated", "wide"))
    return [(short[day % 7], full[day % 7]) for day in range(first, first + 7)]


@remembering(2000)
def _by_skeleton(skeleton: str, shown: date, language: Locale) -> str:
    return dates.format_skeleton(skeleton, shown, locale=language)


def clock(value: datetime | time | None) -> str:
    if value is None:
        return ""
    shown = timezone.localtime(value).time() if isinstance(value, datetime) and timezone.is_aware(value) else value
    return _clock((shown.hour, shown.minute), locale())


@lru_cache(1440)
def _clock(at: tuple[int, int], language: Locale) -> str:
    return dates.format_time(time(*at), "short", locale=language)


def moment(value: datetime | None) -> str:
    """Day and hour: "Today 09:30", "28 Nov 09:30"."""
    return "" if value is None else f"{relative_day(value)} {clock(value)}"


def amid(value: datetime | None) -> str:
    """A moment in the middle of a sentence: "today 09:30", "28 Nov 09:30"."""
    if value is None:
        return ""
    named = {_("Yesterday"): _("yesterday"), _("Today"): _("today"), _("Tomorrow"): _("tomorrow")}
    near = relative_day(value)
    return f"{named.get(near, near)} {clock(value)}"


def exact(value: date | datetime | None) -> str:
    """The full form that a tooltip shows."""
    if value is None:
        return ""
    return f"{long_day(value)} {clock(value)}" if isinstance(value, datetime) else long_day(value)


def relative_day(value: date | datetime | None) -> str:
    if value is None:
        return ""
    match (as_day(value) - now().date()).days:
        case -1:
            return _("Yesterday")
        case 0:
            return _("Today")
        case 1:
            return _("Tomorrow")
    return day(value)


def due(value: date | datetime | None) -> Due:
    """When something is to be done, and the tone in which to say it."""
    if value is None:
        return Due("", "neutral")
    late = (now().date() - as_day(value)).days
    if late > 0:
        return Due(ngettext("Overdue %(days)d day", "Overdue %(days)d days", late) % {"days": late}, "bad")
    return Due(relative_day(value), "warn" if late == 0 else "neutral")


def ago(value: datetime | None) -> str:
    if value is None:
        return ""
    return dates.format_timedelta(value - timezone.now(), add_direction=True, locale=locale())


def iso(value: date | datetime | None) -> str:
    return "" if value is None else here(value).isoformat()


def number(value: float | None, digits: int | None = None, places: int = 0) -> str:
    """At most so many `digits` behind the point; always all `places`, where it is to be written with some."""
    return "" if value is None else _number(value, digits, places, locale())


@remembering(4096, typed=True)
def _number(value: float, digits: int | None, places: int, language: Locale) -> str:
    if places:
        pattern = language.decimal_formats[None].pattern
        return numbers.format_decimal(round(value, places), pattern.replace(".###", f".{'0' * places}"), language)
    return numbers.format_decimal(value if digits is None else round(value, digits), locale=language)


def percent(value: float | None) -> str:
    """0.62 as 62%."""
    return "" if value is None else numbers.format_percent(value, locale=locale())


def count(value: int, limit: int = 10_000) -> str:
    """Exact up to the limit, then "10,000+": nobody counts a million rows to read that there are many."""
    return number(value) if value <= limit else f"{number(limit)}+"


def file_size(value: int) -> str:
    amount, unit = float(value), 0
    while amount >= 1000 and unit < len(SIZES) - 1:
        amount, unit = amount / 1000, unit + 1
    if not unit:
        return ngettext("%(size)s byte", "%(size)s bytes", value) % {"size": number(value)}
    return format_unit(round(amount, 1), f"digital-{SIZES[unit]}")


def format_unit(amount: float, unit: str) -> str:
    from babel.units import format_unit as written

    return written(amount, unit, length="short", locale=locale())


def duration(seconds: float | None) -> str:
    """6 min; 1 h 20 min."""
    if seconds is None:
        return ""
    hours, minutes = divmod(round(seconds / 60), 60)
    if not hours and not minutes:
        return format_unit(round(seconds), "duration-second")
    parts = [format_unit(n, unit) for n, unit in ((hours, "duration-hour"), (minutes, "duration-minute")) if n]
    return " ".join(parts)


def money(value: Money | None) -> str:
    return "" if value is None else _money(value, str(locale()))


@remembering(4096)
def _money(value: Money, code: str) -> str:
    return format_money(value, code)


def sentence_list(values: Sequence[object]) -> str:
    """A, B and C."""
    return lists.format_list([str(value) for value in values], locale=locale())


def initials(name: object) -> str:
    return _initials(str(name))


@lru_cache(4000)
def _initials(name: str) -> str:
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def hue(name: object) -> int:
    """One of the twelve hues of the palette; the same name has the same one everywhere."""
    return zlib.crc32(str(name).strip().casefold().encode()) % HUES


def text(value: object) -> str:
    """What a page shows for any value that comes without a format of its own."""
    match value:
        case None:
            return ""
        case bool():
            return _("Yes") if value else _("No")
        case datetime():
            return moment(value)
        case date():
            return day(value)
        case time():
            return clock(value)
        case Money():
            return money(value)
        case int() | float():
            return number(value)
        case list() | tuple() | set() | frozenset():
            return ", ".join(text(item) for item in value)
        case Promise():
            return str(value)
    return str(value)


def address_parts(value: object) -> list[str]:
    """Where a mail address or a link may go over to the next line: behind @ . - / and _."""
    return [part for part in re.split(r"(?<=[@./_-])", str(value)) if part]


def phone(value: object) -> str:
    """A number that is stored as digits alone, in the groups of its country; any other text is left as it is."""
    text = str(value)
    return format_phone(text) if re.fullmatch(r"\+[0-9]+", text) else text


def code_names(kind: str, known: str = "") -> list[tuple[str, str]]:
    """Countries or languages to choose from, with what is chosen already, as (code, name)."""
    language = translation.get_language() or "en"
    if kind == "country":
        names = locales.country_names(language)
    else:
        names = {code: name for code, name in locales.language_names(language).items() if len(code) == 2}
    return [*names.items()] + [(known, known)] * (bool(known) and known not in names)


def code_name(kind: str, code: str) -> str:
    """What a country or language is called; an unknown one by its code. A language may be that of a country, en-de."""
    if kind == "country":
        return locales.country_names(translation.get_language() or "en").get(code, code)
    try:
        return Locale.parse(code, sep="-").get_display_name(locale()) or code
    except (ValueError, UnknownLocaleError):
        return code


FILTERS: dict[str, Callable[..., Any]] = {
    "code_names": code_names,
    "address_parts": address_parts,
    "ago": ago,
    "clock": clock,
    "count_of": count,
    "day": day,
    "due": due,
    "duration": duration,
    "exact": exact,
    "file_size": file_size,
    "hue": hue,
    "initials": initials,
    "iso": iso,
    "long_day": long_day,
    "moment": moment,
    "amid": amid,
    "money": money,
    "number": number,
    "percent": percent,
    "phone": phone,
    "relative_day": relative_day,
    "sentence_list": sentence_list,
    "text": text,
}
