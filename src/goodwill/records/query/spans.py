"""The day, week, month, quarter or year in which a date lies, as its first day."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import DateField, Func
from django.db.models.functions import Cast, TruncDay, TruncMonth, TruncQuarter, TruncWeek, TruncYear

from goodwill.records.filter.tree import Unit

SPANS = {
    "day": (TruncDay, Unit.DAYS),
    "week": (TruncWeek, Unit.WEEKS),
    "month": (TruncMonth, Unit.MONTHS),
    "quarter": (TruncQuarter, Unit.QUARTERS),
    "year": (TruncYear, Unit.YEARS),
}
_FORMS = {"day": "%%Y-%%m-%%d", "week": "%%Y-%%m-%%d", "month": "%%Y-%%m-01", "year": "%%Y-01-01"}
_FIRST, _LAST = 1990, 2041


def first_day(found: Any, span: str, zone: ZoneInfo | None = None) -> Any:
    """`found` is a date, or with a zone a moment. Django's functions make SQLite ask Python for each row and each use;
    here it counts by itself, with what the clocks of the zone are ahead.
    """
    if connection.vendor != "sqlite":
        cut = SPANS[span][0]
        return Cast(cut(found, tzinfo=zone) if zone else cut(found), DateField())
    return _FirstDay(found, span=span, zone=zone)


class _FirstDay(Func):
    """SQLite's own functions of dates, on a moment moved by the zone's offset."""

    arity = 1
    output_field = DateField()

    def __init__(self, found: Any, *, span: str, zone: ZoneInfo | None) -> None:
        super().__init__(found)
        self._span = span
        self._zone = zone

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> Any:  # type: ignore[override]
        column, params = compiler.compile(self.source_expressions[0])
        moved, moving = _moved(column, tuple(params), self._zone)
        if self._span == "quarter":
            months = f"(CAST(strftime('%%m', {moved}) AS INTEGER) - 1) / 3 * 3 + 1"
            return f"strftime('%%Y', {moved}) || printf('-%%02d-01', {months})", (*moving, *moving)
        back = ", 'weekday 0', '-6 days'" if self._span == "week" else ""
        return f"strftime('{_FORMS[self._span]}', {moved}{back})", moving


def _moved(column: str, params: tuple[Any, ...], zone: ZoneInfo | None) -> tuple[str, tuple[Any, ...]]:
    """The column with the modifier that moves it. Most moments are of late: the far future is looked at last."""
    if zone is None:
        return column, params
    changes, first = _clock(zone)
    if not changes:
        return f"{column}, '{first}'", params
    soon = str(datetime.now(UTC).year + 2)
    later = [one for one in changes if one[0] >= soon]
    whens = [f"WHEN {column} >= '{since}' THEN '{ahead}'" for since, ahead in changes[len(later) :]]
    count = len(changes) + 1
    if later:
        beyond = " ".join(f"WHEN {column} >= '{since}' THEN '{ahead}'" for since, ahead in later[:-1])
        beyond = f"CASE {beyond} ELSE '{later[-1][1]}' END" if beyond else f"'{later[-1][1]}'"
        whens.insert(0, f"WHEN {column} >= '{later[-1][0]}' THEN {beyond}")
    return f"{column}, CASE {' '.join(whens)} ELSE '{first}' END", params * count


@lru_cache(64)
def _clock(zone: ZoneInfo) -> tuple[tuple[tuple[str, str], ...], str]:
    """When the clocks of a zone were changed, the latest first, with the minutes that they are ahead from then on; and
    those before all changes.
    """
    at, end = datetime(_FIRST, 1, 1, tzinfo=UTC), datetime(_LAST, 1, 1, tzinfo=UTC)
    first = ahead = _ahead(at, zone)
    changes: list[tuple[str, str]] = []
    while at < end:
        following = at + timedelta(days=7)
        if _ahead(following, zone) != ahead:
            changed = _between(at, following, zone)
            ahead = _ahead(changed, zone)
            changes.append((changed.strftime("%Y-%m-%d %H:%M:%S"), ahead))
        at = following
    return tuple(reversed(changes)), first


def _between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The minute of the change."""
    known, minute = _ahead(before, zone), timedelta(minutes=1)
    while after - before > minute:
        middle = before + (after - before) // minute // 2 * minute
        before, after = (middle, after) if _ahead(middle, zone) == known else (before, middle)
    return after


def _ahead(at: datetime, zone: ZoneInfo) -> str:
    offset = at.astimezone(zone).utcoffset() or timedelta()
    return f"{round(offset.total_seconds() / 60):+d} minutes"
