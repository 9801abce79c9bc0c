"""Days counted from today, and spans of days as [first, end)."""

from calendar import monthrange
from datetime import date, timedelta

from goodwill.records.filter.tree import Period, Shift, Side, Unit

_MONTHS = {Unit.MONTHS: 1, Unit.QUARTERS: 3, Unit.YEARS: 12}
MOST = {Unit.DAYS: 36_500, Unit.WEEKS: 5_200, Unit.MONTHS: 1_200, Unit.QUARTERS: 400, Unit.YEARS: 100}


def shifted(today: date, shift: Shift) -> date:
    return _moved(today, shift.count if shift.ahead else -shift.count, shift.unit)


def span(period: Period, today: date, week_starts: int) -> tuple[date, date]:
    """The first day of a period and the day after its last one.

    `last 7 days` begins seven days ago and ends with today, `next 7 days` begins today and ends in seven days;
    without a count it is the whole calendar week, month, quarter or year.
    """
    if period.count is not None:
        if period.side is Side.LAST:
            return _moved(today, -period.count, period.unit), today + timedelta(days=1)
        return today, _moved(today, period.count, period.unit) + timedelta(days=1)
    start = _start(today, period.unit, week_starts)
    start = _moved(start, {Side.LAST: -1, Side.THIS: 0, Side.NEXT: 1}[period.side], period.unit)
    return start, _moved(start, 1, period.unit)


def _start(day: date, unit: Unit, week_starts: int) -> date:
    if unit is Unit.DAYS:
        return day
    if unit is Unit.WEEKS:
        return day - timedelta(days=(day.weekday() - week_starts) % 7)
    months = _MONTHS[unit]
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)


def _moved(day: date, count: int, unit: Unit) -> date:
    """31 January and one month is the last day of February."""
    if unit in (Unit.DAYS, Unit.WEEKS):
        return day + timedelta(days=count * (7 if unit is Unit.WEEKS else 1))
    year, month = divmod(day.year * 12 + day.month - 1 + count * _MONTHS[unit], 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
