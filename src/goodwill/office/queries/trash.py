"""What lies in the trash, type by type, the newest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Q

from goodwill.kernel import rights
from goodwill.kernel.actors import NONE, Actor
from goodwill.records import registry
from goodwill.records.registry import RecordType
from goodwill.records.show import title_of

SIZE = 50


@dataclass(frozen=True)
class Thrown:
    """A record in the trash; `by` is who changed it last, which was throwing it away."""

    record: Any
    title: str
    by: str


@dataclass(frozen=True)
class Page:
    """`last` is the highest id of all that lies there."""

    rows: list[Thrown]
    next: int | None
    last: int | None


def types(actor: Actor) -> list[RecordType]:
    """The types of which the reader may throw away and bring back at least some; those with a face come first.

    One that only holds the records of others together, as contacts are people, companies and households, is none.
    """
    alone = [one for one in registry.types() if one.constant or not _narrower(one)]
    return sorted([one for one in alone if _may_throw(one.model, actor)], key=lambda one: not one.face)


def _narrower(kind: RecordType) -> list[RecordType]:
    return [one for one in registry.for_model(kind.model) if one.constant]


def _may_throw(model: Any, actor: Actor) -> bool:
    return actor.may(model.guarded_by) if model.guarded_by else actor.scope(model.ref_name(), "delete") != NONE


def filled(types: list[RecordType], actor: Actor) -> dict[RecordType, datetime]:
    """The types of which something lies there that the reader sees, and when the last of it was thrown away."""
    newest = {known: _lying(known, actor).aggregate(at=Max("deleted_at"))["at"] for known in types}
    return {known: at for known, at in newest.items() if at}


def _lying(kind: RecordType, actor: Actor) -> Any:
    rows = kind.model.everything.filter(**kind.constant).exclude(deleted_at=None)
    return rights.visible(rows, actor, "delete")


def thrown(kind: RecordType, actor: Actor, *, before: int | None = None) -> Page:
    rows = _lying(kind, actor).select_related("changed_by").order_by("-deleted_at", "-pk")
    last = rows.aggregate(last=Max("pk"))["last"]
    start = rows.filter(pk=before).first() if before else None
    if start:
        rows = rows.filter(Q(deleted_at__lt=start.deleted_at) | Q(deleted_at=start.deleted_at, pk__lt=start.pk))
    found = list(rows[: SIZE + 1])
    shown = [Thrown(row, title_of(kind, row), str(row.changed_by or "Goodwill")) for row in found[:SIZE]]
    return Page(shown, shown[-1].record.pk if len(found) > SIZE else None, last)
