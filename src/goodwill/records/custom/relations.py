"""Relations that a firm made: they hold an id and no key of the database, so what moves has to be moved here."""

from collections.abc import Iterator

from goodwill.kernel import changes
from goodwill.kernel.models import Tracked
from goodwill.records import registry
from goodwill.records.custom.known import own_fields
from goodwill.records.fields import Field, Kind
from goodwill.records.registry import RecordType

AT_ONCE = 500


def move(old: Tracked, new: Tracked) -> int:
    """Have everything that leads to one record lead to the other one; returns how many did."""
    moved = 0
    for owner, field in _leading_to(type(old)):
        assert field.kept is not None
        rows = owner.model.everything.filter(**owner.constant).annotate(leads_to=field.kept.expression)
        ids = list(rows.filter(leads_to=old.pk).values_list("pk", flat=True))
        for start in range(0, len(ids), AT_ONCE):
            held = owner.model.everything.select_for_update().filter(pk__in=ids[start : start + AT_ONCE])
            moved += changes.update_each({record: {field.name: new.pk} for record in held})
    return moved


def _leading_to(model: type[Tracked]) -> Iterator[tuple[RecordType, Field]]:
    for owner in registry.types():
        for field in own_fields(owner.name).values():
            target = registry.get(field.target) if field.kind is Kind.RELATION else None
            if target is not None and target.model is model:
                yield owner, field
