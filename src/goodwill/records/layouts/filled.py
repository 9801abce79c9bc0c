"""How often each field of a type is filled: what nobody fills need not stand on a page."""

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from goodwill.kernel.actors import Actor
from goodwill.records.fields import TEXTUAL, Field, Kind
from goodwill.records.filter.resolve import known_fields
from goodwill.records.filter.sql import apply
from goodwill.records.registry import RecordType

LOOKED_AT = 20_000


@dataclass(frozen=True)
class Filled:
    """`count` of `total` records have something there; of a large list, of those that were made last."""

    field: Field
    count: int
    total: int

    @property
    def share(self) -> float:
        return self.count / self.total if self.total else 0.0


def filled_of(type: RecordType, actor: Actor, names: Container[str]) -> list[Filled]:
    """Of the named fields that may be empty, the emptiest first. One query for each, over the `LOOKED_AT` newest
    records.
    """
    newest = list(type.rows(actor).order_by("-pk").values_list("pk", flat=True)[:LOOKED_AT])
    if not newest:
        return []
    rows, total = type.rows(actor).filter(pk__gte=newest[-1]), len(newest)
    asked = [field for field in known_fields(type, actor) if field.name in names and _can_be_empty(field)]
    found = [Filled(field, _with(rows, field, type, actor).count(), total) for field in asked]
    return sorted(found, key=lambda one: one.count)


def _can_be_empty(field: Field) -> bool:
    known = field.filterable or (field.column is not None and field.kind in TEXTUAL)
    return known and field.editable and field.kind is not Kind.YES_NO and not field.required


def _with(rows: "QuerySet[Any]", field: Field, type: RecordType, actor: Actor) -> "QuerySet[Any]":
    """Those that have something there; the parts of a name are no fields to filter by, but columns of text."""
    if field.filterable:
        return apply(rows, f"{field.name} is not empty", type, actor)
    return rows.filter(**{f"{field.column}__gt": ""})
