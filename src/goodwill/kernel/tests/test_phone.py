import os
import random

import phonenumbers
import pytest
from hypothesis import given, strategies as st

from goodwill.kernel.phone import Phone, format_phone, parse_any, parse_phone

COMMON = ["US", "GB", "DE", "FR", "IT", "ES", "NL", "CH", "PL", "CA", "AU", "IN", "BR", "MX", "JP", "RU", "HU", "HK"]
EVERY = sorted(phonenumbers.SUPPORTED_REGIONS)
NUMBERS = 50_000 if os.environ.get("TESTED_FAULTS") == "whole" else 5_000


def some_number(source: random.Random, country: str) -> str:
    """A number of this country as somebody may type it, right or a little wrong."""
    kind = source.choice([phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE])
    example = phonenumbers.example_number_for_type(country, kind) or phonenumbers.example_number(country)
    national = phonenumbers.national_significant_number(example)
    kept = source.randrange(1, len(national)) if source.random() < 0.8 else len(national)
    national = national[:kept] + "".join(source.choice("0123456789") for _ in national[kept:])
    if source.random() < 0.1:
        national = "".join(source.choice("0123456789") for _ in range(source.randrange(4, 13)))
    code = str(example.country_code)
    trunk = phonenumbers.PhoneMetadata.metadata_for_region(country).national_prefix or ""
    plain = [f"+{code}{national}", f"00{code}{national}", code + national, trunk + national, national]
    written = source.choices([*plain, f"+{code} (0){national}"], [40, 15, 10, 20, 11, 4])[0]
    for _ in range(source.choice([0, 0, 1, 2, 3])):
        place = source.randrange(1, len(written))
        written = written[:place] + source.choice([" ", "-", "/", ".", ") ", " ("]) + written[place:]
    return written


def as_the_library_writes(e164: str) -> str:
    return phonenumbers.format_number(phonenumbers.parse(e164), phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def check_fast_way(source: random.Random, count: int) -> None:
    different = []
    for _ in range(count):
        country = source.choice(COMMON if source.random() < 0.7 else EVERY)
        home = country if source.random() < 0.8 else source.choice(COMMON)
        written = some_number(source, country)
        found = parse_phone(written, home)
        if found != parse_any(written, home):
            different.append((written, home))
        if found and format_phone(found.e164) != as_the_library_writes(found.e164):
            different.append((found.e164, ""))
    assert different == []


@pytest.mark.slow
def test_the_fast_way_reads_as_the_library_does():
    check_fast_way(random.Random(1), NUMBERS)


@pytest.mark.parametrize(
    ("typed", "country", "e164"),
    [
        ("+44 1632 960871", "", "+441632960871"),
        ("01632 960871", "GB", "+441632960871"),
        ("+44 (0)1632 960871", "US", "+441632960871"),
        ("0044 1632 960871", "US", "+441632960871"),
        ("011 44 1632 960871", "US", "+441632960871"),
        ("441632960871", "GB", "+441632960871"),
        ("4.41632960871E11", "GB", "+441632960871"),
        ("4,41632960871E+11", "GB", "+441632960871"),
        ("+4.41632960871E+11", "US", "+441632960871"),
        ("1.632960871E9", "GB", "+441632960871"),
        ("+441632960871.0", "US", "+441632960871"),
        ("441632960871.0", "GB", "+441632960871"),
        ("０３０ １２３４５６", "DE", "+4930123456"),
        ("\u202a+49 30 123456\u202c", "US", "+4930123456"),
        ("(030) 12 34–56", "DE", "+4930123456"),
        ("Tel.: 0171 1234567 (privat)", "DE", "+491711234567"),
        ("4915112345678", "DE", "+4915112345678"),
        ("0171 1234567 (ab 18 Uhr)", "DE", "+491711234567"),
        ("1-800-FLOWERS", "US", "+18003569377"),
        ("(212) 555-1234", "us", "+12125551234"),
        ("1 212 555 1234", "US", "+12125551234"),
        ("+1 (0)212 555 1234", "DE", "+12125551234"),
        ("06 1234 5678", "IT", "+390612345678"),
        ("8 (495) 123-45-67", "RU", "+74951234567"),
        ("(011) 98765-4321", "BR", "+5511987654321"),
        ("011 15-2345-6789", "AR", "+5491123456789"),
        ("+800 1234 5678", "US", "+80012345678"),
        ("tel:+44-1632-960871", "DE", "+441632960871"),
    ],
)
def test_numbers_are_read_as_people_write_them(typed, country, e164):
    found = parse_phone(typed, country)
    assert found is not None
    assert (found.typed, found.e164) == (typed, e164)


@pytest.mark.parametrize(
    ("typed", "extension"),
    [
        ("+49 30 123456 ext. 12", "12"),
        ("030 123456 Durchwahl 12", "12"),
        ("030 123456 DW12", "12"),
        ("030 123456x12", "12"),
        ("030 123456 #12", "12"),
        ("tel:+4930123456;ext=12", "12"),
        ("030 123456", ""),
    ],
)
def test_extensions_are_kept_apart(typed, extension):
    found = parse_phone(typed, "DE")
    assert (found.e164, found.extension) == ("+4930123456", extension)


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "n/a", "-", "+", "0", "12", "112", "0000000000", "2026-11-22", "22.11.2026", "4.4E+11", "12,345.67"),
        *("+4.4E+11", "+4.4163E+11"),
        *("hello", "1" * 200, "1" * 100_000, "x" * 300, "+49 30 1234, +49 171 1234567", "\x00", "\ud800123456"),
    ],
)
def test_nonsense_is_no_number(typed):
    assert parse_phone(typed, "US") is None


def test_a_number_without_area_is_no_number_of_the_world():
    assert parse_phone("555-1234", "US") is None


def test_a_country_is_needed_only_without_plus():
    assert parse_phone("030 123456", "") is None
    assert parse_phone("030 123456", "XX") is None
    assert parse_phone("+4930123456", "XX").country == "DE"


def test_countries_that_share_a_code_are_told_apart():
    countries = {number: parse_phone(number).country for number in ("+12125551234", "+14165551234", "+18765551234")}
    assert list(countries.values()) == ["US", "CA", "JM"]
    assert parse_phone("01481 720000", "GB").country == "GG"


def test_the_national_digits_find_a_number_typed_either_way():
    assert parse_phone("030 123456", "DE").national == parse_phone("+49 (0)30 123456").national == "30123456"
    assert parse_phone("06 1234 5678", "IT").national == "0612345678"


def test_a_number_is_shown_short_at_home_and_long_abroad():
    assert format_phone("+4930123456", "DE") == "030 123456"
    assert format_phone("+4930123456", "AT") == "+49 30 123456"
    assert format_phone("+12125551234", "CA") == "(212) 555-1234"
    assert format_phone("not a number", "DE") == "not a number"
    assert parse_phone("030 123456x9", "DE").display == "+49 30 123456 ext. 9"


@given(
    st.text() | st.from_regex(r"[+0-9 ().,/eExX#-]{0,30}") | st.text(st.characters(codec=None)),
    st.sampled_from([*COMMON, "", "ZZ", "AR", "HU"]),
)
def test_no_text_makes_it_fail(text, country):
    found = parse_phone(text, country)
    if isinstance(found, Phone):
        assert parse_phone(found.e164).e164 == found.e164
        assert found.e164.endswith(found.national)
