"""Writing columns of a party that follow from other rows: past history and version, and only where they differ."""

from collections.abc import Iterable, Mapping
from typing import Any

from goodwill.areas.people.models import Party

FEW = 3


def write_columns(current: Iterable[Mapping[str, Any]], wanted: Mapping[int, Mapping[str, Any]]) -> None:
    """Bring the parties' columns to what is wanted; `current` holds rows with `id` and all these columns."""
    differing = [
        (row["id"], wanted[row["id"]])
        for row in current
        if any(row[name] != value for name, value in wanted.get(row["id"], {}).items())
    ]
    if len(differing) <= FEW:
        for party_id, columns in differing:
            Party.everything.filter(pk=party_id).update(**columns)
        return
    names = list(differing[0][1])
    rows = [Party(pk=party_id, **columns) for party_id, columns in differing]
    Party.everything.bulk_update(rows, names, batch_size=100)
