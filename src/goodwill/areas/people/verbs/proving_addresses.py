"""Addresses: found to be right, found to be wrong."""

from django.utils.translation import gettext_lazy

from goodwill.areas.people.enums import ValueState
from goodwill.areas.people.models import Address
from goodwill.areas.people.verbs.proving import Note, confirmed, found
from goodwill.kernel.actors import Actor
from goodwill.kernel.verbs import verb


@verb(
    Address,
    label=gettext_lazy("It is right"),
    done=gettext_lazy("confirmed an address"),
    icon="badge-check",
    bulk=False,
)
def confirm(address: Address, *, by: Actor) -> Address:
    """Somebody made sure of it today."""
    return confirmed(address)


@verb(
    Address,
    label=gettext_lazy("It is wrong"),
    done=gettext_lazy("marked an address as wrong"),
    icon="circle-x",
    bulk=False,
)
def mark_wrong(address: Address, *, by: Actor, note: Note = "") -> Address:
    """Letters come back from there: it is not used until somebody corrects or confirms it."""
    return found(address, ValueState.WRONG, note)
