"""How a relationship went: from the first word to where it stands now."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from goodwill.desk.example.plan import PartyPlan, PhasePlan
from goodwill.desk.example.telling import CUSTOMERS


def customer_since(party: PartyPlan) -> datetime | None:
    if party.phase not in CUSTOMERS:
        return None
    return party.since + timedelta(days=Random(f"since {party.key}").randint(0, 30))


def phases_of(party: PartyPlan, now: datetime) -> list[PhasePlan]:
    """The changes of phase after it was written down, the last one to what it is now."""
    began = customer_since(party)
    if began is None or began > now - timedelta(days=45):
        return []
    steps = [("customer", began)]
    if party.audience == "back":
        steps += [("ended", now - timedelta(days=570)), ("customer", now - timedelta(days=104))]
    elif party.phase == "loyal":
        steps.append(("loyal", began + (now - began) / 2))
    elif party.phase == "slipping":
        steps.append(("slipping", now - timedelta(days=122)))
    elif party.phase == "ended":
        steps.append(("ended", max(now - timedelta(days=390), began + timedelta(days=1))))
    return [PhasePlan(party.key, at, phase, party.owner) for phase, at in steps]


def at_first(party: PartyPlan, changes: list[PhasePlan]) -> PartyPlan:
    """As it was written down, where its phase changed later."""
    return replace(party, fields={**party.fields, "phase": "lead"}) if changes else party
