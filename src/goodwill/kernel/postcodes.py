"""Postcodes: whether one can be of its country, and how that country writes it."""

import re
from functools import cache

from goodwill.kernel.address_formats import format_of

_FIELDS = {"9": "[0-9]", "A": "[A-Z]", "*": "[A-Z0-9]"}
_SIGN_BEFORE = re.compile(r"^[A-Z]{1,3}[- ](?=[0-9])")


def check_postcode(text: str, country: str) -> str | None:
    """As the country writes it (1234ab of NL is 1234 AB), or None if it cannot be one of its postcodes.

    A country's sign before it (D-10115) goes. Of a country that has none, or that we do not know, anything is taken.
    """
    typed = " ".join(text.upper().split())
    forms = format_of(country).postcodes
    if not forms or not typed:
        return typed
    for candidate in (typed, _SIGN_BEFORE.sub("", typed)):
        bare = re.sub(r"[^A-Z0-9]", "", candidate)
        for pattern, form in _patterns(country):
            for whole in (bare, country + bare):
                if pattern.fullmatch(whole):
                    return _written(whole, form)
    return None


@cache
def postcode_pattern(country: str) -> re.Pattern[str] | None:
    """Finds one within a line, in any spacing; None for countries without."""
    forms = format_of(country).postcodes
    if not forms:
        return None
    longest_first = sorted(forms, key=len, reverse=True)
    inner = "|".join("".join(_FIELDS.get(sign) or _loose(sign) for sign in form) for form in longest_first)
    return re.compile(
        rf"(?<![A-Z0-9])(?:{re.escape(country)}[- ])?(?:[A-Z]{{1,2}}-)?({inner})(?![A-Z0-9])", re.IGNORECASE
    )


@cache
def _patterns(country: str) -> list[tuple[re.Pattern[str], str]]:
    return [
        (re.compile("".join(_FIELDS.get(sign, sign) for sign in form if sign not in " -")), form)
        for form in format_of(country).postcodes
    ]


def _loose(sign: str) -> str:
    return r"[ \-\u2013]?" if sign in " -" else re.escape(sign)


def _written(bare: str, form: str) -> str:
    signs = iter(bare)
    return "".join(sign if sign in " -" else next(signs) for sign in form)
