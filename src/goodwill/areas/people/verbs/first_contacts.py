"""The phone, mail and website that stand first: those that lists show, and that are typed there."""

from typing import Annotated

from django.utils.translation import gettext as _, gettext_lazy

from goodwill.areas.people.enums import ContactKind
from goodwill.areas.people.models import Party
from goodwill.areas.people.models.contact import first_usable
from goodwill.areas.people.verbs import contacts
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import Profile
from goodwill.kernel.verbs import Help, verb


@verb(Party, label=gettext_lazy("Set the phone"), done=gettext_lazy("set the phone"), icon="phone", bulk=False)
def set_phone(party: Party, *, by: Actor, phone: Annotated[str, Help(gettext_lazy("Phone"))] = "") -> Party:
    """Let this number stand first, in the place of the one that does. No number takes that one away."""
    _set(party, ContactKind.PHONE, phone, by)
    return party


@verb(Party, label=gettext_lazy("Set the mail"), done=gettext_lazy("set the mail"), icon="mail", bulk=False)
def set_mail(party: Party, *, by: Actor, mail: Annotated[str, Help(gettext_lazy("Mail"))] = "") -> Party:
    """Let this address stand first, in the place of the one that does. No address takes that one away."""
    _set(party, ContactKind.MAIL, mail, by)
    return party


@verb(Party, label=gettext_lazy("Set the website"), done=gettext_lazy("set the website"), icon="globe", bulk=False)
def set_website(party: Party, *, by: Actor, website: Annotated[str, Help(gettext_lazy("Website"))] = "") -> Party:
    """Let this website stand first, in the place of the one that does. None at all takes that one away."""
    _set(party, ContactKind.WEB, website, by)
    return party


def _set(party: Party, kind: ContactKind, value: str, by: Actor) -> None:
    known = list(party.contact_points.filter(deleted_at=None, kind=kind).order_by("position", "id"))
    first = first_usable(known)
    if not value.strip():
        if first is not None:
            contacts.remove(first, by=by)
        return
    country = party.country or Profile.current().country
    (wanted,) = contacts.read_contacts([{"kind": kind.value, "value": value}], country)
    same = next((one for one in known if one.fold == wanted.fold), None)
    if same is not None and same is not first and (same.do_not_use or same.state):
        sentence = _(
            "“%s” is known here as one that is not to be used or does not work. Change that on their page first."
        )
        raise Invalid(sentence % same.shown)
    if first is None:
        contacts.add_contact(party, by=by, kind=kind.value, value=value)
    elif same is None or same is first:
        contacts.edit(first, by=by, value=value)
    else:
        contacts.edit(same, by=by, preferred=True)
