"""What the page of a party shows beside its timeline."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from goodwill.areas.people.models import Address, ContactPoint, Follow, Party, Tag, Task
from goodwill.areas.people.queries.gathering import gathered, made_of
from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing
from goodwill.kernel.models import Record
from goodwill.kernel.prepared import prepared
from goodwill.records.registry import RecordType
from goodwill.records.veil import hides, known_rows, narrows, veil, veil_all


@dataclass(frozen=True)
class Opened:
    """A party with all that stands at the top of its page; ways to reach it in their order, preferred ones first."""

    party: Party
    points: list[ContactPoint]
    addresses: list[Address]
    tags: list[Tag]
    followed: bool


def opened(type: RecordType, pk: int, actor: Actor) -> Opened:
    """One query; raises Missing for a party that is not there or not within the actor's reach."""
    if not 0 < pk < 2**63:
        raise Missing
    if rights.unlimited(type.model, actor) and not narrows(actor):
        found = _any_party(pk, actor.user_id or 0, type=type)
    else:
        found = list(_with_all(type.rows(actor), actor.user_id, actor).filter(pk=pk))
    if not found:
        raise Missing
    party = found[0]
    held = party.__dict__
    return Opened(
        veil(party, actor),
        made_of(ContactPoint, held.pop("_points")),
        made_of(Address, held.pop("_addresses")),
        made_of(Tag, held.pop("_tags")),
        held.pop("_followed"),
    )


@prepared
def _any_party(pk: int, user: int, *, type: RecordType) -> "QuerySet[Party]":
    return _with_all(type.model.objects.filter(**type.constant), user).filter(pk=pk)


def _with_all(rows: "QuerySet[Any]", user: int | None, reader: Actor | None = None) -> "QuerySet[Any]":
    """The parties with the rows of each that the reader may know of, and whether the user follows it."""
    about = {"about_type": Party.ref_name(), "about_id": OuterRef("pk"), "deleted_at": None}
    points = ContactPoint.objects.filter(party=OuterRef("pk")).order_by("kind", "-preferred", "position", "id")
    addresses = Address.objects.filter(party=OuterRef("pk")).order_by("-preferred", "position", "id")
    tags = Tag.objects.filter(**{f"taggings__{name}": value for name, value in about.items()}).order_by("name_fold")
    if reader is not None:
        points, addresses = known_rows(points, reader), known_rows(addresses, reader)
        tags = tags.none() if hides(reader, Party.ref_name(), "tags") else tags
    parts = {"_points": gathered(points), "_addresses": gathered(addresses), "_tags": gathered(tags)}
    followed = Exists(Follow.objects.filter(**about, user=user))
    found: QuerySet[Any] = rows.select_related("company", "owner").annotate(**parts, _followed=followed)
    return found


def next_step(party: Party, actor: Actor, tasks: Iterable[Task] = ()) -> Task | None:
    """What happens next with it, with the owner at hand; looked up where it is not among the tasks that are."""
    if party.next_task_id is None:
        return None
    if known := next((task for task in tasks if task.pk == party.next_task_id), None):
        return known
    found: Task | None = (
        rights.visible(Task.objects.filter(pk=party.next_task_id), actor).select_related("owner").first()
    )
    return veil(found, actor) if found else None


def open_tasks(record: Record, actor: Actor, *, limit: int = 20) -> list[Task]:
    """What is to do with it, what is due first first; who sees the record sees its tasks."""
    if rights.allows(actor, "read", record):
        return veil_all(_tasks_about(record.ref_name(), record.pk, limit=limit), actor)
    return veil_all(rights.visible(_open_about(record.ref_name(), record.pk), actor)[:limit], actor)


@prepared
def _tasks_about(type: str, pk: int, *, limit: int) -> "QuerySet[Task]":
    return _open_about(type, pk)[:limit]


def _open_about(type: str, pk: int) -> "QuerySet[Task]":
    rows = Task.objects.filter(about_type=type, about_id=pk, done_at=None).select_related("owner")
    return rows.order_by(F("due_at").asc(nulls_last=True), "id")
