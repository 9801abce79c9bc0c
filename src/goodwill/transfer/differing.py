"""The first records that are here and that a run would change, with what of them."""

from collections.abc import Mapping
from typing import Any

from goodwill.kernel.actors import Actor
from goodwill.transfer import importers, pipeline
from goodwill.transfer.importers import Outcome
from goodwill.transfer.models import Import
from goodwill.transfer.updates import Update

SHOWN, LOOKED_AT, AT_ONCE = 20, 5000, 500


def first(run: Import, by: Actor, counts: Mapping[str, int]) -> dict[str, Any]:
    """Reads the first rows of the file again; not those of a file that changes nothing."""
    tells = importers.get(run.importer).updates
    if tells is None or not counts.get(Outcome.UPDATED):
        return {"updates": []}
    found: dict[tuple[str, int], Update] = {}
    way, seen = pipeline.Way(run, by, dry=True), 0
    for chunk in way.understanding.chunks(largest=AT_ONCE):
        updated = [each for each in way.decide(chunk) if each.outcome is Outcome.UPDATED] if chunk.rows else []
        for update in tells(updated, by):
            found.setdefault((update.type, update.id), update)
        seen += len(chunk.rows)
        if len(found) >= SHOWN or seen >= LOOKED_AT or chunk.error:
            break
    is_all = seen >= counts.get("rows", 0) and len(found) <= SHOWN
    return {"updates": [each.as_data() for each in [*found.values()][:SHOWN]], "updates_are_all": is_all}
