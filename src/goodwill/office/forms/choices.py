"""Countries, languages, currencies and time zones to choose from, named in the reader's language."""

import zoneinfo
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import get_currency_name, get_territory_currencies
from django.conf import settings
from django.utils.translation import get_language, to_locale

from goodwill.kernel.locale import country_names

Pairs = list[tuple[str, str]]


def countries() -> Pairs:
    return list(country_names(_language()).items())


def languages() -> Pairs:
    """Each in its own words."""
    return _languages()


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
def _languages() -> Pairs:
    found = []
    for code, _name in settings.LANGUAGES:
        try:
            name = Locale.parse(to_locale(code)).display_name or code
        except (UnknownLocaleError, ValueError):
            continue
        found.append((code, name[:1].upper() + name[1:]))
    return sorted(found, key=lambda pair: pair[1])


@cache
def _currencies(language: str) -> Pairs:
    territories = get_global("territory_currencies")
    codes = {code for territory in territories for code in get_territory_currencies(territory)}
    return [(code, f"{code} · {get_currency_name(code, locale=to_locale(language))}") for code in sorted(codes)]


@cache
def _time_zones() -> Pairs:
    known = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return [(zone, zone.replace("_", " ").replace("/", " / ")) for zone in ["UTC", *known]]
