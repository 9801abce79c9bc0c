"""Parties as vCards: 3.0, which every phone reads, or 4.0."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC
from functools import partial
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.enums import ContactKind, PartyKind
from goodwill.areas.people.models import Address, ContactPoint, Party, Tagging
from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.countries import country_name
from goodwill.kernel.models import Profile
from goodwill.records import registry
from goodwill.records.codec.formats import Format, register
from goodwill.records.codec.leaving import Leaving
from goodwill.records.fields import readable
from goodwill.records.veil import known_rows
from goodwill.transfer.readers.vcard import Card, Handle, PostalAddress, Value, write_vcard
from goodwill.transfer.readers.vcard.card import OWN_UID
from goodwill.transfer.readers.vcard.write import Version

TYPES = {"mobile": "cell", "work": "work", "office": "work", "home": "home", "private": "home", "main": "main"}
KINDS = {PartyKind.PERSON: "individual", PartyKind.COMPANY: "org", PartyKind.HOUSEHOLD: "group"}
GUARDED = {"phones": (ContactKind.PHONE, ContactKind.FAX), "mails": (ContactKind.MAIL,)}


def write_cards(file: IO[bytes], leaving: Leaving, version: Version) -> None:
    """What is not to be used, or hidden from the actor, stays out."""
    for ids in leaving.ids():
        for card in cards_of(ids, leaving.actor):
            file.write(write_vcard(card, version).encode("utf-8", "replace"))


def cards_of(ids: Sequence[int], actor: Actor) -> Iterator[Card]:
    """In the order of the ids, in five queries."""
    known = (field for kind in registry.for_model(Party) for field in kind.all_fields.values())
    hidden = {field.name for field in known if not readable(field, actor)}
    parties = Party.objects.in_bulk(ids)
    points, addresses, tags = _points(ids, hidden, actor), _addresses(ids, actor), _tags(ids)
    employers = {party.company_id for party in parties.values()}
    seen = rights.visible(Party.objects.filter(pk__in=employers), actor)
    firms = dict(seen.values_list("pk", "name")) if "company" not in hidden else {}
    language = Profile.current().language
    for pk in ids:
        if pk in parties:
            card = _card(parties[pk], hidden)
            card.organization = card.organization or firms.get(parties[pk].company_id or 0, "")
            card.categories = tags[pk] if "tags" not in hidden else []
            card.addresses = [_address(one, language, at_work=not parties[pk].is_household) for one in addresses[pk]]
            _reach(card, points[pk])
            yield card


def _points(ids: Sequence[int], hidden: set[str], actor: Actor) -> dict[int, list[Any]]:
    kept = {kind for name, kinds in GUARDED.items() if name in hidden for kind in kinds}
    rows = known_rows(ContactPoint.objects.all(), actor).filter(party__in=ids, do_not_use=False).exclude(kind__in=kept)
    found: dict[int, list[Any]] = defaultdict(list)
    for point in rows.order_by("party", "kind", "-preferred", "position", "id"):
        found[point.party_id].append(point)
    return found


def _addresses(ids: Sequence[int], actor: Actor) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    rows = known_rows(Address.objects.all(), actor).filter(party__in=ids)
    for row in rows.order_by("party", "-preferred", "position", "id"):
        found[row.party_id].append(row)
    return found


def _tags(ids: Sequence[int]) -> dict[int, list[str]]:
    rows = Tagging.objects.filter(about_type=Party.ref_name(), about_id__in=ids, tag__deleted_at=None)
    found: dict[int, list[str]] = defaultdict(list)
    for pk, name in rows.order_by("tag__name_fold", "id").values_list("about_id", "tag__name"):
        found[pk].append(name)
    return found


def _card(party: Party, hidden: set[str]) -> Card:
    def told(name: str) -> str:
        return str(getattr(party, name) or "") if name not in hidden else ""

    card = Card(
        uid=f"{OWN_UID}{party.pk}",
        kind=KINDS[PartyKind(party.kind)],
        full_name=party.name,
        note=told("description"),
        languages=[told("language")] if told("language") else [],
        timezone=told("time_zone"),
        revised=party.changed_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ"),
    )
    if party.is_person:
        card.given_name, card.family_name = told("given"), told("family")
        card.additional_names, card.prefixes, card.suffixes = told("additional"), told("prefix"), told("suffix")
        card.nicknames = [told("nickname")] if told("nickname") else []
        card.title = told("role")
        card.birthday = _birthday(party) if "birthday" not in hidden else ""
    elif party.is_company:
        card.organization = party.name
    return card


def _birthday(party: Party) -> str:
    if party.birthday:
        return party.birthday.isoformat()
    return f"--{party.birthday_without_year}" if party.birthday_without_year else ""


def _reach(card: Card, points: Iterable[Any]) -> None:
    first: set[str] = set()
    for point in points:
        kind = TYPES.get(point.label.lower(), "")
        value = Value(
            point.shown,
            tuple(filter(None, ("fax" if point.kind == ContactKind.FAX else "", kind))),
            "" if kind else point.label,
            point.preferred and point.kind not in first,
        )
        first.add(point.kind)
        if point.kind in (ContactKind.PHONE, ContactKind.FAX):
            card.phones.append(value)
        elif point.kind == ContactKind.MAIL:
            card.mails.append(value)
        elif point.kind == ContactKind.WEB:
            card.websites.append(value)
        elif point.kind == ContactKind.MESSENGER:
            card.messengers.append(Handle(point.label.lower(), point.shown))
        else:
            card.networks.append(Handle(point.label.lower(), point.shown))


def _address(address: Any, language: str, *, at_work: bool) -> PostalAddress:
    kind = TYPES.get(address.label.lower(), "work" if at_work and not address.label else "")
    return PostalAddress(
        extended=address.more,
        street=address.street,
        city=address.city,
        region=address.region,
        postcode=address.postcode,
        country=country_name(address.country, language) if address.country else "",
        kinds=(kind,) if kind else (),
        label="" if kind else address.label,
        preferred=address.preferred,
    )


def _write_first(file: IO[bytes], parts: Sequence[Leaving], version: Version) -> None:
    write_cards(file, parts[0], version)


def _register(name: str, version: Version, label: Any, hint: Any) -> None:
    register(
        Format(
            name,
            label,
            hint,
            "vcf",
            "text/vcard; charset=utf-8",
            partial(write_cards, version=version),
            partial(_write_first, version=version),
            models=frozenset({Party.ref_name()}),
            icon="contact",
        )
    )


_register("vcf", "3.0", _("vCard"), _("For phones and address books: name, numbers, mails, addresses"))
_register("vcf4", "4.0", _("vCard 4.0"), _("The same for programs that know the newer form"))
