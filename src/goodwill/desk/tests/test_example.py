"""The example firm is whole, believable, the same everywhere, and apart from the real one."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from django.utils import timezone

from goodwill.areas.people.cleaning import found_for
from goodwill.areas.people.enums import ProposalState
from goodwill.areas.people.models import (
    Consent,
    DuplicateKey,
    Interaction,
    Note,
    Party,
    PhaseProposal,
    Preference,
    Task,
    Tie,
    TimelineEntry,
)
from goodwill.areas.people.queries.news import news
from goodwill.areas.people.verbs.relationship import write_proposals
from goodwill.desk import example
from goodwill.desk.example import amara, flaws, harbour
from goodwill.desk.example.filling import ZONE
from goodwill.desk.example.plan import Plan
from goodwill.desk.example.wishes import WISHES
from goodwill.kernel import changes, workspace as workspaces
from goodwill.kernel.actors import Actor, system
from goodwill.kernel.models import Batch, Change, Membership, Profile, User

NOW = datetime(2026, 11, 26, 14, 30, tzinfo=UTC)
FICTION = re.compile(
    r"(44|0)0?(7700900\d{3}|1632960\d{3}|2079460\d{3})|493023125\d{3}|331990\d{5}|468465004\d{2}|3532091\d{5}"
    r"|150355501\d{2}|6137010\d{4}"
)


@cache
def plan(now: datetime = NOW) -> Plan:
    return harbour.assemble(now)


def test_it_is_the_same_for_the_same_moment_and_moves_along_with_it():
    assert harbour.assemble(NOW) == plan()
    later = plan(NOW + timedelta(days=200))
    assert [party.name for party in later.parties] == [party.name for party in plan().parties]
    assert max(event.at for event in later.events) - max(event.at for event in plan().events) > timedelta(days=199)


def test_it_is_a_firm_of_some_four_hundred_with_all_kinds_of_parties():
    found = plan().parties
    kinds = Counter(party.kind for party in found)
    assert 380 <= len(found) <= 460
    assert kinds["company"] > 90
    assert kinds["household"] > 20
    assert {"government", "press", "association", "school"} <= {
        str(party.fields.get("company_kind")) for party in found
    }
    assert len({place.country for party in found for place in party.places}) >= 10
    assert min(Counter(party.owner for party in found).values()) >= 5
    assert {"customer", "loyal", "lead", "prospect", "slipping", "ended"} <= {party.phase for party in found}
    assert sum(not party.phones for party in found) > 20
    assert sum(not party.mails for party in found) > 20
    assert sum("birthday" in party.fields for party in found) > 60


@pytest.mark.parametrize(
    "now", [NOW, datetime(2027, 3, 1, 7, 5, tzinfo=UTC), datetime(2028, 2, 29, 23, 50, tzinfo=UTC)]
)
def test_nothing_lies_ahead_but_what_is_to_do(now: datetime):
    found = plan(now)
    assert all(event.at <= now for event in found.events)
    assert all(party.since <= now for party in found.parties)
    assert all((task.done or task.made) <= now for task in found.tasks)
    assert all(consent.at <= now for consent in found.consents)
    assert all(phase.at <= now for phase in found.phases)
    days = {(now - event.at).days for event in found.events}
    assert days & {0, 1}
    assert len({day // 30 for day in days}) > 30
    due = [(task.due - now.date()).days for task in found.tasks if task.done is None]
    assert min(due) < 0 < max(due)
    assert 0 in due
    assert len(due) > 70


def test_nobody_was_called_at_night_though_it_is_told_at_night():
    night = datetime(2026, 11, 27, 2, 50, tzinfo=UTC)
    assert {event.at.astimezone(ZONE).hour for event in plan(night).events} <= set(range(8, 20))


def test_no_mail_and_no_phone_reaches_anybody():
    found = plan()
    told = " ".join(
        [*(event.text for event in found.events), *(mail for party in found.parties for mail in party.mails)]
    )
    assert {mail.rpartition(".")[2].rstrip(".:") for mail in re.findall(r"[\w.+-]+@[\w.-]*\w", told)} == {"example"}
    webs = [one.value for party in found.parties for one in party.reach if one.kind == "web"]
    assert all(web.endswith(".example") for web in webs)
    for party in found.parties:
        for phone in party.phones:
            digits = re.sub(r"\D", "", phone)
            assert FICTION.fullmatch(digits.removeprefix("00")), (party.name, phone)


def test_its_texts_are_finished_and_not_always_the_same():
    texts = [text for event in plan().events for text in (event.subject, event.text) if text]
    assert not [text for text in texts if re.search(r"[\[\]{}|]|\bNone\b|  ", text)]
    assert max(Counter(event.text for event in plan().events).values()) < 30
    assert len({event.text for event in plan().events}) > 900


def test_a_story_is_in_its_season():
    checks = [event.at.month for event in plan().events if event.subject.startswith("Winter check, ")]
    assert checks
    assert set(checks) <= {9, 10, 11, 12, 1, 2, 3}


@pytest.mark.slow
def test_the_same_parties_are_there_twice_and_found_by_what_they_share(filled):
    with workspaces.entered(filled):
        for original, name, _reach in flaws.DOUBLES:
            keys = [
                set(DuplicateKey.objects.filter(party__name=one).values_list("kind", "key")) for one in (original, name)
            ]
            assert keys[0] & keys[1], (original, name)


def test_old_mails_numbers_and_addresses_are_kept_and_not_used():
    failed = Counter(one.kind for party in plan().parties for one in party.reach if one.failed)
    assert failed["mail"] > 5
    assert failed["phone"] > 3
    assert sum(any(place.label for place in party.places) for party in plan().parties) > 2
    assert sum(tie.ended is not None for tie in plan().ties) > 15
    withdrawn = Counter(consent.state for consent in plan().consents)
    assert withdrawn["given"] > withdrawn["withdrawn"] > 5


@pytest.fixture(scope="module")
def filled(new_firm):
    firm = new_firm()
    example.fill(firm)
    return firm


@pytest.mark.slow
def test_it_is_written_with_years_of_history(filled):
    with workspaces.entered(filled):
        assert Profile.current().name == "Harbour Bikes"
        assert User.objects.count() == 5
        assert Membership.objects.count() >= 5
        assert Party.objects.count() == len(plan().parties)
        assert Interaction.objects.count() + Note.objects.count() > 1200
        assert Task.objects.filter(done_at=None).count() > 70
        assert Party.objects.exclude(next_task=None).count() > 60
        assert Consent.objects.count() > 80
        assert Tie.objects.filter(kind__builtin="household").count() > 40
        assert Preference.objects.count() == len(WISHES)
        old = timezone.now() - timedelta(days=900)
        assert Change.objects.filter(at__lt=old).count() > 50
        assert not Change.objects.filter(at__gt=timezone.now()).exists()
        assert Batch.objects.filter(at__lt=old).exists()
        assert {batch.actor_name for batch in Batch.objects.all()} >= {"Mara Klein", "Lars Sørensen", "Eve Varga"}
        since = Party.objects.exclude(customer_since=None).values_list("customer_since", flat=True)
        assert len({day.year for day in since}) >= 3
        assert len({day.isoformat()[:7] for day in since}) > 24
        assert Party.objects.get(name=flaws.VANISHED).last_contact_at < timezone.now() - timedelta(days=600)


@pytest.mark.slow
def test_what_the_nights_would_find_is_there_at_once(filled):
    """Phases are proposed and mostly answered, and what came back is known to be wrong."""
    with workspaces.entered(filled):
        owner = Actor.of(User.objects.get(name="Mara Klein"))
        counted = {repair.name: count.number for repair, count in found_for(owner)}
        assert 15 <= counted["proposed"] <= 45
        assert counted["failing"] > 10
        assert counted["incomplete"] > 5
        assert counted["stale"] > 20
        answered = PhaseProposal.objects.filter(state=ProposalState.DISMISSED)
        assert answered.count() > counted["proposed"]
        assert answered.filter(changed_at__gt=timezone.now() - timedelta(days=90)).count() == answered.count()
        for name in (amara.WHO, flaws.VANISHED):
            assert PhaseProposal.objects.get(party__name=name).state == ProposalState.OPEN
        with changes.batch(system("job"), "review_phases"):
            assert write_proposals(Party.objects.all()) < 5


@pytest.mark.slow
def test_the_page_that_is_looked_at_first_has_its_story(filled):
    with workspaces.entered(filled):
        party = Party.objects.get(name=amara.WHO)
        assert (party.role, party.company.name, party.regard) == ("Fleet manager", "Northgate Couriers", "friend")
        assert (party.primary_phone, party.primary_mail) == ("+44 20 7946 0112", amara.MAIL)
        assert party.next_task.title == "Call about winter tyres"
        assert timezone.now().year - party.customer_since.year >= 2
        titles = list(TimelineEntry.objects.filter(party=party).order_by("-at").values_list("title", flat=True))
        assert titles[0] == "Two bikes shift badly"
        assert len(titles) >= 12
        owner = Actor.of(User.objects.get(name="Mara Klein"))
        assert amara.WHO in {who.name for one in news(owner) for who in one.parties}
        assert party.phase == "customer"
