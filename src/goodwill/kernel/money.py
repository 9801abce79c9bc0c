"""Money in whole minor units: cents, pence, yen. No fraction of them is ever stored."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from goodwill.kernel.locale import NumberStyle, locale_of, number_style

# ISO 4217. The exponents are written here and not taken from a library: what is stored must never change its meaning.
_EXPONENTS = dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3) | {"CLF": 4}
_WHOLE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_EXPONENTS |= dict.fromkeys(_WHOLE.split(), 0)
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Money:
    minor: int
    currency: str

    @property
    def amount(self) -> Decimal:
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def __bool__(self) -> bool:
        return self.minor != 0


def exponent(currency: str) -> int:
    """How many decimals the currency has."""
    return _EXPONENTS.get(currency, 2)


def from_amount(amount: Decimal, currency: str) -> Money | None:
    """None if the currency has no such small unit, or the amount is beyond what is stored."""
    minor = amount.scaleb(exponent(currency))
    if minor != minor.to_integral_value() or abs(minor) > _LARGEST:
        return None
    return Money(int(minor), currency)


def format_money(money: Money, code: str) -> str:
    """With the sign of the currency where the locale has it."""
    style = _style(money.currency, code)
    before, after = style.negative if money.minor < 0 else style.positive
    return f"{before}{style.numbers.scaled(abs(money.minor), style.exponent)}{after}"


class _Style(NamedTuple):
    positive: tuple[str, str]
    negative: tuple[str, str]
    exponent: int
    numbers: NumberStyle


@cache
def _style(currency: str, code: str) -> _Style:
    locale = locale_of(code)
    pattern = locale.currency_formats["standard"]
    symbol = str(locale.currency_symbols.get(currency, currency))
    numbers = number_style(code)
    signs = [
        (_with_symbol(before, symbol, numbers, front=True), _with_symbol(after, symbol, numbers, front=False))
        for before, after in zip(pattern.prefix, pattern.suffix, strict=True)
    ]
    primary, secondary = pattern.grouping
    style = NumberStyle(numbers.decimal, numbers.group, primary, secondary, numbers.minus)
    return _Style(signs[0], signs[1], exponent(currency), style)


def _with_symbol(affix: str, symbol: str, numbers: NumberStyle, *, front: bool) -> str:
    """A symbol of letters keeps a space between itself and the number."""
    if "¤" not in affix:
        return affix.replace("-", numbers.minus)
    beside_number = affix.endswith("¤") if front else affix.startswith("¤")
    space = "\u00a0" if beside_number and symbol[-1 if front else 0].isalpha() else ""
    spaced = f"{symbol}{space}" if front else f"{space}{symbol}"
    return affix.replace("-", numbers.minus).replace("¤", spaced)
