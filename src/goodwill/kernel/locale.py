"""What a language and country says of numbers and names: CLDR's tables, by babel, imported when first needed."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How a locale writes numbers with the digits 0 to 9."""

    decimal: str
    group: str
    primary: int
    secondary: int
    minus: str

    def grouped(self, whole: str) -> str:
        """`whole` has digits only."""
        if len(whole) <= self.primary or not self.primary:
            return whole
        if self.primary == self.secondary == 3:
            return f"{int(whole):,}".replace(",", self.group)
        parts = [whole[-self.primary :]]
        rest = whole[: -self.primary]
        while rest:
            parts.append(rest[-self.secondary :])
            rest = rest[: -self.secondary]
        return self.group.join(reversed(parts))

    def scaled(self, number: int, exponent: int) -> str:
        """A whole number, not negative, of which the last `exponent` digits are decimals."""
        digits = str(number)
        if not exponent:
            return self.grouped(digits)
        digits = digits.zfill(exponent + 1)
        return f"{self.grouped(digits[:-exponent])}{self.decimal}{digits[-exponent:]}"


@cache
def locale_of(code: str) -> "Locale":
    """The nearest locale for a code in any spelling (pt-br, zh-hant-tw, en_DE); English if there is none."""
    from babel import Locale, UnknownLocaleError

    parts = code.replace("-", "_").split("_")
    while parts:
        try:
            return Locale.parse("_".join(parts))
        except (UnknownLocaleError, ValueError):
            parts.pop()
    return Locale("en")


@cache
def number_style(code: str) -> NumberStyle:
    locale = locale_of(code)
    symbols = locale.number_symbols["latn"]
    primary, secondary = locale.decimal_formats[None].grouping
    return NumberStyle(symbols["decimal"], symbols["group"], primary, secondary, symbols["minusSign"])


def english_of(country: str) -> str:
    """The language of pages as a country writes dates and numbers, en-de; en is Britain's and that of all others."""
    from babel.localedata import exists

    return f"en-{country.lower()}" if country != "GB" and exists(f"en_{country}") else "en"


@cache
def country_names(code: str) -> dict[str, str]:
    """ISO code to name, in the order of the names."""
    from goodwill.kernel.countries import territories
    from goodwill.kernel.text import sort_key

    names = territories(code)
    return dict(sorted(names.items(), key=lambda item: sort_key(item[1])))


@cache
def language_names(code: str) -> dict[str, str]:
    """Language code to name, in the order of the names."""
    from goodwill.kernel.text import sort_key

    return dict(sorted(locale_of(code).languages.items(), key=lambda item: sort_key(item[1])))
