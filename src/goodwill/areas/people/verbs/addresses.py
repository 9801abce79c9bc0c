"""Addresses."""

from collections.abc import Iterable, Sequence
from typing import Any, TypedDict

from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.areas.people.models import Address, Party
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.changes.writing import validate
from goodwill.kernel.errors import Invalid
from goodwill.kernel.text import fold
from goodwill.kernel.verbs import verb

PARTS = ("street", "more", "postcode", "city", "region", "country")
CHECKED = (*PARTS, "label", "latitude", "longitude")


class AddressInput(TypedDict, total=False):
    """An address as it is given; `country` is a code of two letters, `more` the flat, floor or building."""

    street: str
    more: str
    postcode: str
    city: str
    region: str
    country: str
    label: str
    preferred: bool
    latitude: float | None
    longitude: float | None


@verb(Party, label=gettext_lazy("Add an address"), done=gettext_lazy("added an address"), icon="map-pin", bulk=False)
def add_address(
    party: Party,
    *,
    by: Actor,
    street: str = "",
    more: str = "",
    postcode: str = "",
    city: str = "",
    region: str = "",
    country: str = "",
    label: str = "",
    preferred: bool = False,
) -> Address:
    """Add an address. One that is known already is not added twice."""
    given = AddressInput(
        street=street, more=more, postcode=postcode, city=city, region=region, country=country, label=label
    )
    found = read_addresses([given])
    if not found:
        raise Invalid({"street": _("There is nothing in it. Type at least a street or a town.")})
    address = found[0]
    known = list(party.addresses.filter(deleted_at=None).order_by("position", "id"))
    same = next((one for one in known if one.fold == address.fold), None)
    if same is None:
        address.position = max((one.position for one in known), default=-1) + 1
        attach_addresses(party, [address])
        same = address
    if preferred:
        _prefer(same)
    return same


@verb(Address, label=gettext_lazy("Change"), done=gettext_lazy("changed an address"), icon="pencil", bulk=False)
def edit(address: Address, *, by: Actor, base_version: int | None = None, **fields: Any) -> Address:
    """Change parts of an address; what is left out stays. A moved address loses its place on the map."""
    wrong = [name for name in fields if name not in (*CHECKED, "preferred")]
    if wrong:
        raise Invalid(dict.fromkeys(wrong, _("There is no such field to write.")))
    preferred = fields.pop("preferred", None)
    moved = any(name in fields and fold(str(fields[name])) != fold(getattr(address, name)) for name in PARTS)
    if moved and "latitude" not in fields:
        fields |= {"latitude": None, "longitude": None}
    if moved:
        fields |= {"state": "", "state_at": None, "state_note": "", "confirmed_at": timezone.now()}
    if "country" in fields:
        fields["country"] = fields["country"].upper()
    changes.update(address, base_version=base_version, **fields)
    if preferred:
        _prefer(address)
    elif preferred is False:
        changes.update(address, preferred=False)
    return address


@verb(Address, label=gettext_lazy("Remove"), done=gettext_lazy("removed an address"), icon="trash-2", bulk=False)
def remove(address: Address, *, by: Actor) -> Address:
    """Take the address away. It can be brought back."""
    return changes.trash(address)


def read_addresses(given: Iterable[AddressInput]) -> list[Address]:
    """Checked addresses, each once, that belong to nobody yet; empty ones are left out. Raises Invalid."""
    found: dict[str, Address] = {}
    for one in given:
        parts = {name: " ".join(str(one.get(name) or "").split()) for name in (*PARTS, "label")}
        parts["country"] = parts["country"].upper()
        address = Address(
            **parts,
            preferred=bool(one.get("preferred")),
            latitude=one.get("latitude"),
            longitude=one.get("longitude"),
            position=len(found),
        )
        validate(address, CHECKED)
        address.derive()
        if address.fold:
            found.setdefault(address.fold, address)
    return list(found.values())


def attach_addresses(party: Party, addresses: Sequence[Address]) -> None:
    for address in addresses:
        address.party = party
    changes.create_many(addresses)


def _prefer(address: Address) -> None:
    others = Address.objects.filter(party=address.party_id, preferred=True).exclude(pk=address.pk)
    changes.update_many(others, preferred=False)
    changes.update(address, preferred=True)
