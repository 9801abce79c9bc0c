"""Phases that are proposed, with the sentence why; how they see us; and how both came about."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from goodwill.areas.people.enums import Phase, Signal
from goodwill.areas.people.jobs import review_phases
from goodwill.areas.people.models import Party, PhaseProposal
from goodwill.areas.people.phase_words import why
from goodwill.areas.people.phases import Signs, propose
from goodwill.areas.people.queries.knowing import known_of
from goodwill.areas.people.queries.phases import steps_of
from goodwill.areas.people.verbs import consents, interactions, parties, relationship, tasks
from goodwill.kernel import changes
from goodwill.kernel.actors import system
from goodwill.kernel.errors import Invalid
from goodwill.kernel.jobs.declare import scheduled
from goodwill.records import registry
from goodwill.records.query import Listing

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def ago(days):
    return NOW - timedelta(days=days)


@pytest.mark.parametrize(
    ("signs", "phase", "signal"),
    [
        (Signs("customer", first=ago(400), last=ago(240), contacts=5), Phase.SLIPPING, Signal.LATE),
        (Signs("lead", first=ago(1600), last=ago(800), contacts=2), Phase.ENDED, Signal.SILENT),
        (Signs("customer", first=ago(900), last=ago(700), contacts=6), Phase.ENDED, Signal.SILENT),
        (Signs("slipping", date(2020, 1, 1), ago(400), ago(3), 5), Phase.CUSTOMER, Signal.BACK),
        (Signs("ended", None, ago(900), ago(3), 2), Phase.LEAD, Signal.BACK),
        (Signs("", last=ago(2), contacts=1), Phase.PROSPECT, Signal.FIRST_CONTACT),
        (Signs("", first=ago(9), last=ago(2), contacts=3), Phase.LEAD, Signal.FIRST_CONTACT),
        (Signs("customer", date(2022, 1, 1), ago(1000), ago(10), 30), Phase.LOYAL, Signal.REGULAR),
        (Signs("customer", last=ago(2), contacts=1, withdrawn=ago(4)), Phase.SLIPPING, Signal.WITHDRAWN),
    ],
)
def test_signs_speak_for_a_phase_and_the_sentence_says_why(signs, phase, signal):
    found = propose(signs, NOW)
    assert found is not None
    assert (found.phase, found.signal) == (phase, signal)
    assert why(found.signal, found.facts).endswith(".")


@pytest.mark.parametrize(
    "signs",
    [
        Signs("customer"),
        Signs("customer", first=ago(400), last=ago(60), contacts=5),  # within their rhythm
        Signs("customer", first=ago(400), last=ago(240), contacts=5, open_tasks=1),  # somebody is at it
        Signs("customer", first=ago(400), last=ago(240), contacts=5, last_note=ago(5)),
        Signs("customer", last=ago(240), contacts=1),  # one contact makes no rhythm
        Signs("slipping", first=ago(400), last=ago(240), contacts=5),  # it is that already
        Signs("customer", last=ago(2), contacts=1, withdrawn=ago(4), still_allowed=True),
        Signs("", last=ago(400), contacts=1),
    ],
)
def test_nothing_is_proposed_where_nothing_speaks_for_it(signs):
    assert propose(signs, NOW) is None


@pytest.fixture
def late(owner):
    person = parties.create_person(by=owner, name="Ingrid Petrov", phase="customer")
    for days in (400, 360, 320, 280, 240):
        at = timezone.now() - timedelta(days=days)
        interactions.log_interaction(person, by=owner, kind="call", subject="Service", at=at)
    return person


def fresh(party):
    return Party.objects.get(pk=party.pk)


def review(*found):
    with changes.batch(system("job"), "review_phases"):
        return relationship.write_proposals(found)


def test_a_proposal_is_taken_with_its_reason_and_the_page_tells_how_it_came_about(firm, owner, late, browse):
    assert review(fresh(late)) == 1
    client = browse(owner)
    page = client.get(f"/people/{late.pk}/").content.decode()
    assert "Usually in touch every 6 weeks; now silent for 8 months." in page
    client.post(f"/people/{late.pk}/accept_phase", HTTP_HX_REQUEST="true")
    assert fresh(late).phase == "slipping"
    step = steps_of(late, system())[0]
    assert (step.before, step.after, step.who) == ("Customer", "Slipping away", owner.name)
    assert step.why.startswith("Usually in touch")
    assert "Usually in touch" in client.get(f"/parties/{late.pk}/relationship").content.decode()
    assert known_of(fresh(late)).offered is None
    with pytest.raises(Invalid):
        relationship.accept_phase(fresh(late), by=owner)


def test_what_was_dismissed_is_not_proposed_again_and_a_new_sign_ends_a_proposal(firm, owner, late):
    review(fresh(late))
    relationship.dismiss_phase(fresh(late), by=owner)
    assert review(fresh(late)) == 0
    PhaseProposal.objects.all()
    other = parties.create_person(by=owner, name="Ada", phase="")
    interactions.log_interaction(other, by=owner, kind="call", subject="Hello")
    review(fresh(other))
    assert known_of(fresh(other)).offered.label == "Prospect"
    parties.set_phase(other, by=owner, phase="lead")
    assert known_of(fresh(other)).offered is None
    review(fresh(other))
    assert not PhaseProposal.objects.filter(party=other, state="open").exists()


def test_a_task_keeps_somebody_from_slipping(firm, owner, late):
    tasks.plan_task(late, by=owner, title="Call")
    assert review(fresh(late)) == 0


def test_taking_back_all_consents_is_a_sign(firm, owner):
    person = parties.create_person(by=owner, name="Rosa", phase="customer", mail="rosa@x.example")
    consents.record_consent(person, by=owner, purpose="news", wording="Yes")
    consents.withdraw_consent(person, by=owner, purpose="news")
    review(fresh(person))
    assert PhaseProposal.objects.get(party=person).signal == Signal.WITHDRAWN


def test_the_night_looks_at_everybody_in_few_queries_and_lists_find_them(firm, owner, late, queries_of):
    crowd = [parties.create_person(by=owner, name=f"N {n}", phase="lead") for n in range(20)]
    one, many = [fresh(late)], [fresh(late), *map(fresh, crowd)]
    assert queries_of(lambda: relationship.signs_of(one)) == queries_of(lambda: relationship.signs_of(many))
    assert review_phases in {one.function for one in scheduled()}
    review(*many)
    found = Listing(registry.by_slug("people"), owner, filter="phase_proposed has slipping").rows()
    assert [row.id for row in found] == [late.pk]


def test_how_they_see_us_is_set_with_a_reason(firm, owner, late):
    relationship.set_regard(late, by=owner, regard="at_odds", reason="The second repair failed")
    step = steps_of(late, system())[0]
    assert (step.field, step.after, step.why) == ("regard", "At odds", "The second repair failed")
    with pytest.raises(Invalid):
        relationship.set_regard(late, by=owner, regard="adored")
    assert fresh(late).regard == "at_odds"
