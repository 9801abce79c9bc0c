"""The whole example as a plan: who there is, and what happened until now. The same for the same moment, everywhere."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time, timedelta
from random import Random

from goodwill.desk.example import amara, cast, flaws, next_steps, story
from goodwill.desk.example.crowd import Crowd, members
from goodwill.desk.example.phases import phases_of
from goodwill.desk.example.plan import ConsentPlan, Event, PartyPlan, Plan, TaskPlan, TiePlan
from goodwill.desk.example.telling import Teller

QUIET = frozenset({amara.FIRM, amara.WHO})
STORY_ENDS = time(10, 42)


def assemble(now: datetime) -> Plan:
    """`now` in the time zone of the firm."""
    crowd = Crowd(now)
    known, aged_notes = [], []
    by_name = {row["name"] for row in cast.rows(cast.PEOPLE, cast.PERSON_COLUMNS)}
    by_name |= {row["name"] for row in cast.rows(cast.FIRMS, cast.FIRM_COLUMNS)} | cast.HOUSEHOLDS.keys()
    for party in crowd.gather():
        older, notes = (party, []) if party.key in by_name else flaws.aged(party, crowd.phones, now)
        known.append(older)
        aged_notes += notes
    teller, people = Teller(now), members(known)
    for party in known:
        if party.key not in QUIET and not party.company and party.audience:
            teller.tell(party, people.get(party.key, []))
    lost, its_teller = flaws.vanished(now)
    plan = Plan(parties=[*known, lost, *flaws.doubles(known, now)])
    told = [*teller.told.events, *its_teller.told.events, *aged_notes]
    plan.events = sorted([*told, *_hand_written(known, now), *_pinned(known, now)], key=lambda event: event.at)
    plan.tasks = [*teller.told.tasks, *_tasks(known, now)]
    plan.consents = [*_amaras_consents(now), *(one for party in known for one in next_steps.consents(party, now))]
    plan.ties = [
        *_ties(now),
        *next_steps.ties([party for party in known if party.kind != "person" or party.key not in by_name]),
    ]
    plan.parties = _known_before(plan)
    for party in plan.parties:
        plan.phases += phases_of(party, now)
    return plan


def _hand_written(parties: Iterable[PartyPlan], now: datetime) -> list[Event]:
    owners = {party.key: party.owner for party in parties}
    found = []
    for who, days, kind, way, minutes, subject, text in story.EVENTS:
        at = moment(now, days, time(8 + len(subject or text) % 9, len(text) * 7 % 60))
        found.append(Event(who, at, kind, text, subject, way or "none", minutes, owners[who]))
    for days, clock, kind, way, minutes, subject, text, by in amara.EVENTS:
        at = moment(now, days, time.fromisoformat(clock))
        found.append(Event(amara.WHO, at, kind, text, subject, way or "none", minutes, by))
    return found


def _pinned(parties: Iterable[PartyPlan], now: datetime) -> list[Event]:
    owners = {party.key: party.owner for party in parties}
    return [
        Event(who, moment(now, 60 + 9 * number, time(9, 40)), "note", text, by=owners[who], pinned=True)
        for number, (who, text) in enumerate(story.PINNED.items())
    ]


def _tasks(parties: list[PartyPlan], now: datetime) -> list[TaskPlan]:
    today, made = now.date(), now - timedelta(days=6)
    found = [
        TaskPlan(who, title, owner, today + timedelta(days=days), made, kind)
        for who, days, kind, title, owner in story.TASKS
    ]
    for days, clock, kind, title, owner in amara.TASKS:
        found.append(TaskPlan(amara.WHO, title, owner, today + timedelta(days=days), made, kind, clock))
    for days, title, outcome, owner in amara.DONE:
        at = moment(now, days, time(15, 20))
        found.append(TaskPlan(amara.WHO, title, owner, at.date(), at - timedelta(days=2), done=at, outcome=outcome))
    busy = {task.who for task in found} | QUIET
    steps = (next_steps.next_step(party, now) for party in parties if party.key not in busy)
    return [*found, *(step for step in steps if step is not None)]


def _ties(now: datetime) -> list[TiePlan]:
    today = now.date()
    found = [TiePlan(one, other, kind) for one, other, kind in cast.TIES]
    for who, firm, role, began, ended in cast.FORMERLY:
        since, until = today - timedelta(days=began), today - timedelta(days=ended)
        found.append(TiePlan(who, firm, "works_at", role, since, until))
    return found


def _amaras_consents(now: datetime) -> list[ConsentPlan]:
    return [
        ConsentPlan(amara.WHO, purpose, channel, state, moment(now, days, time(12, 5)), wording, source)
        for days, purpose, channel, state, wording, source in amara.CONSENTS
    ]


def _known_before(plan: Plan) -> list[PartyPlan]:
    """Nobody is written down after what happened with them, and no firm after its people."""
    first: dict[str, datetime] = {}
    moments = [(event.who, event.at) for event in plan.events]
    moments += [(task.who, task.made) for task in plan.tasks] + [(one.who, one.at) for one in plan.consents]
    for who, at in moments:
        first[who] = min(at, first.get(who, at))
    people = [replace(one, since=_before(one.since, first.get(one.key))) for one in plan.parties]
    for party in people:
        for whole in (party.company, party.household):
            if whole:
                first[whole] = min(party.since, first.get(whole, party.since))
    return [replace(one, since=_before(one.since, first.get(one.key))) for one in people]


def _before(since: datetime, first: datetime | None) -> datetime:
    return min(since, first - timedelta(minutes=Random(str(first)).randint(20, 300))) if first else since


def moment(now: datetime, days: int, clock: time) -> datetime:
    """That time of the day, so many days ago: of today, or of yesterday as long as today's story lies ahead."""
    last = now.date() if now.time() > STORY_ENDS else now.date() - timedelta(days=1)
    return datetime.combine(last - timedelta(days=days), clock, now.tzinfo)
