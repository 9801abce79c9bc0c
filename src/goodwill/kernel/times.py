"""Times of the day, as text that sorts as the day goes on: 09:30."""

import re

_WRITTEN = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:[:.h](?P<minute>[0-9]{2})(?::[0-9]{2})?)?\s*(?P<half>[ap]\.?m\.?)?", re.IGNORECASE
)


def time_of_day(text: str) -> str:
    """`09:30` of 9:30, 09:30:00, 9.30, 9h30 and 9:30 am; empty for what is no time of the day."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None or not (found["minute"] or found["half"]):
        return ""
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), (found["half"] or "").lower()[:1]
    if half:
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""
