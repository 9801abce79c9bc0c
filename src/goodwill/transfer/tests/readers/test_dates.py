from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, strategies as st

from goodwill.transfer.readers.dates import DateColumn, DateFormat, Day, Order, parse_day, parse_moment


def _column(*values: str) -> DateColumn:
    column = DateColumn()
    for value in values:
        column.add(value)
    return column


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-04-03", "2024-04-03"),
        ("2024/4/3", "2024-04-03"),
        ("2024-04-03T10:20:30Z", "2024-04-03"),
        ("3.4.2024", "2024-04-03"),
        ("03/04/24", "2024-04-03"),
        ("3. 4. 2024", "2024-04-03"),
        ("20240403", "2024-04-03"),
        ("3 April 2024", "2024-04-03"),
        ("April 3rd, 2024", "2024-04-03"),
        ("Tue, 3 Apr 2024 10:00", "2024-04-03"),
        ("3-Apr-24", "2024-04-03"),
        ("3. März 1980", "1980-03-03"),
        ("3 février 1980", "1980-02-03"),
        ("4 de julio de 2020", "2020-07-04"),
        ("15 marzo 1970", "1970-03-15"),
        ("3 stycznia 1990", "1990-01-03"),
        ("1 maj 2020", "2020-05-01"),
        ("12 augustus 2001", "2001-08-12"),
        ("5 de outubro de 1999", "1999-10-05"),
        ("--02-03", "--02-03"),
        ("3.2.", "--02-03"),
    ],
)
def test_dates_are_read_in_their_forms(text: str, day: str) -> None:
    found = parse_day(text)
    assert found is not None
    assert found.text == day


@pytest.mark.parametrize(
    "text", ["", "hello", "31.02.2020", "2024-13-01", "1980", "99/99/9999", "12345678", "3 Foo 2020", "x" * 99]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_day(text) is None


def test_the_order_decides_between_day_and_month() -> None:
    assert parse_day("04/03/2024", DateFormat(Order.DMY)) == Day(2024, 3, 4)
    assert parse_day("04/03/2024", DateFormat(Order.MDY)) == Day(2024, 4, 3)
    assert parse_day("04/25/2024", DateFormat(Order.DMY)) == parse_day("25/04/2024", DateFormat(Order.MDY))
    assert parse_day("04/25/2024", DateFormat(Order.DMY)) == Day(2024, 4, 25)  # no month has the number 25
    assert parse_day("31/13/2024", DateFormat(Order.DMY)) is None


def test_one_value_above_twelve_decides_the_whole_column() -> None:
    assert _column("03/04/2020", "05/06/2021", "25/06/2021").decide("en-US") == DateFormat(Order.DMY)
    assert _column("03/04/2020", "06/25/2021").decide("de") == DateFormat(Order.MDY)


def test_a_column_that_fits_both_orders_is_asked_about() -> None:
    column = _column("03/04/2020", "05/06/2021")
    assert column.decide("de") == DateFormat(Order.DMY, is_sure=False, example="03/04/2020")
    assert column.decide("en-US") == DateFormat(Order.MDY, is_sure=False, example="03/04/2020")


def test_a_column_of_both_orders_is_asked_about_only_where_a_day_fits_both() -> None:
    assert _column("25/06/2021", "26/06/2021", "06/27/2021").decide() == DateFormat(Order.DMY)
    both = _column("25/06/2021", "26/06/2021", "06/27/2021", "03/04/2021").decide()
    assert both == DateFormat(Order.DMY, is_sure=False, example="03/04/2021")


def test_dates_with_dots_have_the_day_first() -> None:
    assert _column("03.04.2020", "05.06.2021").decide("en-US") == DateFormat(Order.DMY)


def test_the_day_numbers_of_spreadsheets_are_dates_where_the_column_is_full_of_them() -> None:
    form = _column("45123", "29221", "33000.5").decide()
    assert form.are_serials
    assert parse_day("29221", form) == Day(1980, 1, 1)
    assert parse_moment("33000.5", form) == datetime(1990, 5, 7, 12, 0)  # noqa: DTZ001
    assert parse_day("29221") is None


def test_years_of_two_digits() -> None:
    year = date.today().year % 100  # noqa: DTZ011
    assert parse_day("03.04.85", DateFormat()) == Day(1985, 4, 3)
    soon = f"03.04.{(year + 5) % 100:02}"
    assert parse_day(soon).year > date.today().year  # noqa: DTZ011
    assert parse_day(soon, DateFormat(is_past=True)).year < date.today().year  # noqa: DTZ011


def test_moments_keep_their_time_and_zone() -> None:
    assert parse_moment("2024-04-03 15:05") == datetime(2024, 4, 3, 15, 5)  # noqa: DTZ001
    assert parse_moment("4/3/2024 3:05 PM", DateFormat(Order.MDY)) == datetime(2024, 4, 3, 15, 5)  # noqa: DTZ001
    assert parse_moment("2024-04-03T15:05:06Z") == datetime(2024, 4, 3, 15, 5, 6, tzinfo=UTC)
    assert parse_moment("2024-04-03T15:05:06-0530") == datetime(
        2024, 4, 3, 15, 5, 6, tzinfo=timezone(-timedelta(hours=5, minutes=30))
    )
    assert parse_moment("2024-04-03 25:00") is None
    assert parse_moment("--04-03") is None


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(list(Order)))
def test_every_day_is_read_as_itself(day: date, order: Order) -> None:
    written = f"{day:%d/%m/%Y}" if order is Order.DMY else f"{day:%m/%d/%Y}"
    for text in (written, day.isoformat(), f"{day:%Y%m%d}", f"{day.day} {day:%B} {day.year}"):
        found = parse_day(text, DateFormat(order))
        assert found is not None
        assert found.date == day


@given(st.text(max_size=40))
def test_no_text_is_too_odd(text: str) -> None:
    assert parse_day(text) is None or parse_day(text).month in range(1, 13)
    parse_moment(text)
