"""What the staff did about the data: they marked what failed, and answered most of the phases that were proposed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from random import Random

from goodwill.areas.people.enums import ContactKind, ValueState
from goodwill.areas.people.models import ContactPoint, Party, PhaseProposal
from goodwill.areas.people.verbs.relationship import dismiss_phase, write_proposals
from goodwill.desk.example import amara, flaws
from goodwill.desk.example.past import backdated
from goodwill.desk.example.plan import PartyPlan, Reach
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor, system

NIGHT = time(4, 40)
UNANSWERED = frozenset({amara.WHO, amara.FIRM, flaws.VANISHED})
ANSWERED = 0.72


def mark_failed(parties: Iterable[PartyPlan], ids: Mapping[str, int], staff: Sequence[Actor]) -> None:
    """Each on its day: a mail came back, a number belongs to somebody else by now."""
    for party in parties:
        for reach in party.reach:
            if reach.failed is not None:
                _mark(reach, reach.failed, ids[party.key], staff[party.owner])


def _mark(reach: Reach, at: datetime, party: int, by: Actor) -> None:
    came_back = reach.kind == ContactKind.MAIL
    point = ContactPoint.objects.get(party=party, kind=reach.kind, value=reach.value)
    with backdated(by, "mark_bounced" if came_back else "mark_wrong", at):
        state = ValueState.BOUNCED if came_back else ValueState.WRONG
        changes.update(point, state=state.value, state_at=at, state_note=reach.why)


def propose_phases(staff: Sequence[Actor], now: datetime) -> None:
    """What the nightly review finds. Most of it was left as it is in the last weeks; the rest waits for an answer."""
    seen = [party for party in _reviewed() if _is_answered(party)]
    with backdated(system("job"), "review_phases", _night(now, 80)):
        write_proposals(seen)
    proposed = PhaseProposal.objects.select_related("party").order_by("party")
    for number, proposal in enumerate(list(proposed)):
        days = 4 + number * 5 % 70
        with backdated(staff[number % len(staff)], "dismiss_phase", _night(now, days) + timedelta(hours=5 + days % 7)):
            dismiss_phase(proposal.party, by=staff[number % len(staff)])
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
