"""Money in whole minor units: cents, pence, yen. No fraction of them is ever stored."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from django.utils.translation import gettext as _

from goodwill.kernel.errors import Invalid
from goodwill.kernel.locale import NumberStyle, locale_of, number_style
from goodwill.kernel.numerals import PLAIN_SIGNS, read_decimal

# ISO 4217. The exponents are written here and not taken from a library: what is stored must never change its meaning.
_CURRENCIES = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF CLP CNY
COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR
IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR
MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD
SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD
XCG XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES = frozenset(_CURRENCIES.split())
_EXPONENTS = dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3) | {"CLF": 4}
_WHOLE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_EXPONENTS |= dict.fromkeys(_WHOLE.split(), 0)
_LARGEST = 2**63 - 1
_LONGEST = 80

_SYMBOLS = {
    "€": ("EUR",),
    "£": ("GBP", "EGP", "GIP", "LBP"),
    "$": ("USD", "CAD", "AUD", "NZD", "MXN", "SGD", "HKD", "CLP", "COP", "ARS", "TWD", "JMD"),
    "US$": ("USD",),
    "A$": ("AUD",),
    "C$": ("CAD",),
    "CA$": ("CAD",),
    "NZ$": ("NZD",),
    "HK$": ("HKD",),
    "S$": ("SGD",),
    "R$": ("BRL",),
    "MX$": ("MXN",),
    "¥": ("JPY", "CNY"),
    "円": ("JPY",),
    "元": ("CNY",),
    "₹": ("INR",),
    "Rs": ("INR", "PKR", "LKR", "NPR"),
    "₽": ("RUB",),
    "₺": ("TRY",),
    "₴": ("UAH",),
    "₪": ("ILS",),
    "₩": ("KRW",),
    "₫": ("VND",),
    "₱": ("PHP",),
    "₦": ("NGN",),
    "฿": ("THB",),
    "zł": ("PLN",),
    "Kč": ("CZK",),
    "Ft": ("HUF",),
    "lei": ("RON",),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "Fr": ("CHF",),
    "SFr": ("CHF",),
    "R": ("ZAR",),
}
_BY_SYMBOL = {symbol.casefold(): codes for symbol, codes in _SYMBOLS.items()}
_MARKED = re.compile(r"(?P<before>[^\d\s()+.,-][^\d\s()+,-]*)|(?P<number>[\d(+-].*)", re.DOTALL)
_BEHIND = re.compile(r"(?P<number>.*[\d)-])\s*(?P<behind>[^\d\s().,-][^\d\s()-]*?)\.?(?P<close>\)?)", re.DOTALL)


@dataclass(frozen=True, slots=True, order=False)
class Money:
    minor: int
    currency: str

    @property
    def amount(self) -> Decimal:
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other)

    def times(self, factor: int | Decimal) -> "Money":
        """Rounded half away from zero, as on an invoice."""
        return Money(int((self.minor * Decimal(factor)).quantize(Decimal(1), ROUND_HALF_UP)), self.currency)

    def split(self, weights: Sequence[int]) -> "list[Money]":
        """Shares in proportion to the weights; they add up exactly, the largest remainders get the last units."""
        total = sum(weights)
        if total <= 0 or min(weights) < 0:
            raise ValueError("Weights are not negative, and not all zero.")
        size = abs(self.minor)
        shares = [size * weight // total for weight in weights]
        by_remainder = sorted(range(len(weights)), key=lambda place: (-(size * weights[place] % total), place))
        for place in by_remainder[: size - sum(shares)]:
            shares[place] += 1
        return [Money(share if self.minor >= 0 else -share, self.currency) for share in shares]

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise Invalid(
                _("%(one)s and %(other)s are different currencies. Nothing was changed; please convert one of them.")
                % {"one": self.currency, "other": other.currency}
            )
        return other.minor


def exponent(currency: str) -> int:
    """How many decimals the currency has."""
    return _EXPONENTS.get(currency, 2)


def from_amount(amount: Decimal, currency: str) -> Money | None:
    """None if the currency has no such small unit, or the amount is beyond what is stored."""
    minor = amount.scaleb(exponent(currency))
    if minor != minor.to_integral_value() or abs(minor) > _LARGEST:
        return None
    return Money(int(minor), currency)


def parse_money(text: str, currency: str, code: str = "") -> Money | None:
    """What is written, in the currency that is written with it or else in `currency`; None if that cannot be told.

    A symbol of several currencies means `currency` if that is one of them. `code` is the locale of the writer: it
    decides whether 1.234 is a thousand, and what cannot be in the currency is refused, never rounded.
    """
    if len(text) > _LONGEST:
        return None
    text = unicodedata.normalize("NFKC", text.translate(PLAIN_SIGNS)).strip()
    if code:
        text = _written(currency, code).sub("", text, count=1).strip()
    number, marks = _marks(text)
    found = {_currency(mark, currency) for mark in marks}
    if len(found) > 1 or "" in found:
        return None
    chosen = found.pop() if found else currency
    decimal = number_style(code).decimal if code else ""
    amount = read_decimal(number, decimal=decimal)
    return None if amount is None else from_amount(amount, chosen)


def format_money(money: Money, code: str) -> str:
    """With the sign of the currency where the locale has it."""
    style = _style(money.currency, code)
    before, after = style.negative if money.minor < 0 else style.positive
    return f"{before}{style.numbers.scaled(abs(money.minor), style.exponent)}{after}"


@lru_cache(maxsize=2048)
def format_compact(money: Money, code: str) -> str:
    """Three digits and a word, for a board or a chart: €1.2M, 1,2 Mio. €."""
    from babel.numbers import format_compact_currency

    return format_compact_currency(money.amount, money.currency, locale=locale_of(code), fraction_digits=1)


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


@cache
def _written(currency: str, code: str) -> re.Pattern[str]:
    """The sign that the locale has for the currency ($US, F CFA), standing for itself."""
    symbol = unicodedata.normalize("NFKC", str(locale_of(code).currency_symbols.get(currency, currency)))
    return re.compile(rf"(?<![^\W\d_])(?<!\$){re.escape(symbol)}(?![^\W\d_])(?!\$)")


def _marks(text: str) -> tuple[str, list[str]]:
    """The number, and what stands before and behind it."""
    marks = []
    sign = ""
    if text[:1] in ("-", "(") and len(text) > 1 and not text[1].isdigit():
        sign, text = text[0], text[1:].lstrip()
    front = _MARKED.match(text)
    if front and front["before"]:
        marks.append(front["before"])
        text = text[front.end() :].strip()
    if behind := _BEHIND.fullmatch(text):
        marks.append(behind["behind"])
        text = behind["number"] + behind["close"]
    return sign + text, marks


def _currency(mark: str, default: str) -> str:
    """The currency of a symbol or code; empty if there is none."""
    if mark.upper() in CURRENCIES:
        return mark.upper()
    codes = _BY_SYMBOL.get(mark.casefold().rstrip("."), ("",))
    return default if default in codes else codes[0]
