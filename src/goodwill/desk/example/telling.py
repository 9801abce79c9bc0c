"""Turns threads into what happened to everybody, each at a believable hour of a working day, never ahead of now."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from goodwill.desk.example.plan import Event, PartyPlan, TaskPlan
from goodwill.desk.example.staff import STAFF
from goodwill.desk.example.threads import Step, Thread
from goodwill.desk.example.threads.beginnings import BEGINNINGS
from goodwill.desk.example.threads.fleets import FLEETS
from goodwill.desk.example.threads.partners import PARTNERS
from goodwill.desk.example.threads.riders import RIDERS

THREADS = (*FLEETS, *PARTNERS, *RIDERS, *BEGINNINGS)
BIKES = {
    "fleet": ("Carrier", "Carrier Long", "Tiller"),
    "rental": ("Quay", "Tiller", "Quay Low"),
    "family": ("Pilot", "Carrier", "Pilot 20"),
    "school": ("Pilot", "Pilot 24"),
    "": ("Quay", "Tiller", "Drifter", "Skerry", "Buoy"),
}
PARTS = ("brake pad", "chain", "rear hub", "crank", "cassette", "headset", "battery", "rim")
PLACES = ("station", "market", "harbour wall", "swimming pool", "library", "lifeboat house")
NEIGHBOURS = (
    "Northgate", "Copper Kettle", "the Wheelers", "Quayside", "Saltmarsh Veg Boxes", "Doctors at Priory Road", "Ioana",
    "the bakery in Anchor Street", "Tern Logistics", "Nadia Haddad", "Harbour Home Care", "Dahl",
)  # fmt: skip
CUSTOMERS = frozenset({"customer", "loyal", "slipping", "ended"})
_CHOICE = re.compile(r"\[([^\[\]]+)\]")


@dataclass
class Told:
    events: list[Event]
    tasks: list[TaskPlan]


class Teller:
    """Tells the threads of one party after another; no two lie in the same weeks."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.told = Told([], [])

    def tell(self, party: PartyPlan, people: Sequence[PartyPlan]) -> None:
        """`people` are those of a firm, with whom most of it passes."""
        rng = Random(f"story of {party.key}")
        for thread, first, last in self._threads(party, rng):
            start = self._start(thread, first, last, rng)
            if start is not None:
                self._tell(thread, party, rng.choice(people) if people and rng.random() < 0.8 else party, start, rng)

    def _threads(self, party: PartyPlan, rng: Random) -> Iterator[tuple[Thread, datetime, datetime]]:
        """What may happen, each with the span in which it begins."""
        now, since, firm = self.now, party.since, party.kind == "company"
        quiet = {"slipping": 330, "ended": 560, "back": 900}.get(
            "back" if party.audience == "back" else party.phase, 12
        )
        until = max(since + timedelta(days=60), now - timedelta(days=quiet))
        if party.phase in {"lead", "prospect"}:
            kind = party.phase if not firm else f"firm {party.phase}"
            yield rng.choice(_of(kind)), since, since + timedelta(days=3)
        elif party.phase in CUSTOMERS or not party.phase:
            audience = "fleet" if party.audience == "back" else party.audience
            known = list(_of(audience)) + (list(_of("private")) if audience == "family" else [])
            years = max(1, (until - since).days // 300)
            count = min(len(known), rng.randint(1, 2) + years * (2 if firm else 1))
            for thread in rng.sample(known, count):
                yield thread, since, until
        if party.phase == "slipping":
            yield rng.choice(_of("complaint")), now - timedelta(days=320), now - timedelta(days=250)
            yield rng.choice(_of("slipping")), now - timedelta(days=190), now - timedelta(days=130)
        elif party.phase in {"customer", "loyal"} and rng.random() < 0.16:
            yield rng.choice(_of("complaint")), since + timedelta(days=40), until
        elif party.phase == "ended":
            yield _of("ended firm" if firm else "ended")[0], now - timedelta(days=520), now - timedelta(days=400)
        if party.audience == "back":
            yield _of("complaint")[0], now - timedelta(days=700), now - timedelta(days=680)
            yield _of("slipping")[1], now - timedelta(days=590), now - timedelta(days=580)
            yield _of("back")[0], now - timedelta(days=120), now - timedelta(days=110)

    def _start(self, thread: Thread, first: datetime, last: datetime, rng: Random) -> datetime | None:
        span = max(1, (min(last, self.now) - first).days)
        for _try in range(30):
            day = first + timedelta(days=rng.randrange(span))
            if day.month in thread.months:
                return day
        return None

    def _tell(self, thread: Thread, party: PartyPlan, whom: PartyPlan, start: datetime, rng: Random) -> None:
        words, at = _words(party, start, rng), start
        for step in thread.steps:
            at = self._moment(at, step.after, rng)
            if at > self.now - timedelta(hours=2):
                return
            by = party.owner if rng.random() < 0.8 else rng.randrange(len(STAFF))
            who = whom if whom.since <= at else party
            subject, text = said(step.subject, words, rng), said(step.text, words, rng)
            self._write(replace(step, subject=subject, text=text), who.key, at, by, rng)

    def _write(self, step: Step, who: str, at: datetime, by: int, rng: Random) -> None:
        if step.kind == "done":
            made = at - timedelta(days=rng.randint(1, 4))
            self.told.tasks.append(TaskPlan(who, step.subject, by, at.date(), made, done=at, outcome=step.text))
            return
        minutes = max(1, step.minutes + rng.randint(-2, 3)) if step.minutes else 0
        way = step.way or "none"
        self.told.events.append(Event(who, at, step.kind, step.text, step.subject, way, minutes, by, step.outcome))

    def _moment(self, before: datetime, after: int, rng: Random) -> datetime:
        """So many days on, within the hours of the shop; on Sundays it is closed."""
        if not after:
            return (
                before + timedelta(minutes=rng.randint(15, 70)) if before.hour < 17 else before + timedelta(minutes=9)
            )
        days = after + rng.randint(0, max(1, after // 4))
        day = before + timedelta(days=days)
        day += timedelta(days=1) if day.weekday() == 6 else timedelta()
        return day.replace(hour=rng.randint(8, 17), minute=rng.randrange(60), second=0, microsecond=0)


def said(text: str, words: dict[str, Any], rng: Random) -> str:
    chosen = _CHOICE.sub(lambda found: rng.choice(found[1].split("|")), text).format(**words)
    return chosen[:1].upper() + chosen[1:]


def _of(audience: str) -> list[Thread]:
    return [thread for thread in THREADS if thread.audience == audience]


def _words(party: PartyPlan, start: datetime, rng: Random) -> dict[str, Any]:
    colleagues = [name for number, (name, *_rest) in enumerate(STAFF) if number != party.owner]
    return {
        "n": rng.choice((3, 4, 5, 6, 8, 9, 12, 14)),
        "bike": rng.choice(BIKES.get(party.audience.removeprefix("firm ").strip(), BIKES[""])),
        "part": rng.choice(PARTS),
        "colleague": rng.choice(colleagues).split()[0],
        "neighbour": rng.choice(NEIGHBOURS),
        "day": rng.choice(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")),
        "month": date(2000, (start.month + rng.randint(1, 3)) % 12 + 1, 1).strftime("%B"),
        "price": f"£\u00a0{rng.choice((48, 64, 79, 85, 96, 112, 128, 144))}",
        "place": rng.choice(PLACES),
    }
