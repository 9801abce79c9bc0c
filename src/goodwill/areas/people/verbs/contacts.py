"""Contact points: phones, mails, websites, handles."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, TypedDict

from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.areas.people.contact_values import check_contact
from goodwill.areas.people.enums import CONTACT_KINDS, NUMBERS, ContactKind
from goodwill.areas.people.models import ContactPoint, Party
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.changes.writing import validate
from goodwill.kernel.errors import Invalid
from goodwill.kernel.mailbox import split_mails
from goodwill.kernel.models import Profile
from goodwill.kernel.verbs import Help, verb

CHECKED = ("kind", "value", "label", "country")


class ContactInput(TypedDict, total=False):
    """A contact point as it is given: kind and value at least."""

    kind: str
    value: str
    label: str
    preferred: bool
    do_not_use: bool


@verb(
    Party,
    label=gettext_lazy("Add a phone, mail or website"),
    done=gettext_lazy("added a phone, mail or website"),
    icon="phone",
    bulk=False,
)
def add_contact(
    party: Party,
    *,
    by: Actor,
    kind: Annotated[str, Help(gettext_lazy("Kind"), choices=tuple(ContactKind.choices))],
    value: Annotated[str, Help(gettext_lazy("Value"))],
    label: Annotated[str, Help(gettext_lazy("Label"))] = "",
    preferred: Annotated[bool, Help(gettext_lazy("Preferred"))] = False,
) -> ContactPoint:
    """Add a way to reach them. One that is known already is not added twice."""
    (point,) = read_contacts([{"kind": kind, "value": value, "label": label}], _country(party))
    known = list(party.contact_points.filter(deleted_at=None, kind=kind).order_by("position", "id"))
    same = next((one for one in known if one.fold == point.fold), None)
    if same is None:
        point.position = max((one.position for one in known), default=-1) + 1
        attach_contacts(party, [point])
        same = point
    elif label and label != same.label:
        changes.update(same, label=label)
    if preferred:
        _prefer(same)
    return same


@verb(
    ContactPoint,
    label=gettext_lazy("Change"),
    done=gettext_lazy("changed a phone, mail or website"),
    icon="pencil",
    bulk=False,
)
def edit(
    point: ContactPoint,
    *,
    by: Actor,
    base_version: int | None = None,
    value: str | None = None,
    label: str | None = None,
    preferred: bool | None = None,
    do_not_use: bool | None = None,
) -> ContactPoint:
    """Change a contact point; what is left out stays."""
    given = {"label": label, "do_not_use": do_not_use}
    fields: dict[str, Any] = {name: new for name, new in given.items() if new is not None}
    if value is not None:
        fields["value"] = check_contact(point.kind, value)
        if fields["value"] != point.value:
            fields |= {"state": "", "state_at": None, "state_note": "", "confirmed_at": timezone.now()}
    changes.update(point, base_version=base_version, **fields)
    if preferred:
        _prefer(point)
    elif preferred is False:
        changes.update(point, preferred=False)
    return point


@verb(
    ContactPoint,
    label=gettext_lazy("Remove"),
    done=gettext_lazy("removed a phone, mail or website"),
    icon="trash-2",
    bulk=False,
)
def remove(point: ContactPoint, *, by: Actor) -> ContactPoint:
    """Take the contact point away. It can be brought back."""
    return changes.trash(point)


def together(phone: str, mail: str, website: str, contacts: Iterable[ContactInput]) -> list[ContactInput]:
    """One list of what was given in single fields and in a list; several mails in one field are told apart."""
    found: list[ContactInput] = []
    if phone:
        found.append({"kind": ContactKind.PHONE.value, "value": phone})
    found += [{"kind": ContactKind.MAIL.value, "value": one} for one in split_mails(mail)]
    if website:
        found.append({"kind": ContactKind.WEB.value, "value": website})
    return [*found, *contacts]


def read_contacts(given: Iterable[ContactInput], country: str) -> list[ContactPoint]:
    """Checked contact points, each once, that belong to nobody yet. Raises Invalid with a sentence."""
    found: dict[tuple[str, str], ContactPoint] = {}
    for one in given:
        kind = one.get("kind", "")
        if kind not in CONTACT_KINDS:
            raise Invalid({"contacts": _("“%s” is no kind of contact point.") % kind})
        point = ContactPoint(
            kind=kind,
            value=check_contact(kind, one.get("value", "")),
            label=one.get("label", ""),
            country=country if kind in NUMBERS else "",
            preferred=one.get("preferred", False),
            do_not_use=one.get("do_not_use", False),
            position=sum(known == kind for known, _fold in found),
        )
        validate(point, CHECKED)
        point.derive()
        found.setdefault((kind, point.fold), point)
    return list(found.values())


def attach_contacts(party: Party, points: Sequence[ContactPoint]) -> None:
    for point in points:
        point.party = party
    changes.create_many(points)


def _prefer(point: ContactPoint) -> None:
    others = ContactPoint.objects.filter(party=point.party_id, kind=point.kind, preferred=True).exclude(pk=point.pk)
    changes.update_many(others, preferred=False)
    changes.update(point, preferred=True)


def _country(party: Party) -> str:
    return party.country or Profile.current().country
