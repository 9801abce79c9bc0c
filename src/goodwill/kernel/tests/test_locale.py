import random
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from babel import dates, numbers
from hypothesis import given, strategies as st

from goodwill.kernel.locale import (
    country_names,
    first_weekday,
    format_date,
    format_datetime,
    format_number,
    format_percent,
    format_time,
    language_names,
    locale_of,
    number_style,
    parse_number,
    zone_of,
)

LOCALES = [
    "en",
    "en_GB",
    "de",
    "de_CH",
    "fr",
    "es",
    "it",
    "nl",
    "pl",
    "pt_BR",
    "sv",
    "cs",
    "hu",
    "ru",
    "tr",
    "el",
    "ja",
    "zh",
]
LOCALES += ["ko", "hi", "th", "fi", "da", "nb", "ro", "uk", "he", "id", "vi", "zh_Hant_TW"]


@pytest.mark.parametrize("code", LOCALES)
def test_numbers_are_written_as_cldr_says(code):
    source = random.Random(code)
    for _ in range(300):
        value = source.choice([source.randrange(-(10**9), 10**9), Decimal(source.randrange(-(10**9), 10**9)) / 100])
        expected = numbers.format_decimal(value, locale=code, numbering_system="latn")
        expected = expected.replace("-", number_style(code).minus)
        assert format_number(value, code) == expected


@pytest.mark.parametrize("code", LOCALES)
@pytest.mark.parametrize("length", ["short", "medium", "long", "full"])
def test_dates_are_written_as_cldr_says(code, length):
    source = random.Random(code)
    for _ in range(60):
        day = date.fromordinal(source.randrange(date(1900, 1, 1).toordinal(), date(2100, 1, 1).toordinal()))
        assert format_date(day, code, length) == dates.format_date(day, length, code)


@pytest.mark.parametrize("code", LOCALES)
def test_times_are_written_as_cldr_says(code):
    for minute in range(0, 1440, 7):
        moment = time(minute // 60, minute % 60)
        assert format_time(moment, code) == dates.format_time(moment, "short", locale=code)


@pytest.mark.parametrize("code", LOCALES)
def test_moments_are_shown_in_the_zone_of_the_reader(code):
    moment = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    zone = zone_of("Europe/Berlin")
    joined = format_datetime(moment, code, "Europe/Berlin")
    assert format_date(date(2026, 7, 2), code) in joined
    assert dates.format_time(moment, "short", zone, code) in joined


def test_decimals_can_be_fixed():
    assert format_number(1234.5, "de", 2) == "1.234,50"
    assert format_number(1234, "de", 2) == "1.234,00"
    assert format_number(Decimal("0.1") + Decimal("0.2"), "en") == "0.3"
    assert format_number(0.1 + 0.2, "en") == "0.3"
    assert format_number(-0.001, "en", 2) == "0.00"
    assert format_number(12345678, "hi") == "1,23,45,678"
    assert format_number(float("inf"), "en") == "inf"


def test_percent_has_its_sign_where_the_locale_puts_it():
    assert format_percent(0.256, "en") == "26%"
    assert format_percent(Decimal("0.2564"), "de", 1) == "25,6\u00a0%"
    assert format_percent(-0.5, "tr") == "%-50"


@given(st.integers(-(10**12), 10**12), st.sampled_from(LOCALES))
def test_a_written_number_is_read_back(value, code):
    assert parse_number(format_number(value, code), code) == value


@pytest.mark.parametrize(
    ("code", "name"),
    [
        *(("de-at", "de_AT"), ("PT_br", "pt_BR"), ("zh-hant-tw", "zh_Hant_TW"), ("en-DE", "en_DE"), ("xx", "en")),
        *(("", "en"), ("de-xx-yy", "de"), ("../../etc", "en"), ("de_DE@euro", "de"), ("'; DROP", "en")),
    ],
)
def test_the_nearest_locale_is_taken(code, name):
    assert str(locale_of(code)).startswith(name)


def test_a_week_begins_where_the_country_begins_it():
    assert (first_weekday("de_DE"), first_weekday("en_US")) == (0, 6)


def test_countries_and_languages_have_names_in_order():
    names = country_names("de")
    assert names["AT"] == "Österreich"
    assert list(names).index("AT") < list(names).index("PL")
    assert 240 < len(names) < 262
    assert "EU" not in names
    assert language_names("en")["de"] == "German"


def test_an_unknown_zone_is_utc():
    assert [zone_of(name).key for name in ("Europe/Berlin", "Mars/Base", "../../etc/passwd", "")] == [
        *("Europe/Berlin", "UTC", "UTC", "UTC"),
    ]


def test_numbers_style_is_read_once():
    assert number_style("de") is number_style("de")
