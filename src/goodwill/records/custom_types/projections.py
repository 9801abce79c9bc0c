"""The way back of relations that a firm's own fields hold, kept beside the history: see `kernel.models.Link`."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from goodwill.kernel import changes
from goodwill.kernel.changes import Entry
from goodwill.kernel.inserting import insert_values
from goodwill.kernel.models import Change, Link, Tracked
from goodwill.records import registry
from goodwill.records.custom.known import own_fields
from goodwill.records.custom.rollups import NOTHING_AHEAD
from goodwill.records.fields import Kind

_COLUMNS = ("type", "ref_id", "field", "to_type", "to_id")


@changes.projection(ahead=NOTHING_AHEAD)
def keep_links(entries: Sequence[Entry]) -> None:
    """Of records that were made, or whose relations changed. What lies in the trash keeps its links, and shows none."""
    targets: dict[type[Tracked], dict[str, str]] = {}
    stale: dict[str, dict[int, Tracked]] = defaultdict(dict)
    made: set[tuple[str, int]] = set()
    for entry in entries:
        model = type(entry.record)
        if model not in targets:
            targets[model] = dict(_relations(model))
        if targets[model].keys() & (entry.after.keys() | entry.before.keys()):
            name, pk = entry.record.ref
            stale[name][pk] = entry.record
            if entry.kind is Change.Kind.CREATE:
                made.add((name, pk))
    for name, records in stale.items():
        known = [pk for pk in records if (name, pk) not in made]
        if known:
            Link.objects.filter(type=name, ref_id__in=known).delete()
        rows = [row for record in records.values() for row in _links(record, targets[type(record)])]
        if rows:
            insert_values(Link, _COLUMNS, rows)


def _relations(model: type[Tracked]) -> Iterator[tuple[str, str]]:
    """The relation fields of a model's types, each with the ref name of what it leads to."""
    for kind in registry.for_model(model):
        for name, field in own_fields(kind.name).items():
            target = registry.get(field.target) if field.kind is Kind.RELATION else None
            if target is not None:
                yield name, target.ref_name


def _links(record: Tracked, targets: dict[str, str]) -> Iterator[tuple[str, int, str, str, int]]:
    name, pk = record.ref
    for field, to in targets.items():
        if isinstance(found := record.extra.get(field), int):
            yield name, pk, field, to, found
