"""Rows of a made-up firm, checked before anything asks the database and ready for `bulk`. Files come by `imports`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, TypedDict

from django.db import models
from django.utils.translation import gettext as _

from goodwill.areas.people.contact_values import check_contact
from goodwill.areas.people.enums import CONTACT_KINDS, NUMBERS, CompanyKind, PartyKind, Phase, Regard
from goodwill.areas.people.models import Address, ContactPoint, Party
from goodwill.areas.people.names import shown_name, split_name
from goodwill.areas.people.verbs.addresses import PARTS as ADDRESS_PARTS, AddressInput
from goodwill.areas.people.verbs.contacts import ContactInput
from goodwill.kernel.errors import Invalid
from goodwill.kernel.richtext import from_text
from goodwill.kernel.text import fold

NAME_PARTS = ("given", "additional", "family", "suffix")
_NEVER = frozenset({"id", "kind", "version", "deleted_at", "merged_into", *Party.derived, *Party.unlogged})
_CHOICES = {"company_kind": frozenset(CompanyKind), "phase": frozenset(Phase), "regard": frozenset(Regard)}


class PartyRow(TypedDict, total=False):
    """A party as it is given. `fields` are columns of Party by name; `company` is a name or an id, `notes` plain text,
    `keys` what other systems call it: (source, key)."""

    kind: str
    fields: Mapping[str, Any]
    contacts: Sequence[ContactInput]
    addresses: Sequence[AddressInput]
    company: str | int
    department: str
    tags: Sequence[str]
    keys: Sequence[tuple[str, str]]
    notes: Sequence[str]


@dataclass(slots=True)
class Ready:
    """A row that can be written. `problems` name what was wrong and is left out; without a `name` there is no party."""

    kind: str
    fields: dict[str, Any]
    points: list[ContactPoint] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    company: str | int = ""
    department: str = ""
    tags: list[str] = field(default_factory=list)
    keys: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return str(self.fields.get("name", ""))


def ready(row: PartyRow, *, country: str) -> Ready:
    """Check a row; phones are read as dialled from its own country, else from `country`."""
    found = Ready(row.get("kind", PartyKind.PERSON.value), {})
    _read_fields(found, row.get("fields", {}))
    _read_addresses(found, row.get("addresses", ()))
    home = found.fields.get("country") or next((one.country for one in found.addresses if one.country), "") or country
    _read_points(found, row.get("contacts", ()), home)
    company = row.get("company", "")
    found.company = " ".join(company.split()) if isinstance(company, str) else company
    if isinstance(found.company, str) and len(found.company) > _lengths()["name"]:
        found.problems["company"] = _too_long(_lengths()["name"])
        found.company = ""
    found.department = row.get("department", "")[:120]
    found.tags = [tag for tag in row.get("tags", ()) if fold(tag) and len(tag) <= 60]
    found.keys = [(source[:60], key[:200]) for source, key in row.get("keys", ()) if key]
    found.notes = [from_text(note) for note in row.get("notes", ()) if note.strip()]
    return found


def _read_fields(found: Ready, given: Mapping[str, Any]) -> None:
    lengths = _lengths()
    for name, value in given.items():
        if name in _NEVER or name not in lengths:
            found.problems[name] = _("There is no such field to write.")
        elif isinstance(value, str):
            _read_text(found, name, value, lengths[name])
        elif value is not None:
            found.fields[name] = value
    for name in ("birthday", "customer_since"):
        if name in found.fields and not isinstance(found.fields[name], date):
            found.problems[name] = _("“%s” is no date.") % found.fields.pop(name)
    _name(found)
    if not found.name:
        found.problems["name"] = _("There is no name, mail or company to call it by.")


def _read_text(found: Ready, name: str, value: str, length: int) -> None:
    text = value.strip() if length < 0 else " ".join(value.split())
    allowed = _CHOICES.get(name)
    if not text:
        return
    if allowed is not None and text not in allowed:
        found.problems[name] = _("There is no choice “%s”.") % text[:60]
    elif 0 <= length < len(text):
        found.problems[name] = _too_long(length)
    else:
        found.fields[name] = text.upper() if name == "country" else text


def _name(found: Ready) -> None:
    """A person's parts from the full name, or the full name from its parts."""
    if found.kind != PartyKind.PERSON:
        return
    fields = found.fields
    name = fields.get("name", "")
    if not any(fields.get(part) for part in NAME_PARTS):
        if not name:
            return
        parts = split_name(name)
        fields["name"] = shown_name(name, parts)
        for part in (*NAME_PARTS, "prefix", "nickname"):
            if value := getattr(parts, part)[: 60 if part in ("prefix", "suffix") else 100]:
                fields.setdefault(part, value)
    elif not name:
        fields["name"] = " ".join(fields[part] for part in NAME_PARTS if fields.get(part))[: _lengths()["name"]]


def _read_points(found: Ready, given: Iterable[ContactInput], country: str) -> None:
    known: set[tuple[str, str]] = set()
    places: dict[str, int] = {}
    for one in given:
        kind = one.get("kind", "")
        try:
            value = check_contact(kind, one.get("value", ""))
        except Invalid as error:
            found.problems[f"{kind}: {one.get('value', '')[:60]}"] = error.sentence
            continue
        if len(value) > 300 or kind not in CONTACT_KINDS:
            found.problems[f"{kind}: {value[:60]}"] = _too_long(300)
            continue
        point = ContactPoint(
            kind=kind,
            value=value,
            label=one.get("label", "")[:40],
            country=country if kind in NUMBERS else "",
            preferred=one.get("preferred", False),
            do_not_use=one.get("do_not_use", False),
            position=places.get(kind, 0),
        )
        point.derive()
        if (kind, point.fold) not in known:
            known.add((kind, point.fold))
            places[kind] = point.position + 1
            found.points.append(point)


def _read_addresses(found: Ready, given: Iterable[AddressInput]) -> None:
    lengths = _lengths(Address)
    known: set[str] = set()
    for one in given:
        parts: dict[str, Any] = {name: " ".join(str(one.get(name) or "").split()) for name in (*ADDRESS_PARTS, "label")}
        parts["country"] = parts["country"].upper()
        long = [name for name, value in parts.items() if len(value) > lengths[name]]
        found.problems |= {name: _too_long(lengths[name]) for name in long}
        address = Address(**{name: value for name, value in parts.items() if name not in long})
        address.preferred, address.position = bool(one.get("preferred")), len(found.addresses)
        address.latitude, address.longitude = one.get("latitude"), one.get("longitude")
        address.derive()
        if address.fold and address.fold not in known:
            known.add(address.fold)
            found.addresses.append(address)


@cache
def _lengths(model: type[models.Model] = Party) -> dict[str, int]:
    """How long the text of each column may be; -1 where it does not matter."""
    return {column.name: getattr(column, "max_length", None) or -1 for column in model._meta.concrete_fields}


def _too_long(length: int) -> str:
    return _("It is longer than %s characters and was left out.") % length
