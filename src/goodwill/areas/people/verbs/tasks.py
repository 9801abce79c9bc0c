"""Tasks: planned, done, put off. What is due first is the next step of its record."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.areas.people.abouts import about_of
from goodwill.areas.people.enums import Priority, Repeat, TaskKind
from goodwill.areas.people.models import Task
from goodwill.areas.people.repeating import next_due, series_day
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import Record, User
from goodwill.kernel.refs import Ref
from goodwill.kernel.times import time_of_day
from goodwill.kernel.verbs import Help, Work, verb
from goodwill.records.filter.context import context_of

Title = Annotated[str, Help(gettext_lazy("What is to do"))]
DueOn = Annotated[date | None, Help(gettext_lazy("Due"))]
DueTime = Annotated[str | time | None, Help(gettext_lazy("At"), gettext_lazy("Like 09:30; empty for the whole day"))]
TaskKindName = Annotated[str, Help(gettext_lazy("Kind"), choices=tuple(TaskKind.choices))]
Who = Annotated[User | None, Help(gettext_lazy("Who does it"), gettext_lazy("Empty: you"))]
Urgency = Annotated[str, Help(gettext_lazy("Priority"), choices=tuple(Priority.choices), rare=True)]
Details = Annotated[str, Help(gettext_lazy("Details"), kind="long_text", rare=True)]


@verb(Task, right="create", label=gettext_lazy("New task"), done=gettext_lazy("planned a task"), icon="check")
def create_task(*, by: Actor, title: Title, about: Ref | str | None = None, **fields: Any) -> Task:
    """Plan something to do about a record ("party:12"), or about nothing in particular."""
    return _plan(by, about_of(about, by, "change"), title, fields)


@verb(Record, label=gettext_lazy("Plan a task"), done=gettext_lazy("planned a task"), icon="calendar-plus")
def plan_task(
    record: Record,
    *,
    by: Actor,
    title: Title,
    due_on: DueOn = None,
    due_time: DueTime = None,
    kind: TaskKindName = TaskKind.TASK.value,
    owner: Who = None,
    priority: Urgency = Priority.NORMAL.value,
    details: Details = "",
    remind_at: Annotated[datetime | None, Help(gettext_lazy("Remind"), rare=True)] = None,
    repeat: Annotated[str, Help(gettext_lazy("Repeat"), choices=tuple(Repeat.choices), rare=True)] = "",
    repeat_every: Annotated[int, Help(gettext_lazy("Every"), rare=True)] = 1,
    repeat_until: Annotated[date | None, Help(gettext_lazy("Repeat until"), rare=True)] = None,
) -> Task:
    """Say what happens next with it, who does it and by when."""
    given = {
        "due_on": due_on,
        "due_time": due_time,
        "kind": kind,
        "priority": priority,
        "details": details,
        "remind_at": remind_at,
        "repeat": repeat,
        "repeat_every": repeat_every,
        "repeat_until": repeat_until,
    }
    return _plan(by, record.ref, title, given | ({"owner": owner} if owner else {}))


@verb(Task, label=gettext_lazy("Edit"), done=gettext_lazy("changed a task"), icon="pencil", bulk=False)
def edit(task: Task, *, by: Actor, base_version: int | None = None, **fields: Any) -> Task:
    """Change what was planned."""
    wrong = [name for name in fields if name not in _GIVEN]
    if wrong:
        raise Invalid(dict.fromkeys(wrong, _("There is no such field to write.")))
    if "due_time" in fields:
        fields["due_time"] = _time(fields["due_time"])
    if fields.keys() & {"due_on", "repeat"}:
        due_on, repeat = fields.get("due_on", task.due_on), fields.get("repeat", task.repeat)
        fields["repeat_day"] = series_day(repeat, due_on)
        _refuse_endless(repeat, due_on)
    return changes.update(task, base_version=base_version, **fields)


_OPEN, _DONE = Work(Task, field="done_at", empty=True), Work(Task, field="done_at")


@verb(
    Task,
    label=gettext_lazy("Done"),
    done=gettext_lazy("did a task"),
    icon="circle-check",
    possible=_OPEN,
)
def complete(
    task: Task,
    *,
    by: Actor,
    outcome: Annotated[str, Help(gettext_lazy("What came of it"))] = "",
    at: Annotated[datetime | None, Help(gettext_lazy("When"), gettext_lazy("Empty: now"), rare=True)] = None,
) -> Task:
    """Tick it off. A task that repeats plans its next time."""
    if task.done_at is not None:
        return task
    if at and at > timezone.now():
        raise Invalid({"at": _("It is not over yet: choose a moment that has passed. Nothing was changed.")})
    said: dict[str, Any] = {"outcome": outcome} if outcome else {}
    changes.update(task, done_at=at or timezone.now(), done_by=by.user, **said)
    due_on = next_due(task, context_of(by).today)
    if due_on:
        changes.create(_next_of(task, due_on))
    return task


@verb(
    Task,
    label=gettext_lazy("Not done yet"),
    done=gettext_lazy("opened a task again"),
    icon="rotate-ccw",
    possible=_DONE,
)
def reopen(task: Task, *, by: Actor) -> Task:
    """Take the tick off. The next time that it planned goes, unless somebody touched it."""
    if task.done_at is None:
        return task
    for later in task.later.filter(deleted_at=None, done_at=None, version=1):
        changes.trash(later)
    return changes.update(task, done_at=None, done_by=None)


@verb(
    Task,
    label=gettext_lazy("Put off"),
    done=gettext_lazy("put a task off"),
    icon="calendar-clock",
    possible=_OPEN,
)
def postpone(
    task: Task,
    *,
    by: Actor,
    due_on: Annotated[date, Help(gettext_lazy("To"))],
    due_time: DueTime = None,
) -> Task:
    """Move it to another day; the time of day stays unless another one is given. A reminder moves along."""
    fields: dict[str, Any] = {"due_on": due_on}
    if due_time:
        fields["due_time"] = _time(due_time)
    if task.remind_at and task.due_on:
        fields["remind_at"] = task.remind_at + timedelta(days=(due_on - task.due_on).days)
    return changes.update(task, **fields)


@verb(Task, label=gettext_lazy("Remove"), done=gettext_lazy("removed a task"), icon="trash-2")
def remove(task: Task, *, by: Actor) -> Task:
    """Put the task in the trash."""
    return changes.trash(task)


_GIVEN = frozenset(
    {
        "title",
        "due_on",
        "due_time",
        "kind",
        "priority",
        "owner",
        "team",
        "details",
        "remind_at",
        "repeat",
        "repeat_every",
        "repeat_until",
        "outcome",
        "extra",
    }
)


def _plan(by: Actor, about: Ref | None, title: str, fields: dict[str, Any]) -> Task:
    wrong = [name for name in fields if name not in _GIVEN]
    if wrong:
        raise Invalid(dict.fromkeys(wrong, _("There is no such field to write.")))
    task = Task(title=" ".join(title.split()), owner=by.user, zone=context_of(by).zone.key)
    task.about = about
    for name, value in fields.items():
        changes.assign(task, name, _time(value) if name == "due_time" else value)
    task.repeat_every = max(1, task.repeat_every or 1)
    task.repeat_day = series_day(task.repeat, task.due_on)
    _refuse_endless(task.repeat, task.due_on)
    return changes.create(task)


def _refuse_endless(repeat: str, due_on: date | None) -> None:
    if repeat and due_on is None:
        raise Invalid({"due_on": _("A task that repeats needs the day on which it is due first.")})


def _next_of(task: Task, due_on: date) -> Task:
    """The same thing to do, another time; a reminder keeps its distance."""
    shift = timedelta(days=(due_on - task.due_on).days) if task.due_on else timedelta()
    later = Task(
        title=task.title,
        details=task.details,
        kind=task.kind,
        priority=task.priority,
        owner=task.owner,
        team=task.team,
        due_on=due_on,
        due_time=task.due_time,
        zone=task.zone,
        remind_at=task.remind_at + shift if task.remind_at else None,
        repeat=task.repeat,
        repeat_every=task.repeat_every,
        repeat_day=task.repeat_day,
        repeat_until=task.repeat_until,
        series=task,
    )
    later.about = task.about
    return later


def _time(given: str | time | None) -> time | None:
    if not given:
        return None
    if isinstance(given, time):
        return given
    found = time_of_day(given)
    if not found:
        raise Invalid({"due_time": _("“%s” is no time of day. Write it like 09:30.") % given})
    return time.fromisoformat(found)
