"""How the relationship stands: proposed phases taken or left, and how they see us."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.areas.people.enums import ProposalState, Regard
from goodwill.areas.people.models import Comeback, Party, PhaseProposal
from goodwill.areas.people.phase_words import why
from goodwill.areas.people.phases import Proposed, propose
from goodwill.areas.people.signs import signs_of
from goodwill.areas.people.verbs.parties import set_phase
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.kernel.verbs import Help, verb

LEFT_ALONE = timedelta(days=90)
Reason = Annotated[str, Help(gettext_lazy("Why"))]


@verb(Party, label=gettext_lazy("Say how they see us"), done=gettext_lazy("noted how they see us"), icon="smile")
def set_regard(
    party: Party,
    *,
    by: Actor,
    regard: Annotated[str, Help(gettext_lazy("How they see us"), choices=tuple(Regard.choices))],
    reason: Reason = "",
) -> Party:
    """Say how they see us; the reason stays in the history."""
    if regard and regard not in Regard.values:
        raise Invalid({"regard": _("There is no such choice.")})
    if reason:
        changes.current_batch().note = reason[:300]
    return changes.update(party, regard=regard)


@verb(
    Party,
    label=gettext_lazy("Look at the phase again"),
    done=gettext_lazy("looked at the phase again"),
    icon="refresh-cw",
)
def review_phase(party: Party, *, by: Actor) -> Party:
    """Look at what happened, and propose another phase where it speaks for one."""
    write_proposals([party])
    return party


@verb(Party, label=gettext_lazy("Take the proposed phase"), done=gettext_lazy("took the proposed phase"), icon="check")
def accept_phase(party: Party, *, by: Actor) -> Party:
    """Set the phase that is proposed; its reason goes to the history."""
    found = _open(party)
    if found is None:
        raise Invalid(_("No other phase is proposed any more. Nothing was changed."))
    changes.update(found, state=ProposalState.ACCEPTED)
    return set_phase(party, by=by, phase=found.phase, reason=why(found.signal, found.facts))


@verb(Party, label=gettext_lazy("Leave the phase as it is"), done=gettext_lazy("left the phase as it is"), icon="x")
def dismiss_phase(party: Party, *, by: Actor) -> Party:
    """Do not follow the proposal. The same one does not come again for three months."""
    found = _open(party)
    if found is not None:
        changes.update(found, state=ProposalState.DISMISSED)
    return party


@verb(Party, label=gettext_lazy("Welcomed"), done=gettext_lazy("welcomed them back"), icon="hand")
def welcome(party: Party, *, by: Actor) -> Party:
    """The banner on their page goes."""
    for comeback in Comeback.objects.filter(party=party, seen_at=None):
        changes.update(comeback, seen_at=timezone.now())
    return party


def write_proposals(parties: Iterable[Party]) -> int:
    """Bring the open proposals of parties to what their signs say now, in the open batch; returns how many are new.

    What was dismissed is not proposed again for a while, unless for another reason.
    """
    by_id = {party.pk: party for party in parties}
    now, signs, made = timezone.now(), signs_of(by_id.values()), 0
    known = _latest(by_id)
    for pk, party in by_id.items():
        wanted = propose(signs[pk], now)
        of_party = known.get(pk, [])
        standing = next((one for one in of_party if one.state == ProposalState.OPEN), None)
        if wanted and any(_was_left(one, wanted) for one in of_party):
            wanted = None
        if standing and (wanted is None or (standing.phase, standing.signal) != (wanted.phase, wanted.signal)):
            changes.trash(standing)
            standing = None
        if wanted and standing is None:
            facts = dict(wanted.facts)
            row = PhaseProposal(
                party=party, before=party.phase, phase=wanted.phase.value, signal=wanted.signal.value, facts=facts
            )
            changes.create(row, validated=True)
            made += 1
    return made


def _latest(by_id: dict[int, Party]) -> dict[int, list[PhaseProposal]]:
    since = timezone.now() - LEFT_ALONE
    rows = PhaseProposal.objects.filter(party__in=by_id, changed_at__gt=since)
    found: dict[int, list[PhaseProposal]] = {}
    for row in rows | PhaseProposal.objects.filter(party__in=by_id, state=ProposalState.OPEN):
        found.setdefault(row.party_id, []).append(row)
    return found


def _was_left(proposal: PhaseProposal, wanted: Proposed) -> bool:
    same = (proposal.phase, proposal.signal) == (wanted.phase, wanted.signal)
    return same and proposal.state == ProposalState.DISMISSED


def _open(party: Party) -> PhaseProposal | None:
    rows = PhaseProposal.objects.filter(party=party, state=ProposalState.OPEN, before=party.phase)
    found: PhaseProposal | None = rows.first()
    return found
