"""Everything of one party, part by part, for whoever takes it out or asks what is known about them."""

from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.known_records import PREFERENCE
from goodwill.areas.people.models import Address, Consent, ContactPoint, Interaction, Party, Tie
from goodwill.areas.people.records import INTERACTION, NOTE, TASK
from goodwill.kernel.models import File
from goodwill.records.codec import whole
from goodwill.records.codec.whole import Part
from goodwill.records.fields import fields_of
from goodwill.records.registry import RecordType


def _part(name: str, model: Any, labels: tuple[Any, Any], sort: str, without: set[str], **changes: Any) -> RecordType:
    """Not a type of its own: no list, no page, only what its rows say."""
    fields = fields_of(model, without=without, **changes)
    return RecordType(name, model, *labels, slug=name, fields=fields, title=fields[0].name, sort=sort)


CONTACTS = _part(
    "party_contacts", ContactPoint, (_("Contact point"), _("Contact points")), "position", {"party"}, shown={}
)
ADDRESSES = _part("party_addresses", Address, (_("Address"), _("Addresses")), "position", {"party"})
TIES = _part("party_ties", Tie, (_("Tie"), _("Ties")), "created_at", set())
CONSENTS = _part("party_consents", Consent, (_("Consent"), _("Consents")), "at", {"party", "template"})
FILES = _part("party_files", File, (_("File"), _("Files")), "created_at", {"about_type", "about_id", "blob"})


def _of(party: Party) -> dict[str, Any]:
    return {"party": party}


def _about(party: Party) -> dict[str, Any]:
    return {"about_type": Party.ref_name(), "about_id": party.pk}


def _either(model: type[Model], condition: Q) -> dict[str, Any]:
    return {"pk__in": model._default_manager.filter(condition).values("pk")}


def _ties(party: Party) -> dict[str, Any]:
    return _either(Tie, Q(party=party) | Q(other=party))


def _interactions(party: Party) -> dict[str, Any]:
    return _either(Interaction, Q(party=party) | Q(others__party=party, others__deleted_at=None))


whole.adds(
    Party.ref_name(),
    Part("contact_points", CONTACTS, _of),
    Part("addresses", ADDRESSES, _of),
    Part("ties", TIES, _ties),
    Part("notes", NOTE, _about),
    Part("tasks", TASK, _about),
    Part("interactions", INTERACTION, _interactions),
    Part("preferences", PREFERENCE, _of),
    Part("consents", CONSENTS, _of),
    Part("files", FILES, _about),
)
