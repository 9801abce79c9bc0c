"""All threads, by those with whom they may happen."""

from goodwill.desk.example.threads import Thread
from goodwill.desk.example.threads.beginnings import BEGINNINGS
from goodwill.desk.example.threads.clubs import CLUBS
from goodwill.desk.example.threads.complaints import COMPLAINTS
from goodwill.desk.example.threads.endings import ENDINGS
from goodwill.desk.example.threads.families import FAMILIES
from goodwill.desk.example.threads.fleets import FLEETS
from goodwill.desk.example.threads.offices import OFFICES
from goodwill.desk.example.threads.rentals import RENTALS
from goodwill.desk.example.threads.riders import RIDERS
from goodwill.desk.example.threads.rides import RIDES
from goodwill.desk.example.threads.town import TOWN
from goodwill.desk.example.threads.trades import TRADES

THREADS: tuple[Thread, ...] = (
    *BEGINNINGS,
    *CLUBS,
    *COMPLAINTS,
    *ENDINGS,
    *FAMILIES,
    *FLEETS,
    *OFFICES,
    *RENTALS,
    *RIDERS,
    *RIDES,
    *TOWN,
    *TRADES,
)


def threads_of(audience: str) -> list[Thread]:
    return [thread for thread in THREADS if thread.audience == audience]
