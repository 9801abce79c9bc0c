from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from goodwill.transfer.readers.numbers import NumberColumn, parse_number, parse_yes_no


def _column(*values: str) -> NumberColumn:
    column = NumberColumn()
    for value in values:
        column.add(value)
    return column


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("1,234.56", ".", "1234.56"),
        ("1.234,56", ",", "1234.56"),
        ("1 234,56", ",", "1234.56"),
        ("1'234.56", ".", "1234.56"),
        ("12,34,567.8", ".", "1234567.8"),
        ("€ 12,50", ",", "12.50"),
        ("12.50 EUR", ".", "12.50"),
        ("R$ 1.000,00", ",", "1000.00"),
        ("(12)", ".", "-12"),
        ("12-", ".", "-12"),
        ("-3", ".", "-3"),
        ("−3", ".", "-3"),
        ("+3", ".", "3"),
        ("12 %", ".", "12"),
        (".5", ".", "0.5"),
        ("007", ".", "7"),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, decimal: str, number: str) -> None:
    assert parse_number(text, decimal) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("abc", "."),
        ("", "."),
        ("1.2.3", "."),
        ("1,5", "."),
        ("12.50", ","),
        ("1.234,56", "."),
        ("1,2,3", ","),
        ("12a", "."),
    ],
)
def test_what_does_not_fit_the_column_is_none_and_not_a_hundred_times_as_much(text: str, decimal: str) -> None:
    assert parse_number(text, decimal) is None


def test_the_column_decides_the_decimal_sign() -> None:
    assert _column("1.234", "2.500,00").decide("en") == (",", True)
    assert _column("1,234", "2,500.00").decide("de") == (".", True)
    assert _column("1,5", "2").decide("en") == (",", True)
    assert _column("1.234.567").decide("en") == (",", True)
    assert _column("5", "12").decide("de") == (",", True)


def test_days_with_points_between_are_no_numbers() -> None:
    assert _column("03.02.2021", "14.3.21", "1.5.2022").share == 0
    assert _column("1.234.567", "12,34,567.50", "1.5").share == 1


def test_a_column_that_fits_both_is_asked_about() -> None:
    column = _column("1.234", "2.500")
    assert column.decide("de") == (",", False)
    assert column.decide("en") == (".", False)
    assert column.either == "1.234"
    assert _column("1.5", "1,5", "2,5").decide() == (",", False)


def test_what_stands_around_a_number_tells_thousands_from_decimals() -> None:
    assert _column("12.500", "8.250", "900").decide("en") == (",", True)
    assert _column("12,500", "8,250", "900").decide("de") == (".", True)
    assert _column("12.500", "1500").decide("en") == (".", False)
    assert _column("12.500").decide("en", whole=True) == (",", True)
    assert _column("12.500").decide("en", beside=",") == (",", True)


@pytest.mark.parametrize("word", ["yes", "Y", "TRUE", "1", "x", "ja", "Oui", "sí", "sim", "tak", "vero", "Kyllä"])
def test_words_for_yes(word: str) -> None:
    assert parse_yes_no(word) is True


@pytest.mark.parametrize("word", ["no", "N", "false", "0", "nein", "NON", "não", "nie", "nee", "nej"])
def test_words_for_no(word: str) -> None:
    assert parse_yes_no(word) is False


@pytest.mark.parametrize("word", ["", "maybe", "2", "yesterday"])
def test_other_words_are_neither(word: str) -> None:
    assert parse_yes_no(word) is None


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from([".", ","]))
def test_every_number_is_read_as_itself(number: Decimal, decimal: str) -> None:
    english = f"{number:,.2f}"
    written = english if decimal == "." else english.translate(str.maketrans(",.", ".,"))
    assert parse_number(written, decimal) == number


@given(st.text(max_size=30))
def test_no_text_is_too_odd(text: str) -> None:
    column = _column(text)
    assert column.numbers + column.others <= 1
    assert parse_number(text) is None or parse_number(text).is_finite()
