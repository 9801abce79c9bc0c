import random
from decimal import Decimal

import pytest
from babel import numbers
from hypothesis import given, strategies as st

from goodwill.kernel.errors import Invalid
from goodwill.kernel.locale import number_style
from goodwill.kernel.money import (
    CURRENCIES,
    Money,
    exponent,
    format_compact,
    format_money,
    from_amount,
    parse_money,
)

MINOR = st.integers(-(10**15), 10**15)
CODES = st.sampled_from(sorted(CURRENCIES))


@pytest.mark.parametrize(
    ("text", "default", "minor", "currency"),
    [
        ("1.234,56 €", "USD", 123456, "EUR"),
        ("£1,234.56", "EUR", 123456, "GBP"),
        ("$5", "CAD", 500, "CAD"),
        ("$5", "EUR", 500, "USD"),
        ("US$ 5.00", "CAD", 500, "USD"),
        ("-$5", "USD", -500, "USD"),
        ("$-5", "USD", -500, "USD"),
        ("($5.00)", "USD", -500, "USD"),
        ("EUR 12", "USD", 1200, "EUR"),
        ("12 eur", "USD", 1200, "EUR"),
        ("12,-€", "EUR", 1200, "EUR"),
        ("CHF 1'234.50", "EUR", 123450, "CHF"),
        ("Fr. 12.50", "EUR", 1250, "CHF"),
        ("1 234,50 zł", "EUR", 123450, "PLN"),
        ("120 kr", "NOK", 12000, "NOK"),
        ("120 kr.", "DKK", 12000, "DKK"),
        ("R$ 1.234,56", "EUR", 123456, "BRL"),
        ("¥1,234", "JPY", 1234, "JPY"),
        ("￥1,234", "CNY", 123400, "CNY"),
        ("1.234 KWD", "EUR", 1234000, "KWD"),
        ("0.234 KWD", "EUR", 234, "KWD"),
        ("₹12,34,567.80", "EUR", 123456780, "INR"),
        ("1234", "EUR", 123400, "EUR"),
        ("1.234", "EUR", 123400, "EUR"),
        ("0", "EUR", 0, "EUR"),
        ("-0,01", "EUR", -1, "EUR"),
        ("19.990000000000002", "EUR", 1999, "EUR"),
    ],
)
def test_amounts_are_read_as_people_write_them(text, default, minor, currency):
    assert parse_money(text, default) == Money(minor, currency)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "€",
        "free",
        "12.345,678",
        "0.005",
        "1,2,3 €",
        "5 €£",
        "$5 €",
        "5 XTS",
        "5 apples",
        "1e5",
        "10" * 12,
        "5 € 6",
        "--5",
    ],
)
def test_what_is_no_amount_is_none_and_never_rounded(text):
    assert parse_money(text, "EUR") is None


def test_the_locale_decides_what_one_separator_means():
    assert parse_money("1.234", "EUR", "de") == Money(123400, "EUR")
    assert parse_money("1.234", "USD", "en") is None
    assert parse_money("1,234", "USD", "en") == Money(123400, "USD")
    assert parse_money("1.234", "KWD", "en") == Money(1234, "KWD")


@given(MINOR, CODES, st.sampled_from(["de", "en", "fr", "de_CH", "hi", "sv", "pt_BR", "ja"]))
def test_a_written_amount_is_read_back(minor, currency, code):
    money = Money(minor, currency)
    assert parse_money(format_money(money, code), currency, code) == money


@pytest.mark.parametrize(
    "code", ["en", "en_GB", "de", "de_CH", "fr", "es", "nl", "pl", "pt_BR", "sv", "ja", "hi", "tr", "he"]
)
def test_amounts_are_written_as_cldr_says(code):
    source = random.Random(code)
    for _ in range(200):
        currency = source.choice(["EUR", "USD", "GBP", "JPY", "KWD", "CHF", "INR"])
        money = Money(source.randrange(-(10**9), 10**9), currency)
        expected = numbers.format_currency(money.amount, currency, locale=code).replace("-", number_style(code).minus)
        shown = format_money(money, code)
        assert "".join(shown.split()) == "".join(expected.split())


def test_a_code_keeps_its_distance_from_the_number():
    assert format_money(Money(1200, "CHF"), "en") == "CHF\u00a012.00"
    assert format_money(Money(1200, "EUR"), "en") == "€12.00"


def test_sums_stay_in_one_currency():
    assert Money(100, "EUR") + Money(5, "EUR") - Money(3, "EUR") == Money(102, "EUR")
    assert -Money(5, "EUR") < Money(0, "EUR") <= Money(0, "EUR")
    with pytest.raises(Invalid, match="EUR and USD"):
        Money(1, "EUR") + Money(1, "USD")
    with pytest.raises(Invalid):
        assert Money(1, "EUR") < Money(1, "USD")


@pytest.mark.parametrize(
    ("minor", "factor", "result"),
    [(1005, "0.5", 503), (-1005, "0.5", -503), (999, "1.19", 1189), (1, "0.4", 0), (7, "3", 21)],
)
def test_products_are_rounded_half_away_from_zero(minor, factor, result):
    assert Money(minor, "EUR").times(Decimal(factor)) == Money(result, "EUR")


@given(MINOR, st.lists(st.integers(0, 1000), min_size=1, max_size=9).filter(any))
def test_shares_add_up_and_are_fair(minor, weights):
    shares = Money(minor, "EUR").split(weights)
    assert sum(share.minor for share in shares) == minor
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share.minor - Decimal(minor) * weight / sum(weights)) < 1


@pytest.mark.parametrize("weights", [[], [0, 0], [-1, 2]])
def test_shares_need_weights(weights):
    with pytest.raises(ValueError, match=r"[Ww]eights|empty"):
        Money(1, "EUR").split(weights)


def test_the_exponents_are_those_of_the_standard():
    assert [exponent(currency) for currency in ("EUR", "JPY", "KWD", "CLF", "ISK", "HUF", "AFN", "IRR")] == [
        2,
        0,
        3,
        4,
        0,
        2,
        2,
        2,
    ]


def test_an_amount_that_the_currency_cannot_hold_is_refused():
    assert from_amount(Decimal("1.5"), "JPY") is None
    assert from_amount(Decimal("1.005"), "EUR") is None
    assert from_amount(Decimal(10) ** 18, "EUR") is None
    assert from_amount(Decimal("1.500"), "EUR") == Money(150, "EUR")


def test_boards_show_amounts_in_short():
    assert format_compact(Money(123_456_789, "EUR"), "en") == "€1.2M"


@given(st.text() | st.from_regex(r"[-+0-9., ()'€$£A-Z]{0,20}"), CODES)
def test_no_text_makes_it_fail(text, currency):
    money = parse_money(text, currency)
    assert money is None or abs(money.minor) < 2**63
