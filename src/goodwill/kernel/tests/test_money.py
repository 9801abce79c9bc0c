import random
from decimal import Decimal

import pytest
from babel import numbers

from goodwill.kernel.locale import number_style
from goodwill.kernel.money import (
    Money,
    exponent,
    format_money,
    from_amount,
)


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
