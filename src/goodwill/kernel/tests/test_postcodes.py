import pytest
from hypothesis import given, strategies as st

from goodwill.kernel.countries import territories
from goodwill.kernel.postcodes import check_postcode, postcode_pattern


@pytest.mark.parametrize(
    ("typed", "country", "written"),
    [
        ("10115", "DE", "10115"),
        ("D-10115", "DE", "10115"),
        ("A 1010", "AT", "1010"),
        ("CH-8001", "CH", "8001"),
        ("1012lg", "NL", "1012 LG"),
        ("k1a0b1", "CA", "K1A 0B1"),
        ("sw1a2aa", "GB", "SW1A 2AA"),
        ("M1 1AE", "GB", "M1 1AE"),
        ("00950", "PL", "00-950"),
        ("1000205", "PT", "1000-205"),
        ("11455", "SE", "114 55"),
        ("902101234", "US", "90210-1234"),
        ("1010", "LV", "LV-1010"),
        ("D02AF30", "IE", "D02 AF30"),
        ("d6w xy00", "IE", "D6W XY00"),
        ("1000001", "JP", "100-0001"),
        ("anything", "HK", "ANYTHING"),
        ("anything", "ZZ", "ANYTHING"),
        ("", "DE", ""),
    ],
)
def test_postcodes_are_written_as_their_country_does(typed, country, written):
    assert check_postcode(typed, country) == written


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("1067", "DE"),
        ("101155", "DE"),
        ("ABCDE", "DE"),
        ("1012", "NL"),
        ("123", "GB"),
        ("9021", "US"),
        ("K1A-0B", "CA"),
    ],
)
def test_what_cannot_be_a_postcode_there_is_refused(typed, country):
    assert check_postcode(typed, country) is None


def test_a_postcode_is_found_within_a_line():
    assert postcode_pattern("GB").search("London sw1a 2aa")[1] == "sw1a 2aa"
    assert postcode_pattern("PL").search("00-950 Warszawa")[1] == "00-950"
    assert postcode_pattern("DE").search("Haus 123456") is None
    assert postcode_pattern("HK") is None


@given(st.text() | st.from_regex(r"[A-Z0-9 -]{0,12}"), st.sampled_from(sorted(territories("en"))))
def test_writing_twice_changes_nothing(text, country):
    written = check_postcode(text, country)
    if written is not None:
        assert check_postcode(written, country) == written
