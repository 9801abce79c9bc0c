"""Telling open pages: a row for each event, written in the transaction of what it tells."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from goodwill.kernel import changes, workspace
from goodwill.kernel.actors import Actor
from goodwill.kernel.inserting import insert_one
from goodwill.kernel.models import StreamEvent
from goodwill.kernel.refs import Ref

TOLD_OF = 200  # records of one batch whose pages are told

_hints: list[Callable[[str], None]] = []


def on_wake(hint: Callable[[str], None]) -> None:
    """Have `hint(firm)` called, from any thread, whenever this process has written an event."""
    _hints.append(hint)


def publish(
    name: str, data: dict[str, Any], *, user_id: int | None = None, about: Collection[tuple[str, int]] = ()
) -> None:
    """Tell open pages, once the open transaction is committed: those of one user, those of some records, or all."""
    refs = [list(ref) for ref in about]
    insert_one(StreamEvent(name=name, data=data, user_id=user_id, about=refs, at=timezone.now()))
    firm_id = workspace.current().id
    transaction.on_commit(lambda: _wake(firm_id), robust=True)


def _wake(firm_id: str) -> None:
    for hint in _hints:
        hint(firm_id)


def _tell_of_new(name: str, new: Sequence[tuple[int, Any]], by: Actor) -> None:
    _tell({Ref(name, pk): 1 for pk, _made in new[:TOLD_OF]}, by)


def _tell_of_gone(name: str, ids: Sequence[int], by: Actor) -> None:
    _tell({Ref(name, pk): 2 for pk in ids[:TOLD_OF]}, by)


@changes.projection(ahead=changes.Beforehand(lambda _record, _parts: True, _tell_of_new, gone=_tell_of_gone))
def tell_open_pages(entries: Sequence[changes.Entry]) -> None:
    """Pages of the records that were changed, or that something changed hangs on, may offer to be loaded again."""
    versions: dict[Ref, int | None] = {}
    for entry in entries:
        if len(versions) > TOLD_OF:
            break
        root = entry.record.root()
        versions.setdefault(root, None)
        if root == entry.record.ref:
            versions[root] = entry.record.version
    _tell(versions, entries[0].by)


def _tell(versions: Mapping[Ref, int | None], by: Actor) -> None:
    told = list(versions)[:TOLD_OF]
    publish(
        "changed",
        {"by": by.name, "by_id": by.user_id, "versions": {str(ref): versions[ref] for ref in told}},
        about=told,
    )
