"""Parties: made, edited, moved to another phase, given to somebody."""

from collections.abc import Sequence
from functools import cache
from typing import Annotated, Any

from django.utils.translation import gettext as _, gettext_lazy

from goodwill.areas.people.enums import CUSTOMERS, PartyKind, Phase, Way
from goodwill.areas.people.models import Party
from goodwill.areas.people.models.contact import main_address, primary_values
from goodwill.areas.people.names import Name, shown_name, split_name
from goodwill.areas.people.verbs.addresses import AddressInput, attach_addresses, read_addresses
from goodwill.areas.people.verbs.comebacks import come_back, recognised
from goodwill.areas.people.verbs.contacts import ContactInput, attach_contacts, read_contacts, together
from goodwill.areas.people.verbs.tags import set_tags, stick
from goodwill.areas.people.verbs.ties import company_of, employ, keep_role
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import Profile, Record, Team, User
from goodwill.kernel.verbs import Help, verb
from goodwill.records.filter.context import context_of

PARTS = ("given", "additional", "family", "suffix")
FILLED = frozenset({"role", "language", "time_zone", "country", "birthday", "industry", "employees", "source"})
_NEVER_GIVEN = frozenset({"kind", "merged_into", *Party.derived, *Party.unlogged})


@verb(Party, right="create", label=gettext_lazy("New person"), done=gettext_lazy("added a person"), icon="user-plus")
def create_person(
    *,
    by: Actor,
    company: Party | int | str | None = None,
    phone: str = "",
    mail: str = "",
    website: str = "",
    contacts: Sequence[ContactInput] = (),
    addresses: Sequence[AddressInput] = (),
    tags: Sequence[str] = (),
    **fields: Any,
) -> Party:
    """Add a person. A full name is taken apart; a company's name finds the company, or makes it."""
    points = together(phone, mail, website, contacts)
    employer = company_of(company, by) if company else None
    person = _create(PartyKind.PERSON, by, fields, points, addresses, company=employer)
    stick(person, tags, by)
    return person


@verb(Party, right="create", label=gettext_lazy("New company"), done=gettext_lazy("added a company"), icon="building-2")
def create_company(
    *,
    by: Actor,
    phone: str = "",
    mail: str = "",
    website: str = "",
    contacts: Sequence[ContactInput] = (),
    addresses: Sequence[AddressInput] = (),
    tags: Sequence[str] = (),
    **fields: Any,
) -> Party:
    """Add a company, an office of the state, an association..."""
    company = _create(PartyKind.COMPANY, by, fields, together(phone, mail, website, contacts), addresses)
    stick(company, tags, by)
    return company


@verb(Party, right="create", label=gettext_lazy("New household"), done=gettext_lazy("added a household"), icon="house")
def create_household(
    *,
    by: Actor,
    phone: str = "",
    mail: str = "",
    contacts: Sequence[ContactInput] = (),
    addresses: Sequence[AddressInput] = (),
    tags: Sequence[str] = (),
    **fields: Any,
) -> Party:
    """Add a household. Who lives in it is tied to it."""
    household = _create(PartyKind.HOUSEHOLD, by, fields, together(phone, mail, "", contacts), addresses)
    stick(household, tags, by)
    return household


@verb(Party, right="create", label=gettext_lazy("New contact"), done=gettext_lazy("added a contact"), icon="contact")
def create_party(*, by: Actor, kind: str = PartyKind.COMPANY, **fields: Any) -> Party:
    """Add a party of the kind that is named."""
    makers = {
        PartyKind.PERSON: create_person,
        PartyKind.COMPANY: create_company,
        PartyKind.HOUSEHOLD: create_household,
    }
    if kind not in makers:
        raise Invalid({"kind": _("A contact is a person, a company or a household.")})
    return makers[PartyKind(kind)](by=by, **fields)


@verb(Party, label=gettext_lazy("Edit"), done=gettext_lazy("made a change"), icon="pencil", bulk=False)
def edit(party: Party, *, by: Actor, base_version: int | None = None, **fields: Any) -> Party:
    """Change fields. A person's name and its parts follow each other; a new role goes to the main tie too."""
    tags = fields.pop("tags", None)
    _refuse_unknown(fields)
    values = _since_when(_named(party, fields), party, by)
    _need_name(values.get("name", party.name))
    if values:
        changes.update(party, base_version=base_version, **values)
        if "role" in values:
            keep_role(party)
    if tags is not None:
        set_tags(party, tags, by)
    return party


@verb(Party, label=gettext_lazy("Set the phase"), done=gettext_lazy("set the phase"), icon="flag")
def set_phase(
    party: Party,
    *,
    by: Actor,
    phase: Annotated[str, Help(gettext_lazy("Phase"), choices=tuple(Phase.choices))],
    reason: Annotated[str, Help(gettext_lazy("Why"))] = "",
) -> Party:
    """Say where the relationship stands; the reason stays in the history."""
    if phase and phase not in Phase.values:
        raise Invalid({"phase": _("There is no such phase.")})
    if reason:
        changes.current_batch().note = reason[:300]
    return changes.update(party, **_since_when({"phase": phase}, party, by))


@verb(Record, label=gettext_lazy("Assign"), done=gettext_lazy("changed who looks after it"), icon="user-check")
def assign(record: Record, *, by: Actor, owner: Annotated[User | None, Help(gettext_lazy("Owner"))] = None) -> Record:
    """Give it to somebody, or to nobody."""
    if owner is not None and not owner.is_active:
        raise Invalid({"owner": _("%s no longer works here. Choose somebody else.") % owner.name})
    return changes.update(record, owner=owner)


@verb(Record, label=gettext_lazy("Give to a team"), done=gettext_lazy("changed the team"), icon="users")
def give_to_team(
    record: Record, *, by: Actor, team: Annotated[Team | None, Help(gettext_lazy("Team"))] = None
) -> Record:
    """Say which team it belongs to, or that it belongs to none."""
    return changes.update(record, team=team)


def _create(
    kind: PartyKind,
    by: Actor,
    fields: dict[str, Any],
    contacts: Sequence[ContactInput],
    addresses: Sequence[AddressInput],
    *,
    company: Party | None = None,
) -> Party:
    _refuse_unknown(fields)
    party = Party(kind=kind, owner=by.user, team_id=next(iter(by.team_ids)) if len(by.team_ids) == 1 else None)
    for name, value in _since_when(_named(party, fields), party, by).items():
        changes.assign(party, name, value)
    _need_name(party.name)
    places = read_addresses(addresses)
    country = party.country or next((place.country for place in places if place.country), "")
    found = read_contacts(contacts, country or Profile.current().country)
    known = recognised(kind, party.name, found, by)
    if known is not None:
        return _welcome(known, party, found, places, by)
    for column, value in {**primary_values(found), **main_address(places)}.items():
        setattr(party, column, value)
    party.company = company
    changes.create(party)
    attach_contacts(party, found)
    attach_addresses(party, places)
    if company is not None:
        employ(party, company)
    return party


def _welcome(known: Party, given: Party, points: Sequence[Any], places: Sequence[Any], by: Actor) -> Party:
    """Somebody who had gone quiet is not made again: what is new is added to what was known."""
    come_back(known, by=by, way=Way.API if by.through == "api" else Way.FORM)
    fill = {
        field.name: getattr(given, field.name)
        for field in Party._meta.concrete_fields
        if field.name in FILLED and getattr(known, field.name) in ("", None) and getattr(given, field.name)
    }
    if fill:
        changes.update(known, **fill)
    have = {(point.kind, point.fold) for point in known.contact_points.filter(deleted_at=None)}
    new = [point for point in points if (point.kind, point.fold) not in have]
    for number, point in enumerate(new):
        point.position = len(have) + number
    attach_contacts(known, new)
    there = {address.fold for address in known.addresses.filter(deleted_at=None)}
    attach_addresses(known, [place for place in places if place.fold not in there])
    return known


def _need_name(name: str) -> None:
    if not name:
        raise Invalid({"name": _("A name is needed. Nothing else was lost.")})


def _refuse_unknown(fields: dict[str, Any]) -> None:
    wrong = [name for name in fields if name not in _columns() or name in _NEVER_GIVEN]
    if wrong:
        raise Invalid(dict.fromkeys(wrong, _("There is no such field to write.")))


@cache
def _columns() -> frozenset[str]:
    return frozenset(field.name for field in Party._meta.concrete_fields) | {"owner_id", "team_id"}


def _named(party: Party, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields, with the name tidied, and a person's name in keeping with its parts.

    What stands as it was is not told: forms send along what nobody filled in or changed.
    """
    if "name" in fields:
        fields = {**fields, "name": " ".join(str(fields["name"]).split())}
    if not party.is_person:
        return fields
    before = {part: getattr(party, part) for part in PARTS}
    parts = {part: fields.get(part, old) for part, old in before.items()}
    renamed, told = fields.get("name", party.name) != party.name, parts != before
    if renamed and not told:
        found = split_name(fields["name"])
        beside = {
            name: value for name, value in fields.items() if name not in PARTS and not _stands(party, name, value)
        }
        return {**_taken_apart(found), **beside, "name": shown_name(fields["name"], found)}
    if told and not renamed and party.name == Name(**before).full and (full := Name(**parts).full):
        return {**fields, "name": full}
    return fields


def _stands(party: Party, name: str, value: Any) -> bool:
    return name in ("prefix", "nickname") and value == getattr(party, name)


def _taken_apart(found: Name) -> dict[str, str]:
    parts = {part: getattr(found, part) for part in PARTS}
    told = {part: getattr(found, part) for part in ("prefix", "nickname") if getattr(found, part)}
    return parts | told


def _since_when(fields: dict[str, Any], party: Party, by: Actor) -> dict[str, Any]:
    """Who becomes a customer is one from today on, unless a day is known."""
    if fields.get("phase") in CUSTOMERS and party.customer_since is None and not fields.get("customer_since"):
        return {**fields, "customer_since": context_of(by).today}
    return fields
