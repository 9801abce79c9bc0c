"""The spans in which dates and moments are put together, as the clock of the reader's place says."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.records.query.spans import first_day
from goodwill.records.toys.models import Toy

FIRSTS = {
    "day": lambda day: day,
    "week": lambda day: day - timedelta(days=day.weekday()),
    "month": lambda day: day.replace(day=1),
    "quarter": lambda day: date(day.year, (day.month - 1) // 3 * 3 + 1, 1),
    "year": lambda day: date(day.year, 1, 1),
}


@pytest.mark.parametrize("name", ["Europe/London", "America/St_Johns", "Pacific/Auckland", "UTC"])
def test_a_moment_lies_where_the_clock_of_its_reader_says(owner: Actor, name: str) -> None:
    zone, chance = ZoneInfo(name), random.Random(7)
    changed = [datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)]
    moments = [at + timedelta(minutes=step) for at in changed for step in (-61, -1, 0, 1, 61)]
    moments += [datetime(1995, 1, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(20_000_000)) for _n in range(20)]
    with changes.batch(owner, "create"):
        for at in moments:
            changes.create(Toy(name=str(at), tested_at=at, launched=at.date()))
    for span, first in FIRSTS.items():
        rows: Any = Toy.objects.annotate(
            at=first_day("tested_at", span, zone), on=first_day("launched", span)
        ).values_list("tested_at", "launched", "at", "on")
        for moment, launched, at, on in rows:
            assert at == first(moment.astimezone(zone).date()), (span, moment)
            assert on == first(launched)
