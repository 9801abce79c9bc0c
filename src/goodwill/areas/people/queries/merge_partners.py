"""Whom a party may be merged with: found like everything is, and told apart by what differs between namesakes."""

from typing import Any

from django.utils.translation import gettext as _

from goodwill.areas.people.models import Party
from goodwill.areas.people.queries.doubles import MOST_ID
from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.records import registry
from goodwill.records.search import described, search
from goodwill.records.veil import veil_all

MOST = 12


def partners(party: Party, asked: str, actor: Actor) -> list[dict[str, Any]]:
    """By name, mail, phone or number of the page; whoever has the same name where nothing is asked for yet."""
    kind = registry.for_record(party)
    if kind is None:
        return []
    ids = [*_numbered(asked), *(hit.id for hit in search(asked.strip() or party.name, actor, limit=MOST, types=[kind]))]
    ids = [pk for pk in dict.fromkeys(ids) if pk != party.pk]
    rows = rights.visible(Party.objects.filter(pk__in=ids, **kind.constant), actor, "change").in_bulk()
    said = {one.id: one.detail for one in described(kind, list(rows), actor)}
    shown = [rows[pk] for pk in ids if pk in said][:MOST]
    return [_offered(party, said[party.pk]) for party in veil_all(shown, actor)]


def _numbered(asked: str) -> list[int]:
    """The page whose number was typed: 12, #12, No. 12."""
    number = asked.strip().rpartition(" ")[2].lstrip("#")
    return [int(number)] if number.isdecimal() and len(number) < 19 and int(number) < MOST_ID else []


def _offered(party: Party, said: str) -> dict[str, Any]:
    number = _("No. %(number)s") % {"number": party.pk}
    told = said.rpartition(" · ")[0]  # all of them are of one kind, which stands last
    town = "" if party.city in told else party.city
    return {
        "value": party.pk,
        "label": party.name,
        "detail": " · ".join(part for part in (told, town, party.primary_mail, party.primary_phone, number) if part),
        "face": party.name,
        "face_kind": "firm" if party.is_company else "person",
    }
