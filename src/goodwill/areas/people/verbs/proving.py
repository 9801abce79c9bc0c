"""Phones, mails and addresses: found to be right, found to be wrong."""

from typing import Annotated, Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext_lazy

from goodwill.areas.people.enums import ValueState
from goodwill.areas.people.models import Address, ContactPoint, Party
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.verbs import Help, verb

P = TypeVar("P", ContactPoint, Address)
Note = Annotated[str, Help(gettext_lazy("What came back"))]
FINE: dict[str, Any] = {"state": "", "state_at": None, "state_note": ""}


@verb(
    ContactPoint,
    label=gettext_lazy("It is right"),
    done=gettext_lazy("confirmed a phone, mail or website"),
    icon="badge-check",
    bulk=False,
)
def confirm(point: ContactPoint, *, by: Actor) -> ContactPoint:
    """Somebody made sure of it today."""
    return confirmed(point)


@verb(
    ContactPoint,
    label=gettext_lazy("It came back"),
    done=gettext_lazy("noted that a mail came back"),
    icon="circle-alert",
    bulk=False,
)
def mark_bounced(point: ContactPoint, *, by: Actor, note: Note = "") -> ContactPoint:
    """What was sent there came back: it is not used until somebody corrects or confirms it."""
    return found(point, ValueState.BOUNCED, note)


@verb(
    ContactPoint,
    label=gettext_lazy("It is wrong"),
    done=gettext_lazy("marked a phone, mail or website as wrong"),
    icon="circle-x",
    bulk=False,
)
def mark_wrong(point: ContactPoint, *, by: Actor, note: Note = "") -> ContactPoint:
    """It leads to nobody, or to somebody else: it is not used until somebody corrects or confirms it."""
    return found(point, ValueState.WRONG, note)


@verb(
    Party,
    label=gettext_lazy("All of it is right"),
    done=gettext_lazy("confirmed how to reach them"),
    icon="badge-check",
)
def confirm_contacts(party: Party, *, by: Actor) -> Party:
    """Their phones, mails and addresses were found right; what is known to be wrong stays so."""
    for model in (ContactPoint, Address):
        rows = model.objects.filter(party=party, state="").select_for_update()
        changes.update_many(rows, confirmed_at=timezone.now())
    return party


def confirmed(row: P) -> P:
    return changes.update(row, confirmed_at=timezone.now(), **FINE)


def found(row: P, state: ValueState, note: str) -> P:
    return changes.update(row, state=state.value, state_at=timezone.now(), state_note=note[:200])
