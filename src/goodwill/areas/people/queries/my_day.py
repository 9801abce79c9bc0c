"""What waits for somebody today."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from goodwill.areas.people.models import Party, Task
from goodwill.kernel import rights
from goodwill.kernel.actors import NONE, Actor
from goodwill.kernel.prepared import prepared
from goodwill.records import registry
from goodwill.records.fields import readable
from goodwill.records.filter.context import Context, context_of
from goodwill.records.veil import veil_all

UPCOMING = timedelta(days=7)
MOST, RECENT = 100, 8


@dataclass(frozen=True)
class DayTask:
    """A task, with the party that it is about, if the actor may see it."""

    task: Task
    party: Party | None


@dataclass(frozen=True)
class Birthday:
    party: Party
    on: date

    @property
    def age(self) -> int | None:
        born = self.party.birthday
        return self.on.year - born.year if born else None


@dataclass(frozen=True)
class MyDay:
    """Tasks as they are due, the longest overdue first; `undated` are the newest without a day.

    `may_finish`: the reader may tick them off, since they are given to them.
    """

    today: date
    may_finish: bool
    overdue: list[DayTask]
    due_today: list[DayTask]
    upcoming: list[DayTask]
    undated: list[DayTask]

    @property
    def empty(self) -> bool:
        return not (self.overdue or self.due_today or self.upcoming or self.undated)


def tasks_of_day(actor: Actor, now: datetime | None = None) -> MyDay:
    context = context_of(actor, now)
    today = context.today
    ref = Task.ref_name()
    dated, undated = _tasks(actor, context)
    tasks = _with_parties([*dated, *undated], actor)
    overdue = [tasks[task.pk] for task in dated if task.is_overdue(context.now)]
    ahead = [tasks[task.pk] for task in dated if not task.is_overdue(context.now)]
    return MyDay(
        today=today,
        may_finish=actor.may_do(ref, "complete") and actor.scope(ref, "change") != NONE,
        overdue=overdue,
        due_today=[one for one in ahead if one.task.due_on == today],
        upcoming=[one for one in ahead if one.task.due_on != today],
        undated=[tasks[task.pk] for task in undated],
    )


def waiting_for(actor: Actor, now: datetime | None = None) -> int:
    """How many tasks are overdue or due today, counted to 100: for the side bar."""
    context = context_of(actor, now)
    tomorrow = context.midnight(context.today + timedelta(days=1))
    return len(_waiting(actor.user_id, tomorrow)) if actor.user_id else 0


@prepared
def _waiting(user: int, before: datetime) -> "QuerySet[Task, int]":
    return _tasks_of(user).filter(due_at__lt=before).values_list("pk", flat=True)[:MOST]


def birthdays(actor: Actor, today: date, *, days: int = 7) -> list[Birthday]:
    """Who of the actor's own people has a birthday today or in the next days; 29 February is kept on the 28th too."""
    person = registry.get("person")
    if person is None or not readable(person.field("birthday"), actor):
        return []
    by_key = {(today + timedelta(days=ahead)).strftime("%m-%d"): today + timedelta(days=ahead) for ahead in range(days)}
    if "02-28" in by_key and "02-29" not in by_key:
        by_key["02-29"] = by_key["02-28"]
    rows = Party.objects.filter(birth_md__in=by_key, birth_md__gt="", owner=actor.user_id)
    found = [Birthday(party, by_key[party.birth_md]) for party in rights.visible(rows, actor)[:MOST]]
    return sorted(found, key=lambda birthday: (birthday.on, birthday.party.name_sort))


def recent_parties(actor: Actor, limit: int = RECENT) -> list[Party]:
    """The actor's own parties that were in contact last."""
    rows = Party.objects.filter(owner=actor.user_id, last_contact_at__isnull=False)
    found = rights.visible(rows, actor).select_related("company").order_by("-last_contact_at", "-id")[:limit]
    return veil_all(found, actor)


def _mine(actor: Actor) -> "QuerySet[Task]":
    return _tasks_of(actor.user_id)


def _tasks_of(user: int | None) -> "QuerySet[Task]":
    """The user's open tasks, without those about a party in the trash."""
    gone = Party.everything.filter(pk=OuterRef("about_id"), deleted_at__isnull=False)
    mine = Task.objects.filter(owner=user, done_at=None)
    return mine.exclude(Q(Exists(gone), about_type=Party.ref_name()))


def _tasks(actor: Actor, context: Context) -> tuple[list[Task], list[Task]]:
    end = context.midnight(context.today + UPCOMING + timedelta(days=1))
    mine = _mine(actor)
    dated = mine.filter(due_at__lt=end).order_by("due_at", "id")[:MOST]
    return list(dated), list(mine.filter(due_at=None).order_by("-id")[:RECENT])


def _with_parties(tasks: list[Task], actor: Actor) -> dict[int, DayTask]:
    ids = {task.about_id for task in tasks if task.about_type == Party.ref_name()}
    rows = rights.visible(Party.objects.filter(pk__in=ids), actor).select_related("company") if ids else ()
    parties = {party.pk: party for party in veil_all(rows, actor)}
    return {
        task.pk: DayTask(task, parties.get(task.about_id) if task.about_type == Party.ref_name() else None)
        for task in veil_all(tasks, actor)
    }
