"""What a file calls a phase, a language, a time zone or any other choice, as it is kept here; "" for what is none."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from goodwill.areas.people.enums import Phase
from goodwill.kernel.text import fold

_PHASES = {
    "subscriber": Phase.PROSPECT, "suspect": Phase.PROSPECT, "interessent": Phase.PROSPECT, "cold": Phase.PROSPECT,
    "marketingqualifiedlead": Phase.LEAD, "salesqualifiedlead": Phase.LEAD, "opportunity": Phase.LEAD,
    "mql": Phase.LEAD, "sql": Phase.LEAD, "client": Phase.CUSTOMER, "kunde": Phase.CUSTOMER,
    "customer-direct": Phase.CUSTOMER, "customer-channel": Phase.CUSTOMER, "evangelist": Phase.LOYAL,
    "stammkunde": Phase.LOYAL, "formercustomer": Phase.ENDED, "churned": Phase.ENDED, "lost": Phase.ENDED,
    "ehemaligerkunde": Phase.ENDED,
}  # fmt: skip
"""What other programs call the phases."""


@lru_cache(maxsize=1024)
def phase_of(text: str) -> str:
    return choice_of(text, Phase.choices) or _PHASES.get(fold(text).replace(" ", ""), "")


def choice_of(text: str, choices: Sequence[tuple[str, Any]]) -> str:
    wanted = fold(text)
    return next((value for value, label in choices if wanted in (fold(value), fold(str(label)))), "")


@lru_cache(maxsize=1024)
def language_of(text: str) -> str:
    """The code of a language, by its code or its name; of several, the first."""
    from babel import Locale, UnknownLocaleError

    first = text.split(",", maxsplit=1)[0].strip()
    try:
        return str(Locale.parse(first.replace("-", "_"))).replace("_", "-")
    except (ValueError, UnknownLocaleError):
        pass
    wanted = fold(first)
    for spoken in ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da"):
        for code, name in Locale(spoken).languages.items():
            if fold(name) == wanted:
                return str(code).replace("_", "-")
    return ""


@lru_cache(maxsize=1024)
def time_zone_of(text: str) -> str:
    from zoneinfo import available_timezones

    return text if text in available_timezones() else ""
