"""What a file calls a phase, a language, a time zone or any other choice, as it is kept here; "" for what is none."""

from functools import lru_cache

from django.db.models import TextChoices
from django.utils.translation import get_language

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
    return choice_of(text, Phase) or _PHASES.get(fold(text).replace(" ", ""), "")


def choice_of(text: str, choices: type[TextChoices]) -> str:
    return _meant(choices, get_language() or "").get(fold(text), "") if text else ""


@lru_cache(maxsize=64)
def _meant(choices: type[TextChoices], _language: str) -> dict[str, str]:
    """Choices by their folded codes and labels; the first of several that are called so."""
    found: dict[str, str] = {}
    for value, label in choices.choices:
        found.setdefault(fold(value), value)
        found.setdefault(fold(str(label)), value)
    return found


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
