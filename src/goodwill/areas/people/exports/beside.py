"""Every way to reach a party, its addresses, ties and wishes, as parts of one row: what a list alone would lose."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.models import Address, ContactBan, ContactPoint, Party, Preference, Tie
from goodwill.areas.people.seeds import WORKS_AT
from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.records.codec import beside
from goodwill.records.codec.beside import Beside
from goodwill.records.veil import hides, known_rows

PROOF = ("state", "state_at", "state_note", "confirmed_at")
POINT = ("kind", "value", "label", "country", "preferred", "do_not_use", *PROOF)
ADDRESS = (
    "label", "street", "more", "postcode", "city", "region", "country", "latitude", "longitude", "preferred", *PROOF,
)  # fmt: skip
WISH = ("topic", "stance", "text", "strength", "since", "said_by", "source")
TIE = ("role", "department", "started", "ended", "main")
Told = Mapping[int, list[dict[str, Any]]]


def points(ids: Sequence[int], actor: Actor) -> Told:
    rows = known_rows(ContactPoint.objects.filter(party__in=ids), actor)
    return _by_party(rows.order_by("party", "kind", "position", "id").values("party", *POINT))


def addresses(ids: Sequence[int], actor: Actor) -> Told:
    rows = known_rows(Address.objects.filter(party__in=ids), actor)
    return _by_party(rows.order_by("party", "position", "id").values("party", *ADDRESS))


def wishes(ids: Sequence[int], actor: Actor) -> Told:
    """What they want, and the channels on which they are left alone."""
    rows = rights.visible(Preference.objects.filter(party__in=ids), actor).order_by("id").values("party", *WISH)
    bans = known_rows(ContactBan.objects.filter(party__in=ids), actor).order_by("id")
    left = ({"party": each.party_id, "leave_alone": each.channel, "reason": each.reason} for each in bans)
    return _by_party([*rows, *left])


def ties(ids: Sequence[int], actor: Actor) -> Told:
    """As each of the two sees them: `tie` is the label from its side. Whom the actor may not see is in none."""
    rows = Tie.objects.filter(Q(party__in=ids) | Q(other__in=ids)).select_related("kind")
    if hides(actor, Party.ref_name(), "company"):
        rows = rows.exclude(kind__builtin=WORKS_AT)
    hidden = {"role"} if hides(actor, Party.ref_name(), "role") else set()
    found = list(rows.order_by("-main", "id"))
    ends = {end for tie in found for end in (tie.party_id, tie.other_id)}
    seen = rights.visible(Party.objects.filter(pk__in=ends), actor).in_bulk()
    told: dict[int, list[dict[str, Any]]] = defaultdict(list)
    wanted = set(ids)
    for tie in found:
        for mine, theirs, first in ((tie.party_id, tie.other_id, True), (tie.other_id, tie.party_id, False)):
            if mine in wanted and theirs in seen:
                other = seen[theirs]
                who = {"with": other.name, "type": other.kind, "id": other.pk}
                facts = _plain({name: getattr(tie, name) for name in TIE if name not in hidden})
                turned = {"turned": True} if tie.kind.symmetric and not first else {}
                told[mine].append({"tie": tie.kind.said_from(first=first), **who, **facts, **turned})
    return told


def _by_party(rows: Iterable[dict[str, Any]]) -> Told:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row.pop("party")].append(_plain(row))
    return found


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is said, without what is empty."""
    return {
        name: value.isoformat() if isinstance(value, date | datetime) else value
        for name, value in values.items()
        if value not in (None, "", False)
    }


beside.adds(
    Party.ref_name(),
    Beside("all_points", _("Phones, mails and links, in full"), points),
    Beside("all_addresses", _("Addresses, in full"), addresses),
    Beside("all_ties", _("Ties, in full"), ties),
    Beside("all_wishes", _("Wishes, in full"), wishes),
)
