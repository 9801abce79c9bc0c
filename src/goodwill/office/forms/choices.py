"""Countries, currencies, time zones and ways to write dates and numbers, named in the reader's language."""

import zoneinfo
from datetime import datetime
from functools import cache

from babel import Locale
from babel.core import get_global
from babel.dates import format_skeleton, format_time
from babel.numbers import format_decimal, get_currency_name, get_territory_currencies
from django.utils.translation import get_language, to_locale

from goodwill.kernel.locale import country_names, english_of, locale_of

Pairs = list[tuple[str, str]]
EXAMPLE = datetime(2026, 11, 28, 14, 30)  # noqa: DTZ001


def countries() -> Pairs:
    return list(country_names(_language()).items())


def styles(known: str = "") -> Pairs:
    """Languages of pages with an example of how each country writes in them; `known` is chosen already."""
    offered = _styles()
    name = known and str(locale_of(known).display_name)
    return [*offered, (known, name)] if known and known not in dict(offered) else offered


def currencies() -> Pairs:
    return _currencies(_language())


def time_zones() -> Pairs:
    return _time_zones()


def weekdays() -> Pairs:
    names = Locale.parse(to_locale(_language())).days["stand-alone"]["wide"]
    return [(str(day), names[day]) for day in range(7)]


def _language() -> str:
    return get_language() or "en"


@cache
def _styles() -> Pairs:
    written = {country: english_of(country) for country in country_names("en")}
    return [
        (code, f"{country_names('en')[country]}: {_example(locale_of('en-gb' if code == 'en' else code))}")
        for country, code in written.items()
        if code != "en" or country == "GB"
    ]


def _example(locale: Locale) -> str:
    day = format_skeleton("yMMMd", EXAMPLE, locale=locale)
    return f"{day}, {format_time(EXAMPLE, 'short', locale=locale)} · {format_decimal(1234.5, locale=locale)}"


@cache
def _currencies(language: str) -> Pairs:
    territories = get_global("territory_currencies")
    codes = {code for territory in territories for code in get_territory_currencies(territory)}
    return [(code, f"{code} · {get_currency_name(code, locale=to_locale(language))}") for code in sorted(codes)]


@cache
def _time_zones() -> Pairs:
    known = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return [(zone, zone.replace("_", " ").replace("/", " / ")) for zone in ["UTC", *known]]
