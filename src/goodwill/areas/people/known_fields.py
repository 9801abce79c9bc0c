"""What lists and filters know of a party beside its own columns: wishes, consents, proofs, completeness, comebacks."""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.enums import (
    ConsentState,
    ContactKind,
    Phase,
    ProposalState,
    Purpose,
    Stance,
    ValueState,
    WayOfReaching,
)
from goodwill.areas.people.models import Tie
from goodwill.kernel.actors import SENSITIVE
from goodwill.records.fields import Choice, Field, Kind, Many
from goodwill.records.registry import View


def _sees_sensitive(actor: Any) -> bool:
    return bool(actor.may(SENSITIVE))


_PRIVATE = {"sensitive": True, "readable": _sees_sensitive}
FACTS: dict[str, dict[str, Any]] = {
    "birthday": {**_PRIVATE, "yearly": "birth_md"},
    "age_band": _PRIVATE,
    "home": _PRIVATE,
    "success": _PRIVATE,
}
"""Facts that are nobody's business without the power to see them."""


_MAIN = Tie.objects.filter(party=OuterRef("pk"), main=True)
COMPANY_SINCE = Field(
    "company_since",
    _("At the company since"),
    Kind.DATE,
    expression=Subquery(_MAIN.values("started")[:1]),
    editable=False,
    in_form=False,
    follows=("company",),
)


def _choices(enum: Any) -> tuple[Choice, ...]:
    return tuple(Choice(value, label) for value, label in enum.choices)


def _several(name: str, label: Any, kind: Kind, many: Many, **more: Any) -> Field:
    return Field(name, label, kind, many=many, editable=False, in_form=False, **more)


def _wishes(stance: Stance) -> Many:
    return Many("people.Preference", "party", "text", "text_fold", {"stance": stance.value}, ("id",))


_OPEN = {"state": ProposalState.OPEN.value}
_USABLE = {"state": "", "do_not_use": False, "kind__in": (ContactKind.MAIL.value, ContactKind.PHONE.value)}
_WRONG = _choices(ValueState)
KNOWN = (
    Field(
        "completeness",
        _("Completeness"),
        Kind.NUMBER,
        "completeness",
        help=_("How much of what is worth knowing is known, from 0 to 100"),
        editable=False,
        in_form=False,
        index=True,
    ),
    _several("wants", _("Wants"), Kind.TEXT, _wishes(Stance.WANTS)),
    _several("avoids", _("Does not want"), Kind.TEXT, _wishes(Stance.AVOIDS)),
    _several(
        "leave_alone",
        _("Do not contact by"),
        Kind.CHOICES,
        Many("people.ContactBan", "party", "channel", order=("channel",)),
        choices=_choices(WayOfReaching),
    ),
    _several(
        "withdrawn",
        _("Ever taken back"),
        Kind.CHOICES,
        Many(
            "people.Consent", "party", "purpose", constant={"state": ConsentState.WITHDRAWN.value}, order=("-at", "id")
        ),
        choices=_choices(Purpose),
    ),
    _several(
        "reached_by",
        _("Can be reached by"),
        Kind.CHOICES,
        Many("people.ContactPoint", "party", "kind", constant=_USABLE, order=("kind", "id")),
        choices=_choices(ContactKind),
        in_list=False,
        follows=("phones", "mails"),
    ),
    _several(
        "contact_state",
        _("Phones and mails that fail"),
        Kind.CHOICES,
        Many("people.ContactPoint", "party", "state", constant={"state__gt": ""}, order=("id",)),
        choices=_WRONG,
        follows=("phones", "mails"),
    ),
    _several(
        "address_state",
        _("Addresses that fail"),
        Kind.CHOICES,
        Many("people.Address", "party", "state", constant={"state__gt": ""}, order=("id",)),
        choices=_WRONG,
        follows=("towns",),
    ),
    _several(
        "contact_checked",
        _("Phone or mail last checked"),
        Kind.MOMENT,
        Many("people.ContactPoint", "party", "checked_at", constant={"state": ""}, order=("checked_at", "id")),
        in_list=False,
        follows=("phones", "mails"),
    ),
    _several(
        "phase_proposed",
        _("Phase proposed"),
        Kind.CHOICES,
        Many("people.PhaseProposal", "party", "phase", constant=_OPEN, order=("id",)),
        choices=_choices(Phase),
    ),
    _several("came_back", _("Back again"), Kind.MOMENT, Many("people.Comeback", "party", "at", order=("-at", "id"))),
)
STALE = "contact_checked before 24 months ago"
PROPOSED_COLUMNS = ("name", "kind", "phase", "phase_proposed", "last_contact", "owner")
SCORES = (
    View("proposed", _("Phase proposed"), "phase_proposed is not empty", columns=PROPOSED_COLUMNS),
    View("incomplete", _("Incomplete"), "completeness < 50", "completeness"),
    View("stale", _("Stale"), STALE),
    View("back", _("Back again"), "came_back in last 30 days"),
)
