from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from goodwill.kernel.numerals import read_decimal


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"),
        ("1234", "1234"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("1\u00a0234,56", "1234.56"),
        ("1\u202f234\u202f567,5", "1234567.5"),
        ("1'234.50", "1234.50"),
        ("1’234’567", "1234567"),
        ("1_000", "1000"),
        ("1.234.567", "1234567"),
        ("12,34,567.8", "1234567.8"),
        ("1234,5", "1234.5"),
        ("0,5", "0.5"),
        (",5", "0.5"),
        ("0.125", "0.125"),
        ("1234.567", "1234.567"),
        ("-5", "-5"),
        ("−5,5", "-5.5"),
        ("5-", "-5"),
        ("(1,234.00)", "-1234.00"),
        ("+7", "7"),
        ("12,-", "12"),
        ("12.--", "12"),
        ("１２３", "123"),
        ("١٬٢٣٤٫٥", "1234.5"),
        ("१२", "12"),
        ("\u200e-5", "-5"),
        ("19.990000000000002", "19.99"),
        ("5.", "5"),
    ],
)
def test_numbers_of_all_countries_are_read(text, number):
    assert read_decimal(text) == Decimal(number)


def test_one_separator_before_three_digits_is_what_the_writer_uses():
    assert read_decimal("1.234") == 1234
    assert read_decimal("1.234", decimal=",") == 1234
    assert read_decimal("1.234", decimal=".") == Decimal("1.234")
    assert read_decimal("1,234", decimal=",") == Decimal("1.234")
    assert read_decimal("1.5", decimal=",") == Decimal("1.5")


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "-", ".", "abc", "1a", "1 2", "1,2,3", "1.2.3", "1,23.456.7", "1.234.56", "12.34.567,1,", "1e5"),
        *("--1", "-1-", "(1", "1)", "0x10", "1/2", "½", "1" * 100, "NaN", "inf", "1,,2", "12:30"),
    ],
)
def test_what_is_no_number_is_none(text):
    assert read_decimal(text) is None


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=2))
def test_any_number_is_read_in_each_style(number):
    plain = f"{number:,.2f}"
    assert read_decimal(plain) == number
    assert read_decimal(plain.translate(str.maketrans(",.", ".,"))) == number
    assert read_decimal(plain.replace(",", "\u202f").replace(".", ",")) == number
    assert read_decimal(plain.replace(",", "'")) == number


@given(st.text() | st.from_regex(r"[-+0-9., ()']{0,20}"), st.sampled_from(["", ".", ","]))
def test_no_text_makes_it_fail(text, decimal):
    number = read_decimal(text, decimal=decimal)
    assert number is None or number.is_finite()
