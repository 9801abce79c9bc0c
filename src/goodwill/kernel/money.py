"""Money is a whole number of minor units and a currency; nothing is ever summed as a float."""

from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import format_currency, get_currency_precision


@dataclass(frozen=True, order=True)
class Money:
    """`minor` counts the currency's smallest unit: cents, pence, whole yen."""

    minor: int
    currency: str

    @property
    def major(self) -> Decimal:
        return Decimal(self.minor).scaleb(-get_currency_precision(self.currency))


def format_money(money: Money, locale: str = "en") -> str:
    return str(format_currency(money.major, money.currency, locale=locale))
