"""Relations that a firm made: they hold an id and no key of the database, so what moves has to be moved here."""

from goodwill.kernel import changes
from goodwill.kernel.models import Link, Tracked
from goodwill.kernel.refs import models_by_name

AT_ONCE = 500


def move(old: Tracked, new: Tracked) -> int:
    """Have everything that leads to one record lead to the other one; returns how many did."""
    moved = 0
    leading = Link.objects.filter(to_type=old.ref_name(), to_id=old.pk)
    for name, field in set(leading.values_list("type", "field")):
        ids = list(leading.filter(type=name, field=field).values_list("ref_id", flat=True))
        rows = models_by_name()[name].everything.select_for_update()
        for start in range(0, len(ids), AT_ONCE):
            held = rows.filter(pk__in=ids[start : start + AT_ONCE])
            moved += changes.update_each({record: {field: new.pk} for record in held})
    return moved
