"""A day and the time of day that a file keeps in another column, put together."""

import re

from goodwill.transfer.readers.dates import parse_moment

_SPOKEN = re.compile(
    r"(\d{1,2})\s*(?:[.h]\s*(\d{2})|h|uhr)\s*(?:uhr|h)?|(\d{1,2}:\d{2}(?::\d{2})?)\s*uhr", re.IGNORECASE
)
"""14.30, 14h30, 14 h, 14 Uhr, 14:30 Uhr."""


def at_time(day: str, time: str) -> str:
    """`day` is an ISO moment; "" if the other text is no time of day."""
    told = time.strip()
    if spoken := _SPOKEN.fullmatch(told):
        told = spoken[3] or f"{spoken[1]}:{spoken[2] or '00'}"
    found = parse_moment(f"{day[:10]} {told}") if day and told else None
    return found.isoformat() if found and ":" in told else ""
