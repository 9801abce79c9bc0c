"""Writes the plan: set-wise, in the order of time, as those did it who work there."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, time, timedelta
from io import BytesIO
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from goodwill.areas.people.models import Consent, Interaction, Note, Party, Task, Tie, TieKind
from goodwill.areas.people.verbs.bans import leave_alone
from goodwill.areas.people.verbs.bulk import create_parties
from goodwill.areas.people.verbs.consents import write_wording
from goodwill.areas.people.verbs.preferences import add_preference
from goodwill.areas.people.verbs.rows import PartyRow, Ready, ready
from goodwill.desk.example.cast import NAME
from goodwill.desk.example.harbour import assemble, moment
from goodwill.desk.example.papers import PAPERS
from goodwill.desk.example.past import backdated
from goodwill.desk.example.phases import at_first, customer_since
from goodwill.desk.example.plan import ConsentPlan, Event, PartyPlan, PhasePlan, Plan, TaskPlan, TiePlan
from goodwill.desk.example.staff import STAFF, TEAMS, WORDINGS
from goodwill.desk.example.upkeep import mark_failed, propose_phases
from goodwill.desk.example.wishes import LEFT_ALONE, WISHES
from goodwill.kernel import changes, files, seen, workspace as workspaces
from goodwill.kernel.actors import Actor, system
from goodwill.kernel.models import Membership, Profile, Role, Team, User
from goodwill.kernel.richtext import from_text
from goodwill.kernel.workspace import Workspace

T = TypeVar("T")
ZONE = ZoneInfo("Europe/London")
OPENED = timedelta(days=3 * 365 + 40)
SPAN = timedelta(days=80)
SALES = frozenset({"fleet", "trade", "supplier", "government", "back", "firm lead"})


def fill(workspace: Workspace) -> None:
    """Lay the firm, its staff, its customers and what happened with them: all of it, or nothing."""
    now = timezone.now().astimezone(ZONE)
    with workspaces.entered(workspace), timezone.override(ZONE), transaction.atomic():
        staff = [Actor.of(user) for user in _staff(now)]
        _Filling(assemble(now), staff, now).write()
    workspaces.directory().rename(workspace.id, NAME)


def _staff(now: datetime) -> list[User]:
    roles = {role.builtin: role for role in Role.objects.exclude(builtin="")}
    with backdated(system(), "found", now - OPENED):
        changes.create(Profile(id=1, name=NAME, country="GB", currency="GBP", time_zone=ZONE.key))
        teams = {name: changes.create(Team(name=name)) for name in TEAMS}
        made = []
        for name, mail, role, its_teams in STAFF:
            user = User(name=name, email=mail, role=roles[role])
            user.set_unusable_password()
            made.append(changes.create(user))
            changes.create_many(Membership(user=user, team=teams[team]) for team in its_teams)
    return made


class _Filling:
    def __init__(self, plan: Plan, staff: list[Actor], now: datetime) -> None:
        self.plan = plan
        self.staff = staff
        self.now = now
        self.ids: dict[str, int] = {}
        self.teams = dict(Team.objects.values_list("name", "pk"))
        self.kinds = {kind.builtin: kind for kind in TieKind.objects.exclude(builtin="")}
        self.phases: dict[str, list[PhasePlan]] = defaultdict(list)
        for one in plan.phases:
            self.phases[one.who].append(one)

    def write(self) -> None:
        self._parties(one for one in self.plan.parties if one.kind != "person")
        self._parties(one for one in self.plan.parties if one.kind == "person")
        self._ties()
        for by, at, phases in self._in_time(self.plan.phases, lambda one: (one.at, one.by)):
            self._set_phases(by, at, phases)
        lately = datetime.combine(self.now.date() - timedelta(days=1), time(), ZONE)
        self._events(one for one in self.plan.events if one.at < lately)
        self._tasks()
        for _by, at, consents in self._in_time(self.plan.consents, lambda one: (one.at, 2)):
            with backdated(self.staff[2], "record_consent", at):
                changes.create_many(self._consent(one) for one in consents)
        self._wishes()
        self._papers()
        self._failed()
        self._lately(one for one in self.plan.events if one.at >= lately)
        propose_phases(self.staff, self.now)
        self._desk()

    def _wishes(self) -> None:
        by, parties = self.staff[0], Party.objects.in_bulk(self.ids.values())
        for who, days, stance, topic, strength, text, source in WISHES:
            at = moment(self.now, days, time(15, 10))
            said = {"stance": stance, "topic": topic, "strength": strength, "text": text, "source": source}
            with backdated(by, "add_preference", at):
                add_preference(parties[self.ids[who]], by=by, since=at.date(), **said)
        for who, days, channel, reason in LEFT_ALONE:
            with backdated(by, "leave_alone", moment(self.now, days, time(15, 12))):
                leave_alone(parties[self.ids[who]], by=by, channel=channel, reason=reason)

    def _papers(self) -> None:
        for paper in PAPERS:
            by = self.staff[paper.by]
            with backdated(by, "attach", moment(self.now, paper.days, time(15, 44))):
                files.keep(BytesIO(paper.content()), paper.name, about=("party", self.ids[paper.who]), by=by)

    def _failed(self) -> None:
        failed = [
            (self.ids[party.key], reach, party.owner, reach.failed)
            for party in self.plan.parties
            for reach in party.reach
            if reach.failed
        ]
        for by, at, group in self._in_time(failed, lambda one: (one[3], one[2])):
            mark_failed([(party, reach) for party, reach, _owner, _at in group], by, at)

    def _desk(self) -> None:
        """The words that people agree to, and when each of the staff was here last."""
        with backdated(self.staff[0], "write_wording", self.now - timedelta(days=1060)):
            for name, purpose, channel, text in WORDINGS:
                write_wording(by=self.staff[0], name=name, purpose=purpose, channel=channel, text=text)
        for place, one in enumerate(self.staff):
            seen.active(one, self.now - timedelta(minutes=7 + 52 * place))
        seen.flush()

    def _in_time(
        self, rows: Iterable[T], placed: Callable[[T], tuple[datetime, int]]
    ) -> Iterator[tuple[Actor, datetime, list[T]]]:
        """Groups of some weeks and one of the staff each, oldest first, with the moment of the last of them."""
        groups: dict[tuple[int, int], list[tuple[datetime, T]]] = defaultdict(list)
        for row in rows:
            at, by = placed(row)
            groups[(at - self.now) // SPAN, by].append((at, row))
        for (_span, by), group in sorted(groups.items(), key=lambda item: item[0]):
            yield self.staff[by], max(at for at, _row in group), [row for _at, row in group]

    def _parties(self, parties: Iterable[PartyPlan]) -> None:
        for by, at, group in self._in_time(parties, lambda one: (one.since, one.owner)):
            with backdated(by, "create_party", at):
                made = create_parties([self._row(one) for one in group], by=by)
            self.ids |= {one.key: party.pk for one, party in zip(group, made, strict=True)}

    def _row(self, party: PartyPlan) -> Ready:
        first = at_first(party, self.phases[party.key])
        began = customer_since(party)
        team = "Sales" if party.audience in SALES or party.company else "Shop"
        fields = {**first.fields, "name": party.name, "created_at": party.since, "team": self.teams[team]}
        if began is not None:
            fields["customer_since"] = min(began, self.now).date()
        row: PartyRow = {
            "kind": party.kind,
            "fields": fields,
            "contacts": [
                {
                    "kind": one.kind,
                    "value": one.value,
                    "label": one.label,
                    "preferred": one.preferred,
                }
                for one in party.reach
            ],
            "addresses": [one.parts for one in party.places],
            "company": self.ids[party.company] if party.company else "",
            "tags": party.tags,
        }
        return ready(row, country=party.places[0].country if party.places else "GB")

    def _ties(self) -> None:
        at_home = [TiePlan(one.key, one.household, "household") for one in self.plan.parties if one.household]
        rows = [self._tie(one) for one in (*self.plan.ties, *at_home)]
        with backdated(self.staff[1], "tie", self.now - timedelta(days=300)):
            changes.create_many({(row.party_id, row.other_id, row.kind_id): row for row in rows}.values())

    def _tie(self, one: TiePlan) -> Tie:
        ends = {"role": one.role, "started": one.started, "ended": one.ended}
        return Tie(party_id=self.ids[one.one], other_id=self.ids[one.other], kind=self.kinds[one.kind], **ends)

    def _set_phases(self, by: Actor, at: datetime, phases: list[PhasePlan]) -> None:
        last = {self.ids[one.who]: one.phase for one in sorted(phases, key=lambda one: one.at)}
        with backdated(by, "set_phase", at):
            parties = Party.objects.select_for_update().in_bulk(last)
            changes.update_each({party: {"phase": last[pk]} for pk, party in parties.items()})

    def _lately(self, events: Iterable[Event]) -> None:
        """What happened since yesterday is the news of the home page: an act each, and the last that is written."""
        for one in sorted(events, key=lambda one: one.at):
            by = self.staff[one.by]
            with backdated(by, "write_note" if one.kind == "note" else "log_interaction", one.at):
                changes.create(self._note(one, by) if one.kind == "note" else self._interaction(one, by))

    def _events(self, events: Iterable[Event]) -> None:
        for by, at, group in self._in_time(events, lambda one: (one.at, one.by)):
            with backdated(by, "create_interaction", at):
                changes.create_many(self._interaction(one, by) for one in group if one.kind != "note")
                changes.create_many(self._note(one, by) for one in group if one.kind == "note")

    def _interaction(self, one: Event, by: Actor) -> Interaction:
        return Interaction(
            party_id=self.ids[one.who],
            kind=one.kind,
            direction=one.direction,
            at=one.at,
            duration_s=one.minutes * 60 or None,
            subject=one.subject,
            text=one.text,
            outcome=one.outcome,
            colleague=by.user,
            created_at=min(one.at + timedelta(minutes=one.minutes + 2), self.now),
        )

    def _note(self, one: Event, by: Actor) -> Note:
        note = Note(html=from_text(one.text), created_at=one.at)
        note.about = ("party", self.ids[one.who])
        if one.pinned:
            note.pinned_at, note.pinned_by = one.at, by.user
        return note

    def _tasks(self) -> None:
        for by, at, group in self._in_time(self.plan.tasks, lambda one: (one.done or one.made, one.owner)):
            with backdated(by, "create_task", at):
                changes.create_many(self._task(one, by) for one in group)

    def _task(self, one: TaskPlan, by: Actor) -> Task:
        task = Task(
            title=one.title,
            kind=one.kind,
            priority=one.priority,
            owner=by.user,
            due_on=one.due,
            due_time=time.fromisoformat(one.at) if one.at else None,
            zone=ZONE.key,
            done_at=one.done,
            done_by=by.user if one.done else None,
            outcome=one.outcome[:300],
            created_at=one.made,
        )
        task.about = ("party", self.ids[one.who])
        return task

    def _consent(self, one: ConsentPlan) -> Consent:
        said: dict[str, Any] = {"purpose": one.purpose, "channel": one.channel, "state": one.state}
        return Consent(party_id=self.ids[one.who], at=one.at, wording=one.wording, source=one.source, **said)
