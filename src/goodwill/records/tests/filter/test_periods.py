from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from goodwill.kernel.actors import Actor
from goodwill.records.filter import predicate
from goodwill.records.filter.parser import parse_value
from goodwill.records.filter.periods import shifted, span
from goodwill.records.filter.tree import Period, Shift
from goodwill.records.toys.records import TOY

SATURDAY = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("typed", "first", "after_last"),
    [
        ("last 7 days", "2026-01-24", "2026-02-01"),
        ("last 0 days", "2026-01-31", "2026-02-01"),
        ("next 7 days", "2026-01-31", "2026-02-08"),
        ("last 1 month", "2025-12-31", "2026-02-01"),
        ("next 1 month", "2026-01-31", "2026-03-01"),
        ("last 2 quarters", "2025-07-31", "2026-02-01"),
        ("next 1 year", "2026-01-31", "2027-02-01"),
        ("this day", "2026-01-31", "2026-02-01"),
        ("last day", "2026-01-30", "2026-01-31"),
        ("this week", "2026-01-26", "2026-02-02"),
        ("last week", "2026-01-19", "2026-01-26"),
        ("next week", "2026-02-02", "2026-02-09"),
        ("this month", "2026-01-01", "2026-02-01"),
        ("next month", "2026-02-01", "2026-03-01"),
        ("last quarter", "2025-10-01", "2026-01-01"),
        ("this year", "2026-01-01", "2027-01-01"),
    ],
)
def test_a_span_runs_from_its_first_day_to_the_day_after_its_last(typed: str, first: str, after_last: str) -> None:
    period = parse_value(typed)
    assert isinstance(period, Period)
    assert span(period, SATURDAY, 0) == (date.fromisoformat(first), date.fromisoformat(after_last))


def test_a_week_begins_where_the_firm_lets_it_begin() -> None:
    week = parse_value("this week")
    assert isinstance(week, Period)
    assert [span(week, SATURDAY, starts)[0].day for starts in range(7)] == [26, 27, 28, 29, 30, 31, 25]


@pytest.mark.parametrize(
    ("typed", "today", "day"),
    [
        ("1 month from now", "2026-01-31", "2026-02-28"),
        ("1 month from now", "2028-01-31", "2028-02-29"),
        ("1 year ago", "2028-02-29", "2027-02-28"),
        ("14 months ago", "2026-01-31", "2024-11-30"),
        ("2 weeks ago", "2026-01-31", "2026-01-17"),
    ],
)
def test_counting_months_keeps_to_the_end_of_the_month(typed: str, today: str, day: str) -> None:
    shift = parse_value(typed)
    assert isinstance(shift, Shift)
    assert shifted(date.fromisoformat(today), shift) == date.fromisoformat(day)


def test_days_begin_at_midnight_where_the_reader_is_also_when_the_clock_is_changed(owner: Actor) -> None:
    """On 29 March 2026 London's day has 23 hours."""
    london = ZoneInfo("Europe/London")
    owner.user.time_zone = "Europe/London"
    noon = datetime(2026, 3, 29, 12, tzinfo=london)
    today = predicate("tested_at on today", TOY, owner, noon)
    assert not today({"tested_at": datetime(2026, 3, 28, 23, 59, tzinfo=london)})
    assert today({"tested_at": datetime(2026, 3, 29, 0, 0, tzinfo=london)})
    assert today({"tested_at": datetime(2026, 3, 29, 23, 59, tzinfo=london)})
    assert not today({"tested_at": datetime(2026, 3, 29, 23, 59, tzinfo=london) + timedelta(minutes=1)})
