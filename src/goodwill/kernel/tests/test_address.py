import re

import pytest
from hypothesis import given, strategies as st

from goodwill.kernel.address import Address, format_address, parse_address
from goodwill.kernel.address_formats import format_of
from goodwill.kernel.countries import country_code, territories

COUNTRIES = sorted(territories("en"))
HAVE_POSTCODES = [code for code in COUNTRIES if format_of(code).postcodes]
SAMPLES = {
    "DE": (Address("Invalidenstr. 117", "", "10115", "Berlin", "", "DE"), ["Invalidenstr. 117", "10115 Berlin"]),
    "AT": (Address("Stephansplatz 1", "Top 5", "1010", "Wien", "", "AT"), ["Stephansplatz 1", "Top 5", "1010 Wien"]),
    "GB": (
        Address("10 Downing Street", "", "SW1A2AA", "London", "", "GB"),
        ["10 Downing Street", "London", "SW1A 2AA"],
    ),
    "US": (
        Address("1 Main St", "Apt 4", "62704", "Springfield", "IL", "US"),
        ["1 Main St", "Apt 4", "Springfield, IL 62704"],
    ),
    "CA": (Address("1 Main St", "", "k1a0b1", "Ottawa", "ON", "CA"), ["1 Main St", "Ottawa ON K1A 0B1"]),
    "FR": (Address("12 rue de la Paix", "", "75002", "Paris", "", "FR"), ["12 rue de la Paix", "75002 Paris"]),
    "NL": (Address("Damrak 1", "", "1012LG", "Amsterdam", "", "NL"), ["Damrak 1", "1012 LG Amsterdam"]),
    "HU": (Address("Fő utca 1", "", "1051", "Budapest", "", "HU"), ["Budapest", "Fő utca 1", "1051"]),
    "BR": (
        Address("Av. Paulista 1", "", "01310100", "São Paulo", "SP", "BR"),
        ["Av. Paulista 1", "São Paulo-SP", "01310-100"],
    ),
    "IN": (
        Address("1 MG Road", "", "560001", "Bengaluru", "Karnataka", "IN"),
        ["1 MG Road", "Bengaluru 560001", "Karnataka"],
    ),
    "JP": (Address("千代田1-1", "", "1000001", "千代田区", "東京都", "JP"), ["100-0001", "東京都千代田区千代田1-1"]),
    "SG": (Address("1 Raffles Place", "", "048616", "Singapore", "", "SG"), ["1 Raffles Place", "Singapore 048616"]),
    "PL": (Address("ul. Długa 5", "", "00950", "Warszawa", "", "PL"), ["ul. Długa 5", "00-950 Warszawa"]),
    "IT": (Address("Via Roma 1", "", "00184", "Roma", "RM", "IT"), ["Via Roma 1", "00184 Roma RM"]),
    "HK": (Address("1 Queen's Road", "", "", "Central", "", "HK"), ["1 Queen's Road", "Central"]),
}


def sample(country: str) -> Address:
    """An address of this country with each part that its post uses."""
    form = format_of(country)
    code = re.sub("[A*]", "X", form.postcodes[0]) if form.postcodes else ""
    code = code.replace("9", "4")
    if country == "AR" or (code and country in ("AD", "LT", "LV", "MD")):
        code = form.postcodes[0].replace("9", "4")
    return Address("Main Street 12", "", code, "Middletown", "XY" if form.line_of("R") else "", country)


def test_enough_countries_are_known():
    assert len(HAVE_POSTCODES) >= 80


@pytest.mark.parametrize("country", SAMPLES)
def test_each_country_has_its_order(country):
    address, lines = SAMPLES[country]
    assert format_address(address, country) == lines


@pytest.mark.parametrize("country", HAVE_POSTCODES)
def test_what_a_country_writes_is_read_back(country):
    address = sample(country)
    read = parse_address("\n".join(format_address(address, country)), country)
    assert (read.street, read.postcode, read.city) == (address.street, address.postcode, address.city) or country in (
        *("CR", "HU", "IR", "KZ", "JP"),  # in another order than people type them
    )


def test_the_country_is_named_only_abroad():
    address = SAMPLES["FR"][0]
    assert format_address(address, "FR") == ["12 rue de la Paix", "75002 Paris"]
    assert format_address(address, "DE") == ["12 rue de la Paix", "75002 Paris", "France"]
    assert format_address(address, "DE", "de")[-1] == "Frankreich"
    assert format_address(address, "DE", envelope=True) == ["12 rue de la Paix", "75002 PARIS", "FRANCE"]


def test_empty_parts_leave_no_trace():
    assert format_address(Address(), "US") == []
    assert format_address(Address(city="Springfield"), "US") == ["Springfield"]
    assert format_address(Address(postcode="62704"), "US") == ["62704"]
    assert format_address(Address(city="Rio", country="BR"), "BR") == ["Rio"]
    assert not Address()
    assert Address(city="Rio")


@pytest.mark.parametrize(
    ("text", "home", "expected"),
    [
        (
            "Invalidenstr. 117, D-10115 Berlin, Germany",
            "GB",
            Address("Invalidenstr. 117", "", "10115", "Berlin", "", "DE"),
        ),
        ("10 Downing Street, London SW1A 2AA", "GB", Address("10 Downing Street", "", "SW1A 2AA", "London", "", "GB")),
        ("1 Main St, Springfield, IL 62704", "US", Address("1 Main St", "", "62704", "Springfield", "IL", "US")),
        (
            "1 Main St\nSpringfield, Illinois 62704-1234\nUSA",
            "DE",
            Address("1 Main St", "", "62704-1234", "Springfield", "Illinois", "US"),
        ),
        (
            "c/o Smith\n1 Main St\nTORONTO ON  K1A0B1",
            "CA",
            Address("1 Main St", "c/o Smith", "K1A 0B1", "TORONTO", "ON", "CA"),
        ),
        (
            "12 rue de la Paix\r\n75002 Paris\r\nFrankreich",
            "DE",
            Address("12 rue de la Paix", "", "75002", "Paris", "", "FR"),
        ),
        ("Via Roma 1\n00184 Roma (RM)\nItalia", "DE", Address("Via Roma 1", "", "00184", "Roma", "RM", "IT")),
        ("Fő utca 1\n1051 Budapest", "HU", Address("Fő utca 1", "", "1051", "Budapest", "", "HU")),
        ("〒100-0001 東京都千代田区千代田1-1", "JP", Address("千代田1-1", "", "100-0001", "千代田区", "東京都", "JP")),
        (
            "1 MG Road\nBengaluru 560 001\nKarnataka\nIndia",
            "US",
            Address("1 MG Road", "", "560001", "Bengaluru", "Karnataka", "IN"),
        ),
        ("Haus am See", "DE", Address("Haus am See", "", "", "", "", "DE")),
        ("Postfach 12\n1010 Wien", "AT", Address("Postfach 12", "", "1010", "Wien", "", "AT")),
        ("", "DE", Address(country="DE")),
    ],
)
def test_typed_addresses_are_taken_apart(text, home, expected):
    read = parse_address(text, home)
    assert read.typed == text
    assert read == expected


@given(st.text(st.characters(categories=["L", "N", "Zs"]) | st.just("\n")), st.sampled_from(["", *COUNTRIES]))
def test_no_sign_of_an_address_is_lost(text, home):
    read = parse_address(text, home)
    kept = f"{read.street} {read.extra} {read.postcode} {read.city} {read.region} {read.country}"
    assert read.typed == text
    if country_code(text.strip().split("\n")[-1]) == "":
        assert {word for word in text.split() if word.isalpha()} <= set(kept.split())
    assert all(line.strip() for line in format_address(read, home))
