"""When a task that repeats is due again."""

from calendar import monthrange
from datetime import date, timedelta
from itertools import count

from goodwill.areas.people.enums import Repeat
from goodwill.areas.people.models import Task

_MONTHS = {Repeat.MONTHLY.value: 1, Repeat.YEARLY.value: 12}


def series_day(repeat: str, due_on: date | None) -> int:
    """The day of the month that a monthly or yearly series keeps to."""
    return due_on.day if due_on and repeat in _MONTHS else 0


def next_due(task: Task, today: date) -> date | None:
    """The first day of its series after today and after the day it was due; None when the series ends."""
    if not task.repeat or task.due_on is None:
        return None
    every = max(1, task.repeat_every)
    if task.repeat in _MONTHS:
        months = every * _MONTHS[task.repeat]
        after = max(today, task.due_on)
        days = (_months_later(task.due_on, step * months, task.repeat_day or task.due_on.day) for step in count(1))
        found = next(day for day in days if day > after)
    else:
        length = every * (7 if task.repeat == Repeat.WEEKLY else 1)
        missed = max(0, (today - task.due_on).days) // length
        found = task.due_on + timedelta(days=(missed + 1) * length)
    return None if task.repeat_until and found > task.repeat_until else found


def _months_later(day: date, months: int, day_of_month: int) -> date:
    """The series' own day of a later month, or the month's last day if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day_of_month, monthrange(year, month + 1)[1]))
