"""Consumers follow the log by cursor, at least once and in order; it moves in the transaction of their effects."""

from collections.abc import Callable, Sequence

from django.db import models, transaction

from goodwill.kernel.models import Change, Cursor
from goodwill.kernel.snapshots import settled_before

Consumer = Callable[[Sequence[Change]], None]
_consumers: dict[str, Consumer] = {}


def consumer(name: str) -> Callable[[Consumer], Consumer]:
    """Register a consumer. It gets changes with their batch loaded, and is safe to repeat."""

    def register(function: Consumer) -> Consumer:
        _consumers[name] = function
        return function

    return register


def consumers() -> tuple[str, ...]:
    return tuple(_consumers)


def settled() -> "models.QuerySet[Change]":
    """Changes behind which no earlier one can still appear: on PostgreSQL, those older than every open transaction."""
    changes, before = Change.objects.order_by("tx", "id").select_related("batch"), settled_before()
    return changes if before is None else changes.filter(tx__lt=before)


def follow(name: str, *, limit: int = 500) -> int:
    """Give the consumer its next changes; returns how many. Nothing moves when it raises."""
    with transaction.atomic():
        cursor, _ = Cursor.objects.select_for_update().get_or_create(consumer=name)
        behind = models.Q(tx__gt=cursor.tx) | models.Q(tx=cursor.tx, id__gt=cursor.change_id)
        changes = list(settled().filter(behind)[:limit])
        if changes:
            _consumers[name](changes)
            cursor.tx, cursor.change_id = changes[-1].tx, changes[-1].pk
            cursor.save()
    return len(changes)
