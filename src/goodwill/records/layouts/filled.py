"""How often each field of a type is filled: what nobody fills need not stand on a page."""

from dataclasses import dataclass

from goodwill.kernel.actors import Actor
from goodwill.records.fields import Field, Kind
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


def filled_of(type: RecordType, actor: Actor) -> list[Filled]:
    """The emptiest first. One query for each field, over the `LOOKED_AT` newest records."""
    newest = list(type.rows(actor).order_by("-pk").values_list("pk", flat=True)[:LOOKED_AT])
    if not newest:
        return []
    rows, total = type.rows(actor).filter(pk__gte=newest[-1]), len(newest)
    asked = [field for field in known_fields(type, actor) if _can_be_empty(field)]
    found = [Filled(field, apply(rows, f"{field.name} is not empty", type, actor).count(), total) for field in asked]
    return sorted(found, key=lambda one: one.count)


def _can_be_empty(field: Field) -> bool:
    return field.filterable and field.editable and field.kind is not Kind.YES_NO and not field.required
