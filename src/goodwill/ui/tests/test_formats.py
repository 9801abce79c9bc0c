from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone, translation

from goodwill.kernel.money import Money
from goodwill.ui import formats, shapes


@pytest.fixture(autouse=True)
def english() -> object:
    with translation.override("en"), timezone.override("Europe/London"):
        yield


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def test_near_days_have_names() -> None:
    assert [formats.relative_day(in_days(n)) for n in (-1, 0, 1)] == ["Yesterday", "Today", "Tomorrow"]


def test_a_day_of_another_year_says_which() -> None:
    assert formats.day(date(2019, 11, 28)) == "28 Nov 2019"
    assert str(timezone.localdate().year) not in formats.day(timezone.localdate())


def test_days_follow_the_language() -> None:
    with translation.override("de"):
        assert formats.day(date(2019, 11, 28)) == "28. Nov. 2019"
    with translation.override("en-us"):
        assert formats.day(date(2019, 11, 28)) == "Nov 28, 2019"


def test_moments_are_shown_in_the_readers_zone() -> None:
    moment = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert formats.clock(moment) == "00:30"
    assert formats.as_day(moment) == date(2026, 7, 2)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-1, ("Overdue 1 day", "bad")),
        (-3, ("Overdue 3 days", "bad")),
        (0, ("Today", "warn")),
        (1, ("Tomorrow", "neutral")),
    ],
)
def test_what_is_due_says_how_late_it_is(days: int, expected: tuple[str, str]) -> None:
    assert tuple(formats.due(in_days(days))) == expected


@pytest.mark.parametrize(
    "shown",
    [
        "day",
        "long_day",
        "clock",
        "moment",
        "relative_day",
        "ago",
        "iso",
        "exact",
        "number",
        "money",
        "text",
        "duration",
    ],
)
def test_nothing_is_shown_for_nothing(shown: str) -> None:
    assert formats.FILTERS[shown](None) == ""


def test_many_are_not_counted_to_the_end() -> None:
    assert [formats.count(n) for n in (0, 9_999, 10_000, 10_001)] == ["0", "9,999", "10,000", "10,000+"]


def test_sizes_and_lengths_are_rounded_for_people() -> None:
    assert [formats.file_size(n) for n in (12, 1_536_000, 10**13)] == ["12 bytes", "1.5 MB", "10 TB"]
    assert [formats.duration(n) for n in (12, 360, 4800)] == ["12 secs", "6 mins", "1 hr 20 mins"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Amara Bello", "AB"),
        ("Sinéad O’Brien", "SO"),
        ("Dahl & Søn", "DS"),
        ("Cher", "C"),
        ("山田 太郎", "山太"),
        ("", "?"),
        ("& Co", "C"),
        ("***", "?"),
    ],
)
def test_initials_come_from_the_first_and_the_last_word(name: str, expected: str) -> None:
    assert formats.initials(name) == expected


def test_a_name_has_one_hue_however_it_is_written() -> None:
    assert formats.hue("Amara Bello") == formats.hue(" amara bello ")
    assert {formats.hue(str(n)) for n in range(200)} == set(range(12))


def test_any_value_has_words() -> None:
    values = [True, 1234.5, [1, "two"], time(9, 30), Money(384_000, "GBP")]
    assert [formats.text(value) for value in values[:4]] == ["Yes", "1,234.5", "1, two", "09:30"]
    assert "3,840.00" in formats.text(values[4])


def test_options_come_in_groups_or_loose() -> None:
    assert list(shapes.grouped([("a", "A"), ("More", [("b", "B")])])) == [(None, [("a", "A")]), ("More", [("b", "B")])]


def test_a_line_chart_needs_two_points_and_stands_a_flat_line() -> None:
    assert shapes.spark_line([5]) == ""
    assert shapes.spark_line([5, 5, 5]) == "0.0 40.0 140.0 40.0 280.0 40.0"
    assert shapes.spark_line([0, 10]) == "0.0 40.0 280.0 4.0"


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("+447700900821", "+44 7700 900821"),
        ("+44 7700 900821", "+44 7700 900821"),
        ("ext. 12", "ext. 12"),
        ("+1", "+1"),
        ("", ""),
    ],
)
def test_a_number_is_shown_in_the_groups_of_its_country(stored: str, shown: str) -> None:
    assert formats.phone(stored) == shown


def test_a_near_day_is_written_small_within_a_sentence() -> None:
    noon = timezone.localtime().replace(hour=12, minute=0)
    assert [formats.amid(noon + timedelta(days=away)) for away in (-1, 0, 1)] == [
        "yesterday 12:00",
        "today 12:00",
        "tomorrow 12:00",
    ]
    assert formats.amid(datetime(2020, 3, 2, 12, tzinfo=UTC)).startswith("2 Mar 2020")
