"""The numbers that records have in another system."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from goodwill.areas.people.models import ExternalKey
from goodwill.kernel import changes
from goodwill.kernel.among import among
from goodwill.kernel.refs import Ref, models_by_name


def write_numbers(source: str, numbers: Iterable[tuple[str, Ref]]) -> None:
    """Each number belongs to one record: that of somebody who lies in the trash goes over.

    Raises IntegrityError for the number of somebody else who is there.
    """
    wanted: dict[str, Ref] = {}
    for key, ref in numbers:
        wanted.setdefault(key[:200], ref)
    if not wanted:
        return
    held = list(ExternalKey.objects.select_for_update().filter(source=source, key__in=among(wanted)))
    away = _in_the_trash(held)
    freed = [row for row in held if Ref(row.about_type, row.about_id) in away]
    changes.trash_many(freed)
    here = {row.key: Ref(row.about_type, row.about_id) for row in held if row not in freed}
    changes.create_many(_row(source, key, ref) for key, ref in wanted.items() if here.get(key) != ref)


def _row(source: str, key: str, ref: Ref) -> ExternalKey:
    return ExternalKey(source=source, key=key, about_type=ref.type, about_id=ref.id)


def _in_the_trash(rows: Iterable[Any]) -> set[Ref]:
    ids: defaultdict[str, set[int]] = defaultdict(set)
    for row in rows:
        ids[row.about_type].add(row.about_id)
    models = models_by_name()
    return {
        Ref(name, pk)
        for name, several in ids.items()
        if name in models
        for pk in models[name].everything.filter(pk__in=several).exclude(deleted_at=None).values_list("pk", flat=True)
    }
