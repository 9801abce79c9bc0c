"""When another phase is proposed for a party."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from goodwill.areas.people.enums import CUSTOMERS, Phase, Signal

LATE_BY, SILENT_BY = 2.5, 5.0
"""How many times their usual gap the silence is, before they are slipping away, and before it has ended."""
SHORTEST, QUIET = timedelta(days=30), timedelta(days=180)
ENDED_AFTER = timedelta(days=730)
FEWEST = 3
"""So many contacts make a rhythm."""
YEARS = timedelta(days=2 * 365)
RECENT = timedelta(days=30)


@dataclass(frozen=True)
class Signs:
    """What is known of a party that speaks for a phase. `first` to `last` are its contacts, `contacts` their number."""

    phase: str
    customer_since: date | None = None
    first: datetime | None = None
    last: datetime | None = None
    contacts: int = 0
    open_tasks: int = 0
    last_note: datetime | None = None
    withdrawn: datetime | None = None
    still_allowed: bool = False

    @property
    def rhythm(self) -> timedelta | None:
        """The usual time between two contacts."""
        if self.contacts < FEWEST or self.first is None or self.last is None or self.first >= self.last:
            return None
        return (self.last - self.first) / (self.contacts - 1)


@dataclass(frozen=True)
class Proposed:
    phase: Phase
    signal: Signal
    facts: Mapping[str, Any] = field(default_factory=dict)


def propose(signs: Signs, now: datetime) -> Proposed | None:
    """The phase that the signs speak for, where it is another one than theirs.

    An open task means that somebody is at it: silence then says nothing yet.
    """
    for rule in (_withdrawn, _silence, _back, _first_contact, _regular):
        found = rule(signs, now)
        if found is not None and found.phase != signs.phase:
            return found
    return None


def _silence(signs: Signs, now: datetime) -> Proposed | None:
    if signs.last is None or signs.open_tasks or signs.phase not in CUSTOMERS | {Phase.LEAD, Phase.PROSPECT}:
        return None
    silent = now - max(signs.last, signs.last_note or signs.last)
    rhythm = signs.rhythm
    facts = {"days": silent.days, "rhythm": rhythm.days if rhythm else 0}
    long = max(rhythm * SILENT_BY, QUIET) if rhythm else ENDED_AFTER
    if silent > max(long, 2 * QUIET):
        return Proposed(Phase.ENDED, Signal.SILENT, facts)
    if rhythm and signs.phase in CUSTOMERS and silent > max(rhythm * LATE_BY, SHORTEST):
        return Proposed(Phase.SLIPPING, Signal.LATE, facts)
    return None


def _back(signs: Signs, now: datetime) -> Proposed | None:
    if signs.last is None or now - signs.last > RECENT or signs.phase not in (Phase.SLIPPING, Phase.ENDED):
        return None
    phase = Phase.CUSTOMER if signs.customer_since else Phase.LEAD
    return Proposed(phase, Signal.BACK, {"days": (now - signs.last).days})


def _first_contact(signs: Signs, now: datetime) -> Proposed | None:
    if signs.phase or not signs.contacts or signs.last is None or now - signs.last > QUIET:
        return None
    return Proposed(Phase.LEAD if signs.contacts > 1 else Phase.PROSPECT, Signal.FIRST_CONTACT, {"n": signs.contacts})


def _regular(signs: Signs, now: datetime) -> Proposed | None:
    if signs.phase != Phase.CUSTOMER or signs.customer_since is None or signs.last is None:
        return None
    age, rhythm = now.date() - signs.customer_since, signs.rhythm
    if age < YEARS or rhythm is None or now - signs.last > rhythm * LATE_BY or rhythm > QUIET:
        return None
    return Proposed(Phase.LOYAL, Signal.REGULAR, {"years": age.days // 365, "rhythm": rhythm.days})


def _withdrawn(signs: Signs, now: datetime) -> Proposed | None:
    if signs.withdrawn is None or signs.still_allowed or now - signs.withdrawn > RECENT:
        return None
    if signs.phase not in (Phase.CUSTOMER, Phase.LOYAL):
        return None
    return Proposed(Phase.SLIPPING, Signal.WITHDRAWN, {"days": (now - signs.withdrawn).days})
