"""The sentence behind a proposed phase, in the reader's language."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _, ngettext

from goodwill.areas.people.enums import Signal


def why(signal: str, facts: Mapping[str, Any]) -> str:
    """The sentence behind a proposal, in the reader's language."""
    said = _SENTENCES.get(Signal(signal)) if signal in Signal.values else None
    return said(facts) if said else ""


def _late(facts: Mapping[str, Any]) -> str:
    given = {"silence": span(facts["days"]), "rhythm": span(facts["rhythm"])}
    return _("Usually in touch every %(rhythm)s; now silent for %(silence)s.") % given


def _silent(facts: Mapping[str, Any]) -> str:
    return _("Nothing passed between us for %s, and nothing is planned.") % span(facts["days"])


def _came_back(facts: Mapping[str, Any]) -> str:
    days = int(facts["days"])
    return _("In touch again today.") if days < 1 else _("In touch again %s ago.") % span(days)


def _first(facts: Mapping[str, Any]) -> str:
    n = int(facts["n"])
    return ngettext("There was a first contact.", "There were %(n)s contacts, and no phase is set.", n) % {"n": n}


def _steady(facts: Mapping[str, Any]) -> str:
    years = int(facts["years"])
    sentence = ngettext(
        "A customer for %(years)s year, in touch every %(rhythm)s.",
        "A customer for %(years)s years, in touch every %(rhythm)s.",
        years,
    )
    return sentence % {"years": years, "rhythm": span(facts["rhythm"])}


def _took_back(facts: Mapping[str, Any]) -> str:
    return _("They took back everything that they had allowed, %s ago.") % span(facts["days"])


_SENTENCES: dict[Signal, Callable[[Mapping[str, Any]], str]] = {
    Signal.LATE: _late,
    Signal.SILENT: _silent,
    Signal.BACK: _came_back,
    Signal.FIRST_CONTACT: _first,
    Signal.REGULAR: _steady,
    Signal.WITHDRAWN: _took_back,
}


def span(days: int) -> str:
    """Days as people say them: 9 days, 6 weeks, 14 months, 3 years."""
    days = max(int(days), 1)
    if days < 21:
        return ngettext("%d day", "%d days", days) % days
    if days < 91:
        return ngettext("%d week", "%d weeks", round(days / 7)) % round(days / 7)
    if days < 731:
        return ngettext("%d month", "%d months", round(days / 30.44)) % round(days / 30.44)
    return ngettext("%d year", "%d years", round(days / 365.25)) % round(days / 365.25)
