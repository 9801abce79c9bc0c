"""The next step: a record's earliest open task."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from goodwill.areas.people.models import Party, Task
from goodwill.areas.people.projections.columns import write_columns
from goodwill.kernel import changes
from goodwill.kernel.changes import Entry


class Step(NamedTuple):
    task_id: int | None
    due_on: date | None
    due_at: datetime | None


NO_STEP = Step(None, None, None)


@changes.projection(Task)
def follow_tasks(entries: Sequence[Entry]) -> None:
    party_ids = about_ids(entries, Party.ref_name())
    if not party_ids:
        return
    steps = next_steps(Party.ref_name(), party_ids)
    wanted = {
        party_id: {"next_task_id": step.task_id, "next_due": step.due_on, "next_due_at": step.due_at}
        for party_id in party_ids
        for step in [steps.get(party_id, NO_STEP)]
    }
    columns = ("id", "next_task_id", "next_due", "next_due_at")
    write_columns(Party.everything.filter(pk__in=party_ids).values(*columns), wanted)


def about_ids(entries: Sequence[Entry], type_name: str) -> set[int]:
    """The ids of the records of a type that these entries are or were about."""
    found = set()
    for entry in entries:
        now = {"about_type": entry.record.about_type, "about_id": entry.record.about_id}  # type: ignore[attr-defined]
        for about in (now, now | entry.before):
            if about["about_type"] == type_name and about["about_id"]:
                found.add(int(about["about_id"]))
    return found


def next_steps(type_name: str, ids: Collection[int]) -> dict[int, Step]:
    """The next step of each record of a type that has one: what is due first, else what was planned first."""
    tasks = Task.objects.filter(done_at=None, about_type=type_name, about_id__in=ids)
    found: dict[int, Step] = {}
    for about_id, task_id, due_on, due_at in tasks.order_by("id").values_list("about_id", "id", "due_on", "due_at"):
        known = found.get(about_id)
        if known is None or (due_at is not None and (known.due_at is None or due_at < known.due_at)):
            found[about_id] = Step(task_id, due_on, due_at)
    return found
