"""How much is known of a party, from 0 to 100: what counts, for how many points, and where it is filled in.

The database computes the score from the party's own columns, so that lists sort and filter by it and nothing has to
keep it up to date. Other points here need a migration.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Q, SmallIntegerField, Value, When
from django.db.models.expressions import Combinable
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.enums import PartyKind


@dataclass(frozen=True)
class Part:
    """Something worth knowing. It is filled by editing the field `fill`, or by the verb of that name with `query`."""

    label: Promise
    points: int
    column: str
    fill: str = ""
    query: str = ""
    is_key: bool = False

    @property
    def filled(self) -> Q:
        return Q(**{f"{self.column}__isnull": False}) if self.is_key else ~Q(**{self.column: ""})

    def is_missing(self, party: Any) -> bool:
        return getattr(party, f"{self.column}_id" if self.is_key else self.column) in ("", None)


_PHONE = Part(_("a phone that works"), 20, "primary_phone", "add_contact", "kind=phone")
_MAIL = Part(_("a mail that works"), 20, "primary_mail", "add_contact", "kind=mail")
_TOWN = Part(_("an address with its town"), 20, "city", "add_address")
_PHASE = Part(_("the phase"), 10, "phase")
_OWNER = Part(_("an owner"), 10, "owner", is_key=True)
_SOURCE = Part(_("where they came from"), 5, "source")
PARTS: dict[PartyKind, Sequence[Part]] = {
    PartyKind.PERSON: (
        _PHONE,
        _MAIL,
        _TOWN,
        Part(_("the family name"), 10, "family"),
        _PHASE,
        _OWNER,
        Part(_("the language"), 5, "language"),
        _SOURCE,
    ),
    PartyKind.COMPANY: (
        _PHONE,
        _MAIL,
        _TOWN,
        Part(_("the website"), 5, "website", "add_contact", "kind=web"),
        Part(_("the industry"), 10, "industry"),
        _PHASE,
        _OWNER,
        _SOURCE,
    ),
    PartyKind.HOUSEHOLD: (
        Part(_PHONE.label, 25, "primary_phone", "add_contact", "kind=phone"),
        Part(_MAIL.label, 25, "primary_mail", "add_contact", "kind=mail"),
        Part(_TOWN.label, 25, "city", "add_address"),
        _PHASE,
        _OWNER,
        _SOURCE,
    ),
}


def _sum(parts: Sequence[Part]) -> Combinable:
    terms = [Case(When(part.filled, then=Value(part.points)), default=Value(0)) for part in parts]
    total: Combinable = terms[0]
    for term in terms[1:]:
        total = total + term
    return total


SCORE = Case(
    *(When(kind=kind.value, then=_sum(parts)) for kind, parts in PARTS.items()),
    default=Value(0),
    output_field=SmallIntegerField(),
)


def missing(party: Any, *, hidden: Collection[str | None] = ()) -> list[Part]:
    """What is not known of the party, the weightiest first; nothing is said of `hidden` columns."""
    parts = (part for part in PARTS[PartyKind(party.kind)] if part.column not in hidden)
    gaps = [part for part in parts if part.is_missing(party)]
    return sorted(gaps, key=lambda part: -part.points)
