"""Reminders of tasks: a job for each open task that wants one, for whoever is to do it."""

from collections.abc import Sequence

from django.utils import timezone

from goodwill.areas.people.models import Task
from goodwill.kernel import changes, notices
from goodwill.kernel.changes import Entry
from goodwill.kernel.models import Change

_WATCHED = frozenset({"remind_at", "owner", "done_at"})


@changes.projection(Task)
def follow_reminders(entries: Sequence[Entry]) -> None:
    latest = {entry.record.pk: entry for entry in entries if _matters(entry)}
    for entry in latest.values():
        task = entry.record
        assert isinstance(task, Task)
        key = f"task {task.pk}"
        if task.is_open and task.owner and task.remind_at and task.remind_at > timezone.now():
            notices.remind(task.owner, task.remind_at, task.ref, by=entry.by, key=key)
        elif entry.kind != Change.Kind.CREATE:
            notices.forget_reminder(key)


def _matters(entry: Entry) -> bool:
    if entry.kind == Change.Kind.UPDATE:
        return bool(_WATCHED & entry.after.keys())
    return getattr(entry.record, "remind_at", None) is not None
