"""Whose it is to take something back: of who may change the records, and of who just moved them out of reach."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from goodwill.kernel import extras
from goodwill.kernel.actors import Actor
from goodwill.kernel.changes.batches import current_batch, is_open
from goodwill.kernel.changes.values import assign, from_plain
from goodwill.kernel.models import Batch, Change, Tracked
from goodwill.kernel.refs import Ref, fetch, models_by_name

FEW = 2_000
A_WHILE = timedelta(days=1)
"""How long somebody may take back what went out of their reach by it."""


def is_within_reach(row: Batch, records: Iterable[Tracked], by: Actor) -> bool:
    """Whether the actor may take back what the batch did to all of these."""
    from goodwill.kernel import rights

    beyond: dict[str, set[int]] = defaultdict(set)
    for record in records:
        held = fetch(record.root()) if record.append_only else record
        if held is not None and not rights.allows(by, "change", held):
            name, pk = record.root()
            beyond[name].add(pk)
    return all(ids <= given_away(row, models_by_name()[name], ids, by) for name, ids in beyond.items())


def within_reach(model: type[Tracked], run: Collection[Change], by: Actor) -> set[int]:
    """Of the records that one batch changed, those on which the actor may take it back."""
    from goodwill.kernel import rights

    ids = {change.ref_id for change in run}
    if model.append_only or rights.reach(model, by, "change") == models.Q():
        return ids
    found, wanted = set[int](), sorted(ids)
    for start in range(0, len(wanted), FEW):
        rows = model.everything.filter(pk__in=wanted[start : start + FEW])
        found.update(rights.visible(rows, by, "change").values_list("pk", flat=True))
    return found | _with_their_roots([change for change in run if change.ref_id not in found], by)


def _with_their_roots(beyond: Collection[Change], by: Actor) -> set[int]:
    """What is or hangs on a record that was given away."""
    if not beyond:
        return set()
    row = Batch.objects.get(pk=next(iter(beyond)).batch_id)
    roots: dict[str, set[int]] = defaultdict(set)
    for change in beyond:
        roots[change.root_type].add(change.root_id)
    given = {
        Ref(name, pk)
        for name, ids in roots.items()
        if (model := models_by_name().get(name))
        for pk in given_away(row, model, ids, by)
    }
    return {change.ref_id for change in beyond if Ref(change.root_type, change.root_id) in given}


def given_away(row: Batch, model: type[Tracked], ids: Collection[int], by: Actor) -> set[int]:
    """Of these records, those that the actor may change no more because of this very batch, such as one that they gave
    to a colleague: it was theirs, nobody touched it since, and it would be theirs again.
    """
    from goodwill.kernel import rights

    if by.user_id is None or by.user_id != row.on_behalf_of_id or timezone.now() - row.at > A_WHILE:
        return set()
    found = set()
    former = _former(row, model, ids)
    for record in model.everything.filter(pk__in=former.keys() - _touched_since(row, model, former)):
        for name, value in former[record.pk].items():
            assign(record, name, from_plain(model, name, value))
        record.derive()
        extras.derive(record)
        if rights.allows(by, "change", record):
            found.add(record.pk)
    return found


def _former(row: Batch, model: type[Tracked], ids: Collection[int]) -> Mapping[int, Mapping[str, Any]]:
    """What the batch changed of each of the records, as it was before."""
    found: dict[int, dict[str, Any]] = {}
    changed = row.changes.filter(type=model.ref_name(), ref_id__in=ids, kind=Change.Kind.UPDATE)
    for one in changed.order_by("-id"):
        found.setdefault(one.ref_id, {}).update(one.before)
    return found


def _touched_since(row: Batch, model: type[Tracked], ids: Collection[int]) -> set[int]:
    """By others, or in another act; what is being taken back right now counts for nothing."""
    first = row.changes.order_by("id").values_list("pk", flat=True).first() or 0
    since = Change.objects.filter(type=model.ref_name(), ref_id__in=ids, pk__gt=first).exclude(batch=row)
    if is_open():
        since = since.exclude(batch=current_batch().id)
    return set(since.values_list("ref_id", flat=True))
