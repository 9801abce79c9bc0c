"""What decides whether parties may be contacted: consents, bans, and ways that work; four queries for many parties."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from goodwill.areas.people.enums import ContactKind, WayOfReaching
from goodwill.areas.people.models import Address, Consent, ContactBan, ContactPoint, Party
from goodwill.areas.people.models.consent import newest_of

_NEEDS = {
    WayOfReaching.MAIL: ContactKind.MAIL,
    WayOfReaching.PHONE: ContactKind.PHONE,
    WayOfReaching.TEXT: ContactKind.PHONE,
    WayOfReaching.SOCIAL: ContactKind.SOCIAL,
}


@dataclass(frozen=True)
class Standing:
    """All that a verdict looks at: `consents` hold the newest word by purpose and channel, `ways` what can be used."""

    consents: Mapping[tuple[str, str], Consent] = field(default_factory=dict)
    bans: Mapping[str, ContactBan] = field(default_factory=dict)
    ways: frozenset[str] = frozenset()
    gone: bool = False


def standings(parties: Iterable[Party]) -> dict[int, Standing]:
    """What verdicts on many parties look at, in four queries."""
    by_id = {party.pk: party for party in parties}
    consents: dict[int, list[Consent]] = defaultdict(list)
    for consent in Consent.objects.filter(party__in=by_id).select_related("template"):
        consents[consent.party_id].append(consent)
    bans: dict[int, dict[str, ContactBan]] = defaultdict(dict)
    for ban in ContactBan.objects.filter(party__in=by_id):
        bans[ban.party_id][ban.channel] = ban
    ways = _ways(by_id)
    return {
        pk: Standing(newest_of(consents[pk]), bans[pk], frozenset(ways[pk]), party.deleted_at is not None)
        for pk, party in by_id.items()
    }


def _ways(ids: Iterable[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    points = ContactPoint.objects.filter(party__in=ids, do_not_use=False, state="").order_by()
    kinds: dict[int, set[str]] = defaultdict(set)
    for party_id, kind in points.values_list("party", "kind").distinct():
        kinds[party_id].add(kind)
    for party_id, known in kinds.items():
        found[party_id] |= {way.value for way, kind in _NEEDS.items() if kind in known}
    written = Address.objects.filter(party__in=ids, state="").exclude(city="").order_by()
    for party_id in written.values_list("party", flat=True).distinct():
        found[party_id].add(WayOfReaching.POST.value)
    return found
