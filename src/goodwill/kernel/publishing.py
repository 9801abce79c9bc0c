"""Telling open pages: a row for each event, written in the transaction of what it tells."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from goodwill.kernel import changes, workspace
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
    StreamEvent.objects.create(
        name=name, data=data, user_id=user_id, about=[list(ref) for ref in about], at=timezone.now()
    )
    firm_id = workspace.current().id
    transaction.on_commit(lambda: _wake(firm_id), robust=True)


def _wake(firm_id: str) -> None:
    for hint in _hints:
        hint(firm_id)


@changes.projection()
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
    by = entries[0].by
    told = list(versions)[:TOLD_OF]
    publish(
        "changed",
        {"by": by.name, "by_id": by.user_id, "versions": {str(ref): versions[ref] for ref in told}},
        about=told,
    )
