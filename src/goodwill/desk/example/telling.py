"""Turns threads into what happened to everybody, each at a believable hour of a working day, never ahead of now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from goodwill.desk.example.plan import Event, PartyPlan, TaskPlan
from goodwill.desk.example.slots import said, words_for
from goodwill.desk.example.staff import STAFF
from goodwill.desk.example.threads import Step, Thread
from goodwill.desk.example.threads.every import threads_of

CUSTOMERS = frozenset({"customer", "loyal", "slipping", "ended"})
OPENS, CLOSES = 8, 18


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
                self.happen(thread, party, rng.choice(people) if people and rng.random() < 0.8 else party, start, rng)

    def _threads(self, party: PartyPlan, rng: Random) -> Iterator[tuple[Thread, datetime, datetime]]:
        """What may happen, each with the span in which it begins."""
        now, since, firm = self.now, party.since, party.kind == "company"
        quiet = {"slipping": 330, "ended": 560, "back": 900}.get(
            "back" if party.audience == "back" else party.phase, 12
        )
        until = max(since + timedelta(days=60), now - timedelta(days=quiet))
        if party.phase in {"lead", "prospect"}:
            kind = party.phase if not firm else f"firm {party.phase}"
            yield rng.choice(threads_of(kind)), since, since + timedelta(days=3)
        elif party.phase in CUSTOMERS or not party.phase:
            audience = "fleet" if party.audience == "back" else party.audience
            known = list(threads_of(audience)) + (list(threads_of("private")) if audience == "family" else [])
            years = max(1, (until - since).days // 300)
            count = min(len(known), rng.randint(1, 2) + years * (2 if firm else 1))
            for thread in rng.sample(known, count):
                yield thread, since, until
        if party.phase == "slipping":
            yield rng.choice(threads_of("complaint")), now - timedelta(days=320), now - timedelta(days=250)
            yield rng.choice(threads_of("slipping")), now - timedelta(days=190), now - timedelta(days=130)
        elif party.phase in {"customer", "loyal"} and rng.random() < 0.16:
            yield rng.choice(threads_of("complaint")), since + timedelta(days=40), until
        elif party.phase == "ended":
            yield threads_of("ended firm" if firm else "ended")[0], now - timedelta(days=520), now - timedelta(days=400)
        if party.audience == "back":
            yield threads_of("complaint")[0], now - timedelta(days=700), now - timedelta(days=680)
            yield threads_of("slipping")[1], now - timedelta(days=590), now - timedelta(days=580)
            yield threads_of("back")[0], now - timedelta(days=120), now - timedelta(days=110)

    def _start(self, thread: Thread, first: datetime, last: datetime, rng: Random) -> datetime | None:
        span = max(1, (min(last, self.now) - first).days)
        for _try in range(30):
            day = first + timedelta(days=rng.randrange(span))
            if day.month in thread.months:
                return day.replace(hour=OPENS + day.hour % (CLOSES - OPENS))
        return None

    def happen(self, thread: Thread, party: PartyPlan, whom: PartyPlan, start: datetime, rng: Random) -> None:
        words, at = words_for(party, start, rng), start
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
        return day.replace(hour=rng.randint(OPENS, CLOSES - 1), minute=rng.randrange(60), second=0, microsecond=0)
