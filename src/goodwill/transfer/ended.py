"""When something that a row says is done was done."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone


def ended_at(told: str, due: str, zone: ZoneInfo) -> datetime | None:
    """By a moment or a day; of a bare yes the day by which it was due, if that is over, else now. None: it is open.

    May be in the future, if the file says so.
    """
    now = timezone.now()
    today = now.astimezone(zone).date().isoformat()
    if told in ("", "no"):
        return None
    day = told if told != "yes" else due if due and due < today else today
    if len(day) > len(today):
        found = datetime.fromisoformat(day)
        return found if found.tzinfo else found.replace(tzinfo=zone)
    return now if day == today else datetime.combine(date.fromisoformat(day), time(12), zone).astimezone(UTC)
