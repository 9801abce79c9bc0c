"""The people and firms around a party."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from goodwill.areas.people.models import Party, Tie
from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.prepared import prepared
from goodwill.records.veil import hides
from goodwill.ui import formats

MOST = 50


@dataclass(frozen=True)
class Neighbour:
    """`said` is how the tie reads from the party in the middle: "works at", "employs"."""

    tie_id: int
    party_id: int
    name: str
    kind: str
    said: str
    role: str
    department: str
    started: date | None
    ended: date | None
    main: bool
    outward: bool

    @property
    def time(self) -> str:
        """Since when, until when, or from when to when; nothing where nobody said."""
        days = {"first": formats.day(self.started), "last": formats.day(self.ended)}
        if self.started and self.ended:
            return _("%(first)s to %(last)s") % days
        if self.started:
            return _("since %(first)s") % days
        return _("until %(last)s") % days if self.ended else ""


def around(party: Party, actor: Actor, *, limit: int = MOST) -> list[Neighbour]:
    """Ties in both directions: those that hold first, the main one on top; whom the actor may not see is left out."""
    if rights.unlimited(Party, actor):
        return [_neighbour(tie, party, actor) for tie in _any_around(party.pk, limit=limit)]
    seen = rights.visible(Party.everything.all(), actor).values("pk")
    rows = _ties(party.pk).filter(party__in=seen, other__in=seen)
    return [_neighbour(tie, party, actor) for tie in rows[:limit]]


@prepared
def _any_around(pk: int, *, limit: int) -> "QuerySet[Tie]":
    return _ties(pk)[:limit]


def _ties(pk: int) -> "QuerySet[Tie]":
    rows = Tie.objects.filter(Q(party=pk) | Q(other=pk)).select_related("kind", "party", "other")
    rows = rows.filter(party__deleted_at=None, other__deleted_at=None)
    return rows.order_by(F("ended").desc(nulls_first=True), "-main", "-id")


def _neighbour(tie: Tie, party: Party, actor: Actor) -> Neighbour:
    outward = tie.party_id == party.pk
    there = tie.other if outward else tie.party
    return Neighbour(
        tie_id=tie.pk,
        party_id=there.pk,
        name=there.name,
        kind=there.kind,
        said=tie.kind.said_from(first=outward),
        role=tie.party.role if tie.main and not hides(actor, Party.ref_name(), "role") else tie.role,
        department=tie.department,
        started=tie.started,
        ended=tie.ended,
        main=tie.main,
        outward=outward,
    )
