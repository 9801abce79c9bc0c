"""Writes the example firm by the same verbs that its users have, each at its own moment in the past."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from goodwill.areas.people.models import Party
from goodwill.areas.people.verbs.interactions import log_interaction
from goodwill.areas.people.verbs.notes import write_note
from goodwill.areas.people.verbs.parties import create_company, create_household, create_person
from goodwill.areas.people.verbs.tasks import plan_task
from goodwill.areas.people.verbs.ties import tie
from goodwill.desk.example.cast import FIRMS, HOUSEHOLDS, NAME, PEOPLE, STAFF, TIES, Firm, Person
from goodwill.desk.example.story import EVENTS, PINNED, TASKS
from goodwill.kernel import changes, workspace as workspaces
from goodwill.kernel.actors import Actor, system
from goodwill.kernel.models import Profile, Role, User
from goodwill.kernel.richtext import from_text
from goodwill.kernel.workspace import Workspace

OPENED = timedelta(days=3 * 365)


def fill(workspace: Workspace) -> None:
    """Lay the firm, its staff, its customers and what happened with them."""
    with workspaces.entered(workspace):
        staff = [Actor.of(user) for user in _staff()]
        parties = {firm.name: _company(firm, staff) for firm in FIRMS}
        parties |= {person.name: _person(person, parties, staff) for person in PEOPLE}
        _tie_together(parties, staff)
        _tell(parties, staff)
    workspaces.directory().rename(workspace.id, NAME)


def _staff() -> list[User]:
    roles = {role.builtin: role for role in Role.objects.exclude(builtin="")}
    with changes.batch(system(), "found"):
        changes.create(
            Profile(
                id=1,
                name=NAME,
                country="GB",
                currency="GBP",
                time_zone="Europe/London",
                created_at=timezone.now() - OPENED,
            )
        )
        made = []
        for name, mail, role in STAFF:
            user = User(name=name, email=mail, role=roles[role])
            user.set_unusable_password()
            made.append(changes.create(user))
    return made


def _company(firm: Firm, staff: list[Actor]) -> Party:
    return create_company(
        by=staff[firm.owner],
        name=firm.name,
        company_kind=firm.kind,
        industry=firm.industry,
        phase=firm.phase,
        phone=firm.phone,
        mail=f"office@{_domain(firm.name)}",
        website=f"https://{_domain(firm.name)}",
        addresses=[{"street": firm.street, "postcode": firm.postcode, "city": firm.city, "country": "GB"}],
        tags=firm.tags.split(),
    )


def _person(person: Person, parties: Mapping[str, Party], staff: list[Actor]) -> Party:
    known: dict[str, Any] = {"birthday": date.fromisoformat(person.birthday)} if person.birthday else {}
    company = parties.get(person.firm)
    domain = _domain(person.firm) if person.firm else "mail.example"
    return create_person(
        by=staff[person.owner],
        name=person.name,
        company=company,
        role=person.role,
        phase=person.phase,
        phone=person.phone,
        mail=f"{_handle(person.name)}@{domain}",
        addresses=[{"city": person.city, "country": "GB"}] if person.city else [],
        tags=person.tags.split(),
        **known,
    )


def _tie_together(parties: dict[str, Party], staff: list[Actor]) -> None:
    for name, members in HOUSEHOLDS:
        household = create_household(by=staff[2], name=name)
        for member in members:
            tie(parties[member], by=staff[2], other=household, kind="household")
    for one, other, kind in TIES:
        tie(parties[one], by=staff[0], other=parties[other], kind=kind)


def _tell(parties: Mapping[str, Party], staff: list[Actor]) -> None:
    now = timezone.now()
    for who, days, kind, direction, minutes, subject, text in reversed(EVENTS):
        party = parties[who]
        by = staff[_owner_of(party, staff)]
        at = _moment(now, days, len(subject))
        if kind == "note":
            write_note(party, by=by, html=from_text(text))
            continue
        log_interaction(
            party,
            by=by,
            kind=kind,
            direction=direction or "none",
            at=at,
            duration_s=minutes * 60 or None,
            subject=subject,
            text=text,
        )
    for who, text in PINNED:
        write_note(parties[who], by=staff[0], html=from_text(text), pinned=True)
    for who, days, kind, title, owner in TASKS:
        due = timezone.localdate() + timedelta(days=days)
        plan_task(parties[who], by=staff[owner], title=title, kind=kind, due_on=due)


def _owner_of(party: Party, staff: list[Actor]) -> int:
    return next((at for at, actor in enumerate(staff) if actor.user_id == party.owner_id), 0)


def _moment(now: datetime, days: int, spread: int) -> datetime:
    """A time of a working day, so many days ago, never ahead of now."""
    day = timezone.localtime(now).date() - timedelta(days=days)
    at = timezone.make_aware(datetime.combine(day, time(8 + spread % 9, spread * 7 % 60)))
    return min(at, now - timedelta(minutes=spread % 50 + 1))


def _domain(name: str) -> str:
    return f"{_handle(name).replace('.', '-')}.example"


def _handle(name: str) -> str:
    from goodwill.kernel.text import words

    return ".".join(word for word in words(name) if word not in {"and", "of"})
