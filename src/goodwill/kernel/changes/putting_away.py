"""The way back of records that a batch made and nobody touched since: with all that hangs on them, in few statements.

What was made of them in history is what goes to the trash, so neither the records nor their values have to be read.
Where somebody has to see them, or a record was changed since, they are taken back one by one (`undoing`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db import connection, models

from goodwill.kernel.among import among_numbers, numbers_asked
from goodwill.kernel.changes.batches import OpenBatch, current_batch
from goodwill.kernel.changes.projecting import project_gone, sees_gone
from goodwill.kernel.inserting import moment
from goodwill.kernel.models import Change, Tracked
from goodwill.kernel.refs import Ref, models_by_name

MANY = 50
_KEPT = ("type", "ref_id", "root_type", "root_id")
Made = tuple[int, str, str, int, str, int]
"""The id of a change, its kind, and the columns of `_KEPT`."""


def put_away_untouched(part: "models.QuerySet[Change]") -> tuple[int, list[int]]:
    """How many records went to the trash with their wholes, and the ids of the changes that are still to be taken back.

    Those of a batch are asked about, inside the open one.
    """
    opened = current_batch()
    changes: list[Made] = list(part.order_by("-pk").values_list("pk", "kind", *_KEPT))
    wholes = _wholes(changes, opened) if len(changes) >= MANY and opened.watched is None else {}
    for root in _touched(wholes):
        del wholes[root]
    made = [one for its in wholes.values() for one in its]
    if made:
        _move(opened, made)
        _log(opened, [one[0] for one in made])
        for name, its in _by_type(wholes):
            known = {one[2] for root, some in wholes.items() if root.type == name for one in some}
            project_gone(name, its, _models(known), opened.by)
    gone = {one[0] for one in made}
    return len(made), [one[0] for one in changes if one[0] not in gone]


def _wholes(changes: Sequence[Made], opened: OpenBatch) -> dict[Ref, list[Made]]:
    """By root, what was made of it, where that is all that the batch did, and it made the root itself."""
    found: dict[Ref, list[Made]] = defaultdict(list)
    others: set[Ref] = set()
    for one in changes:
        _pk, kind, _type, _ref_id, root_type, root_id = one
        (found[Ref(root_type, root_id)].append(one) if kind == "create" else others.add(Ref(root_type, root_id)))
    allowed = _allowed({one[2] for one in changes}, opened)
    return {
        root: its
        for root, its in found.items()
        if root not in others
        and any((one[2], one[3]) == root for one in its)
        and allowed.issuperset([one[2] for one in its])
    }


def _allowed(names: Collection[str], opened: OpenBatch) -> set[str]:
    """The types whose records the actor may put away, and nobody has to see as they go."""
    from goodwill.kernel import rights

    if opened.by.narrowed:
        return set()
    found = set()
    for name in names:
        model = models_by_name().get(name)
        if model is None or model.append_only or sees_gone(frozenset([model])):
            continue
        if rights.reach(model, opened.by, "change") == models.Q():
            found.add(name)
    return found


def _touched(wholes: dict[Ref, list[Made]]) -> set[Ref]:
    """Of which something was changed since, or lies in the trash."""
    roots: dict[str, dict[int, Ref]] = defaultdict(dict)
    for root, its in wholes.items():
        for _pk, _kind, name, ref_id, *_root in its:
            roots[name][ref_id] = root
    found: set[Ref] = set()
    for name, held in roots.items():
        rows = models_by_name()[name].everything.select_for_update().filter(pk__in=among_numbers(held))
        same = set(rows.filter(version=1, deleted_at=None).order_by("pk").values_list("pk", flat=True))
        found.update(root for pk, root in held.items() if pk not in same)
    return found


def _move(opened: OpenBatch, made: Sequence[Made]) -> None:
    ids: dict[str, list[int]] = defaultdict(list)
    for _pk, _kind, name, ref_id, *_root in made:
        ids[name].append(ref_id)
    values = {"deleted_at": opened.at, "changed_at": opened.at, "changed_by": opened.by.user_id, "version": 2}
    for name, some in ids.items():
        models_by_name()[name].everything.filter(pk__in=among_numbers(some)).update(**values)


def _log(opened: OpenBatch, ids: Sequence[int]) -> None:
    """What they held when they were made is what goes."""
    table = connection.ops.quote_name(Change._meta.db_table)
    asked, params = numbers_asked(ids)
    kept = ", ".join(_KEPT)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (at, batch_id, kind, {kept}, version, before, after) "  # noqa: S608 - our own names
            f"SELECT %s, %s, %s, {kept}, 2, after, before FROM {table} WHERE id IN ({asked}) ORDER BY id DESC",
            [moment(opened.at, connection.vendor), opened.id, Change.Kind.TRASH.value, *params],
        )
    opened.written += len(ids)


def _by_type(wholes: Collection[Ref]) -> Iterator[tuple[str, list[int]]]:
    found: dict[str, list[int]] = defaultdict(list)
    for name, pk in wholes:
        found[name].append(pk)
    yield from found.items()


def _models(names: Collection[str]) -> frozenset[type[Tracked]]:
    known: dict[str, Any] = dict(models_by_name())
    return frozenset(known[name] for name in names)
