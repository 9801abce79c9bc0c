"""What the page of a party shows beside its timeline."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from goodwill.areas.people.models import Address, ContactPoint, Follow, Party, Tag, Task
from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Record


@dataclass(frozen=True)
class Card:
    """A party in a line or two: for peeking, pickers, duplicates."""

    id: int
    kind: str
    name: str
    role: str
    company: str
    mail: str
    phone: str
    city: str
    phase: str
    owner: str
    last_contact_at: datetime | None


def party_cards(ids: Iterable[int], actor: Actor) -> dict[int, Card]:
    """The cards of those that the actor may see, by id; one query."""
    rows = rights.visible(Party.objects.filter(pk__in=set(ids)), actor).select_related("company", "owner")
    return {party.pk: _card(party) for party in rows}


def _card(party: Party) -> Card:
    return Card(
        id=party.pk,
        kind=party.kind,
        name=party.name,
        role=party.role,
        company=party.company.name if party.company else "",
        mail=party.primary_mail,
        phone=party.primary_phone,
        city=party.city,
        phase=party.phase,
        owner=party.owner.name if party.owner else "",
        last_contact_at=party.last_contact_at,
    )


def contact_points(party: Party) -> list[ContactPoint]:
    """Ways to reach it, in their order, preferred ones of each kind first."""
    return list(ContactPoint.objects.filter(party=party).order_by("kind", "-preferred", "position", "id"))


def addresses(party: Party) -> list[Address]:
    return list(Address.objects.filter(party=party).order_by("-preferred", "position", "id"))


def tags_of(record: Record) -> list[Tag]:
    rows = Tag.objects.filter(
        taggings__about_type=record.ref_name(), taggings__about_id=record.pk, taggings__deleted_at=None
    )
    return list(rows.order_by("name_fold"))


def next_step(party: Party, actor: Actor) -> Task | None:
    """What happens next with it, with the owner at hand."""
    if party.next_task_id is None:
        return None
    found: Task | None = (
        rights.visible(Task.objects.filter(pk=party.next_task_id), actor).select_related("owner").first()
    )
    return found


def open_tasks(record: Record, actor: Actor, *, limit: int = 20) -> list[Task]:
    """What is to do with it, what is due first first."""
    rows = Task.objects.filter(about_type=record.ref_name(), about_id=record.pk, done_at=None)
    by_due = F("due_at").asc(nulls_last=True)
    return list(rights.visible(rows, actor).select_related("owner").order_by(by_due, "id")[:limit])


def is_followed(record: Record, actor: Actor) -> bool:
    rows = Follow.objects.filter(about_type=record.ref_name(), about_id=record.pk, user=actor.user_id)
    return rows.exists()
