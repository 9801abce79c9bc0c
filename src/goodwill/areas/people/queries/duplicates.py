"""Likely doubles, while somebody types and while a file comes in."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.contact_values import read_contact
from goodwill.areas.people.duplicate_keys import Key, company_words, keys_of
from goodwill.areas.people.enums import ContactKind, KeyKind, PartyKind
from goodwill.areas.people.models import DuplicateKey, Party
from goodwill.areas.people.names import split_name
from goodwill.kernel import rights
from goodwill.kernel.actors import ALL, Actor
from goodwill.kernel.mailbox import Mail, check_mail
from goodwill.kernel.models import Profile
from goodwill.kernel.text import fold

ENOUGH = 0.4
MOST_HITS, MOST_NAMESAKES = 100, 50
# How much a shared mark speaks for one party alone; an office's line or a shared mailbox speaks less.
WEIGHTS = {"mail": 0.9, "phone": 0.75, "shared_mail": 0.5, "same_name": 0.6, "like_name": 0.42}
WORK, OTHER_NAME = 0.85, 0.5
REASONS: dict[str, str | Promise] = {
    "mail": _("Same mail"),
    "phone": _("Same phone"),
    "same_name": _("Same name"),
    "like_name": _("Similar name"),
    "work": _("Same name at the same company"),
}
_SHARED_BOXES = frozenset("admin contact hello hi info kontakt mail office post sales service support team".split())  # noqa: SIM905


@dataclass(frozen=True)
class Sought:
    """What is known of a party that is about to be added."""

    kind: str = PartyKind.PERSON.value
    name: str = ""
    given: str = ""
    family: str = ""
    company: str = ""
    phones: Sequence[str] = ()
    mails: Sequence[str] = ()
    country: str = ""


@dataclass(frozen=True)
class Likely:
    """A known party that may be the one that is sought; `score` is between 0 and 1."""

    party_id: int
    name: str
    kind: str
    role: str
    company: str
    mail: str
    phone: str
    city: str
    score: float
    reasons: tuple[str, ...]

    @property
    def reason(self) -> str:
        return ", ".join(str(REASONS[name]) for name in self.reasons)


def likely_duplicates(sought: Sought, actor: Actor, *, exclude: Collection[int] = (), limit: int = 5) -> list[Likely]:
    """Parties within the actor's reach that are probably the one that is sought, the likeliest first; two queries."""
    keys = sought_keys(sought)
    if not keys:
        return []
    hits = defaultdict(set)
    rows: dict[int, tuple[str, ...]] = {}
    for party_id, kind, key, *columns in _hits(keys, actor):
        if party_id not in exclude:
            hits[party_id].add((kind, key))
            rows[party_id] = tuple(value or "" for value in columns)
    found = [_likely(party_id, rows[party_id], shared, sought) for party_id, shared in hits.items()]
    found = [one for one in found if one.score >= ENOUGH]
    return sorted(found, key=lambda one: (-one.score, one.party_id))[:limit]


def sought_keys(sought: Sought) -> set[Key]:
    """The keys under which a known party with these values would lie."""
    country = sought.country or Profile.current().country
    phones = [read_contact(ContactKind.PHONE, phone, country).national for phone in sought.phones if phone.strip()]
    checked = [check_mail(mail) for mail in sought.mails if mail.strip()]
    name = sought.name or f"{sought.given} {sought.family}".strip()
    given, family = sought.given, sought.family
    if sought.kind == PartyKind.PERSON and not (given and family) and name:
        parts = split_name(name)
        given, family = parts.given, parts.family
    return keys_of(
        sought.kind,
        name,
        given=given,
        family=family,
        company=sought.company,
        phones=[phone for phone in phones if len(phone) >= 5],
        mails=[mail.normal for mail in checked if isinstance(mail, Mail)],
    )


def _hits(keys: Iterable[Key], actor: Actor) -> Iterator[tuple[Any, ...]]:
    """The strong keys first: a common name must not crowd out the same mail."""
    by_kind = defaultdict(list)
    for kind, key in keys:
        by_kind[kind].append(key)
    names = by_kind.pop(KeyKind.NAME.value, [])
    rows = DuplicateKey.objects.order_by()
    if actor.scope(Party.ref_name(), "read") != ALL:
        rows = rows.filter(party__in=rights.visible(Party.objects.all(), actor).values("pk"))
    columns = ("name", "kind", "role", "company__name", "primary_mail", "primary_phone", "city")
    found = rows.values_list("party_id", "kind", "key", *(f"party__{name}" for name in columns))
    if by_kind:
        strong = reduce(or_, (Q(kind=kind, key__in=wanted) for kind, wanted in by_kind.items()))
        yield from found.filter(strong)[:MOST_HITS]
    if names:
        yield from found.filter(kind=KeyKind.NAME, key__in=names)[:MOST_NAMESAKES]


def _likely(party_id: int, row: tuple[str, ...], shared: set[Key], sought: Sought) -> Likely:
    name, kind, role, company, mail, phone, city = row
    reasons = _reasons(shared, name, company, sought)
    doubt = 1.0
    for weight in reasons.values():
        doubt *= 1 - weight
    score = 1 - doubt
    if "same_name" not in reasons and "like_name" not in reasons and "work" not in reasons:
        score *= _name_doubt(name, kind, sought)
    return Likely(party_id, name, kind, role, company, mail, phone, city, round(score, 3), tuple(reasons))


def _reasons(shared: set[Key], name: str, company: str, sought: Sought) -> dict[str, float]:
    found: dict[str, float] = {}
    for kind, key in sorted(shared):
        if kind == KeyKind.MAIL:
            found["mail"] = WEIGHTS["shared_mail" if key.split("@")[0] in _SHARED_BOXES else "mail"]
        elif kind == KeyKind.PHONE:
            found["phone"] = WEIGHTS["phone"]
        elif kind == KeyKind.NAME:
            same = fold(name) == fold(_name_of(sought))
            found["same_name" if same else "like_name"] = WEIGHTS["same_name" if same else "like_name"]
    if KeyKind.WORK in {kind for kind, _key in shared} or _at_same_company(company, sought, found):
        found["work"] = WORK
    return found


def _at_same_company(company: str, sought: Sought, found: dict[str, float]) -> bool:
    named = "same_name" in found or "like_name" in found
    return named and bool(company and sought.company) and company_words(company) == company_words(sought.company)


def _name_doubt(name: str, kind: str, sought: Sought) -> float:
    """Two who share a phone or a mailbox but are called quite differently are more likely two."""
    wanted = _name_of(sought)
    if not wanted:
        return 1.0
    if kind != sought.kind:
        return OTHER_NAME
    from jellyfish import jaro_winkler_similarity

    return 1.0 if jaro_winkler_similarity(fold(name), fold(wanted)) >= 0.8 else OTHER_NAME


def _name_of(sought: Sought) -> str:
    return sought.name or f"{sought.given} {sought.family}".strip()
