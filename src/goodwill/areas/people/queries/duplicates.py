"""Likely doubles of somebody who is about to be added, by the same scorer as everywhere."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial, reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Q

from goodwill.areas.people.contact_values import read_contact
from goodwill.areas.people.double_words import in_words
from goodwill.areas.people.doubles.nicknames import forms_of
from goodwill.areas.people.doubles.scoring import POSSIBLE, score
from goodwill.areas.people.doubles.traits import Traits, traits
from goodwill.areas.people.duplicate_keys import Key, keys_of
from goodwill.areas.people.enums import ContactKind, KeyKind, PartyKind
from goodwill.areas.people.models import DuplicateKey, Party
from goodwill.areas.people.names import split_name
from goodwill.areas.people.queries.double_finding import told_apart
from goodwill.areas.people.queries.double_traits import rarity_of, traits_of
from goodwill.kernel import rights
from goodwill.kernel.actors import ALL, Actor
from goodwill.kernel.mailbox import Mail, check_mail
from goodwill.kernel.models import Profile
from goodwill.kernel.prepared import prepared
from goodwill.kernel.text import words
from goodwill.records.veil import hidden_fields, hides, out_of_reach

_SHOWN = {
    "name": "name",
    "kind": "kind",
    "role": "role",
    "company": "company__name",
    "mail": "primary_mail",
    "phone": "primary_phone",
    "city": "city",
}
MOST_HITS, MOST_NAMESAKES, MOST_COMPARED = 100, 50, 60


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
    """A known party that may be the one that is sought; `score` is a probability."""

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
        return in_words(self.reasons)


@dataclass(frozen=True)
class _Read:
    """What is sought, as keys and as traits."""

    keys: set[Key]
    traits: Traits


def likely_duplicates(
    sought: Sought, actor: Actor, *, exclude: Collection[int] = (), of: int | None = None, limit: int = 5
) -> list[Likely]:
    """Parties within the actor's reach that are probably the one that is sought, the likeliest first; seven queries.

    `of` is the party that is edited: neither itself nor whom somebody told apart from it is among them.
    """
    if of is not None:
        exclude = {*exclude, of, *(one for pair in told_apart({of}) for one in pair)}
    read = _read(_told(sought, actor))
    if not read.keys:
        return []
    hidden = dict.fromkeys((field.name for field in hidden_fields(Party.ref_name(), actor) if field.name in _SHOWN), "")
    hits: dict[int, int] = defaultdict(int)
    rows: dict[int, dict[str, str]] = {}
    companies: dict[int, int | None] = {}
    for party_id, company_id, *columns in _hits(read.keys, actor):
        if party_id not in exclude:
            hits[party_id] += 1
            companies[party_id] = company_id
            rows[party_id] = {name: value or "" for name, value in zip(_SHOWN, columns, strict=True)} | hidden
    known = traits_of(sorted(hits, key=lambda pk: -hits[pk])[:MOST_COMPARED])
    unseen = out_of_reach(Party, (pk for one in known if (pk := companies[one])), actor)
    for party_id in [one for one in known if companies[one] in unseen]:
        rows[party_id]["company"], known[party_id] = "", known[party_id]._replace(company=())
    rarity = rarity_of([read.traits])
    found = []
    for party_id, theirs in known.items():
        result = score(read.traits, theirs, rarity)
        if result.probability >= POSSIBLE:
            reasons = tuple(code for code, bits in result.reasons if bits > 0)
            found.append(Likely(party_id, score=round(result.probability, 4), reasons=reasons, **rows[party_id]))
    return sorted(found, key=lambda one: (-one.score, one.party_id))[:limit]


def _told(sought: Sought, actor: Actor) -> Sought:
    """Nobody learns from a likely double that a hidden phone, mail or company is the one that they typed."""
    of = partial(hides, actor, Party.ref_name())
    return replace(
        sought,
        phones=() if of("phones") else sought.phones,
        mails=() if of("mails") else sought.mails,
        company="" if of("company") else sought.company,
    )


def _read(sought: Sought) -> _Read:
    country = sought.country or Profile.current().country
    read = [read_contact(ContactKind.PHONE, phone, country).national for phone in sought.phones if phone.strip()]
    phones = [phone for phone in read if len(phone) > 4]
    checked = [check_mail(mail) for mail in sought.mails if mail.strip()]
    mails = [mail.normal for mail in checked if isinstance(mail, Mail)]
    name = sought.name or f"{sought.given} {sought.family}".strip()
    given, family = sought.given, sought.family
    if sought.kind == PartyKind.PERSON and not (given and family) and name:
        parts = split_name(name)
        given, family = parts.given, parts.family
    company = sought.company
    keys = keys_of(sought.kind, name, given=given, family=family, company=company, phones=phones, mails=mails)
    if sought.kind == PartyKind.PERSON and given and family:
        for form in forms_of(" ".join(words(given)))[:12]:
            keys |= keys_of(sought.kind, name, given=form, family=family)
    return _Read(
        keys, traits(sought.kind, name, given=given, family=family, company=company, phones=phones, mails=mails)
    )


def _hits(keys: Iterable[Key], actor: Actor) -> Iterator[tuple[Any, ...]]:
    """The strong keys first: a common name must not crowd out the same mail."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for kind, key in sorted(keys):
        by_kind[kind].append(key)
    names = by_kind.pop(KeyKind.NAME.value, [])
    found: Any = _keyed_anywhere
    if actor.scope(Party.ref_name(), "read") != ALL:
        found = partial(_keyed, reach=rights.visible(Party.objects.all(), actor).values("pk"))
    if by_kind:
        yield from found(*by_kind.values(), kinds=tuple(by_kind), most=MOST_HITS)
    if names:
        yield from found(names, kinds=(KeyKind.NAME.value,), most=MOST_NAMESAKES)


def _keyed(
    *wanted: list[str], kinds: tuple[str, ...], most: int, reach: "models.QuerySet[Any, Any] | None" = None
) -> "models.QuerySet[DuplicateKey, Any]":
    """Rows of parties that share a key of one of the kinds, each of which has those that are wanted of it."""
    either = reduce(or_, (Q(kind=kind, key__in=keys) for kind, keys in zip(kinds, wanted, strict=True)))
    rows = DuplicateKey.objects.order_by() if reach is None else DuplicateKey.objects.order_by().filter(party__in=reach)
    shown = (f"party__{column}" for column in _SHOWN.values())
    return rows.filter(either).values_list("party_id", "party__company", *shown)[:most]


_keyed_anywhere = prepared(_keyed)
