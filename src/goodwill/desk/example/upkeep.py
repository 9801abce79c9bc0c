"""What the staff did about the data: they marked what failed, and answered most of the phases that were proposed."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from goodwill.areas.people.enums import ContactKind, ProposalState, ValueState
from goodwill.areas.people.models import ContactPoint, Party, PhaseProposal
from goodwill.areas.people.verbs.relationship import write_proposals
from goodwill.desk.example import amara, flaws
from goodwill.desk.example.past import backdated
from goodwill.desk.example.plan import Reach
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor, system

NIGHT = time(4, 40)
UNANSWERED = frozenset({amara.WHO, amara.FIRM, flaws.VANISHED})
ANSWERED, TURNS = 0.72, 12


def mark_failed(some: Iterable[tuple[int, Reach]], by: Actor, at: datetime) -> None:
    """Of parties by their ids: mails came back, numbers belong to somebody else by now."""
    wanted = {(party, reach.value): reach for party, reach in some}
    points = ContactPoint.objects.filter(party__in={party for party, _value in wanted}).select_for_update()
    found: dict[str, dict[ContactPoint, dict[str, Any]]] = {"mark_bounced": {}, "mark_wrong": {}}
    for point in points:
        if reach := wanted.get((point.party_id, point.value)):
            state = ValueState.BOUNCED if point.kind == ContactKind.MAIL else ValueState.WRONG
            said = {"state": state.value, "state_at": reach.failed, "state_note": reach.why}
            found[f"mark_{state.value}"][point] = said
    for verb, changed in found.items():
        with backdated(by, verb, at):
            changes.update_each(changed)


def propose_phases(staff: Sequence[Actor], now: datetime) -> None:
    """What the nightly review finds. Most of it was left as it is in the last weeks; the rest waits for an answer."""
    seen = [party for party in _reviewed() if _is_answered(party)]
    with backdated(system("job"), "review_phases", _night(now, 80)):
        write_proposals(seen)
    proposed = list(PhaseProposal.objects.order_by("party"))
    for turn in range(TURNS):
        by, at = staff[turn % len(staff)], _night(now, 4 + turn * 6) + timedelta(hours=5 + turn % 7)
        with backdated(by, "dismiss_phase", at):
            changes.update_each({one: {"state": ProposalState.DISMISSED.value} for one in proposed[turn::TURNS]})
    with backdated(system("job"), "review_phases", _night(now, 0)):
        write_proposals(_reviewed())


def _reviewed() -> list[Party]:
    return list(Party.objects.order_by("pk"))


def _is_answered(party: Party) -> bool:
    """Who has no phase sells, writes or watches: all that was ever proposed for those was left."""
    if party.name in UNANSWERED:
        return False
    return not party.phase or Random(f"phase of {party.name}").random() < ANSWERED


def _night(now: datetime, days: int) -> datetime:
    last = now.date() if now.time() > NIGHT else now.date() - timedelta(days=1)
    return datetime.combine(last - timedelta(days=days), NIGHT, now.tzinfo)
