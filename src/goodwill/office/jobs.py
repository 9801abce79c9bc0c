"""What the office does in the background."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from goodwill.kernel import changes, jobs, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing, Told
from goodwill.kernel.jobs import Progress
from goodwill.kernel.models import Batch
from goodwill.office.queries.stretch import acts_of
from goodwill.records import registry

AT_ONCE = 50


@jobs.job("undo-stretch", label=_("Take back a stretch of time"), priority=jobs.Priority.BULK, retries=2)
def undo_stretch(who: int, since: str, last: int, progress: Progress, by: Actor) -> dict[str, Any]:
    """Batch by batch, newest first and each in parts; all of it is one act of history. Goes on where it was stopped."""
    acts = acts_of(who, datetime.fromisoformat(since), last)
    if who != by.user_id:
        rights.require_power(by, "undo_any")
    state = progress.position or {"at": last + 1, "below": None, "acts": 0, "stayed": 0, "refused": 0}
    if progress.total is None:
        progress.total = acts.count()
    while row := _next_act(acts, state):
        try:
            changes.require_undo(row, by)
        except Told:
            state = {**state, "at": row.pk, "below": None, "refused": state["refused"] + 1}
            progress.position = state
            continue
        with progress.batch("undo_stretch"):
            result = changes.UndoResult()
            below = changes.undo_part(row, result, below=state["below"])
            done = below is None
            if done:
                changes.undone_with_others(row)
            state = {
                **state,
                "at": row.pk if done else state["at"],
                "below": below,
                "acts": state["acts"] + done,
                "stayed": state["stayed"] + len(result.clashes),
            }
            progress.position = state
            progress.done += done
        progress.step()
    return {name: state[name] for name in ("acts", "stayed", "refused")}


def _next_act(acts: "QuerySet[Batch]", state: Mapping[str, Any]) -> Batch | None:
    return acts.filter(pk__lt=state["at"]).first()


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
