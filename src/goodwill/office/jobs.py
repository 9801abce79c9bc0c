"""What the office does in the background."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from goodwill.kernel import changes, jobs, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing
from goodwill.kernel.jobs import Progress
from goodwill.records import registry

AT_ONCE = 50


@jobs.job("empty-trash", label=_("Empty the trash"), priority=jobs.Priority.BULK)
def empty_trash(type_name: str, last: int, progress: Progress, by: Actor) -> dict[str, Any]:
    """Purge what lay in the trash of a type up to the id `last`; what something else refers to stays there."""
    rights.require_power(by, "manage_settings")
    kind = registry.get(type_name)
    if kind is None:
        raise Missing
    rows = kind.model.everything.filter(**kind.constant, pk__lte=last).exclude(deleted_at=None)
    thrown = rights.visible(rows, by, "delete").order_by("pk")
    if progress.total is None:
        progress.total = thrown.count()
    while batch := list(thrown.filter(pk__gt=progress.position.get("at", 0))[:AT_ONCE]):
        with progress.batch("empty_trash"):
            gone = sum(changes.purge(record) for record in batch)
            progress.position = {"at": batch[-1].pk, "gone": progress.position.get("gone", 0) + gone}
            progress.done += len(batch)
        progress.step()
    gone = progress.position.get("gone", 0)
    return {"gone": gone, "kept": progress.done - gone}
