"""What waits today."""

from datetime import UTC, date, datetime, timedelta

import pytest

from goodwill.areas.people.models import Party
from goodwill.areas.people.queries.knowing import known_of
from goodwill.areas.people.queries.my_day import birthdays, recent_parties, tasks_of_day, waiting_for
from goodwill.areas.people.queries.party_page import next_step, open_tasks, opened
from goodwill.areas.people.verbs import consents, follows, interactions, notes, parties, tasks
from goodwill.kernel import changes
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import Notice, User
from goodwill.records import registry

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def person(firm, owner):
    return parties.create_person(by=owner, name="Amara Bello")


def titles(rows):
    return [one.task.title for one in rows]


def test_tasks_stand_under_their_day(firm, owner, staff, person):
    for title, due_on, due_time in (
        ("last week", date(2026, 2, 23), ""),
        ("this morning", date(2026, 3, 2), "09:00"),
        ("this evening", date(2026, 3, 2), "18:00"),
        ("today", date(2026, 3, 2), ""),
        ("on Friday", date(2026, 3, 6), ""),
        ("in April", date(2026, 4, 6), ""),
        ("some day", None, ""),
    ):
        tasks.plan_task(person, by=owner, title=title, due_on=due_on, due_time=due_time)
    tasks.plan_task(person, by=owner, title="somebody else's", due_on=date(2026, 3, 2), owner=staff.user)
    day = tasks_of_day(owner, NOW)
    assert titles(day.overdue) == ["last week", "this morning"]
    assert titles(day.due_today) == ["this evening", "today"]
    assert titles(day.upcoming) == ["on Friday"]
    assert titles(day.undated) == ["some day"]
    assert day.overdue[0].party == person
    assert waiting_for(owner, NOW) == 4


def test_tasks_about_what_lies_in_the_trash_wait_for_nobody(firm, owner, person):
    tasks.plan_task(person, by=owner, title="Call", due_on=date(2026, 3, 2))
    with changes.batch(owner, "trash"):
        changes.trash(person)
    assert tasks_of_day(owner, NOW).due_today == []


def test_birthdays_of_the_next_days_are_told_with_the_age(firm, owner, person):
    parties.edit(person, by=owner, birthday=date(1990, 3, 4))
    leap = parties.create_person(by=owner, name="Leap Year", birthday=date(2000, 2, 29))
    parties.create_person(by=owner, name="Later", birthday=date(1990, 5, 4))
    found = birthdays(owner, NOW.date())
    assert [(one.party.name, one.on, one.age) for one in found] == [("Amara Bello", date(2026, 3, 4), 36)]
    assert birthdays(owner, date(2026, 2, 28))[0].party == leap


def test_recent_ones_are_those_in_contact_last(firm, owner, person):
    other = parties.create_person(by=owner, name="Jonas Dahl")
    for party, at in ((person, NOW - timedelta(days=3)), (other, NOW - timedelta(days=1))):
        interactions.log_interaction(party, by=owner, kind="call", at=at)
    assert recent_parties(owner) == [other, person]


def test_the_next_step_and_open_tasks_of_a_party(firm, owner, person):
    tasks.plan_task(person, by=owner, title="B")
    tasks.plan_task(person, by=owner, title="A", due_on=date(2026, 3, 2))
    person.refresh_from_db()
    assert next_step(person, owner).title == "A"
    assert [task.title for task in open_tasks(person, owner)] == ["A", "B"]


def test_the_newest_word_on_a_consent_holds(firm, owner, person):
    consents.record_consent(person, by=owner, purpose="news", channel="mail", wording="Yes")
    consents.record_consent(person, by=owner, purpose="offers", wording="Yes")
    consents.withdraw_consent(person, by=owner, purpose="news", channel="mail")
    now = {(one.purpose, one.channel): one.given for one in known_of(person).said}
    assert now == {("news", "mail"): False, ("offers", "any"): True}


def test_a_consent_without_its_wording_is_refused(firm, owner, person):
    with pytest.raises(Invalid):
        consents.record_consent(person, by=owner, purpose="news", wording=" ")
    assert known_of(person).said == ()


def test_followers_hear_of_what_others_did_once(own_firm, owner, as_role):
    staff = as_role("staff")
    person = parties.create_person(by=owner, name="Amara Bello")
    changes.follow("followers")
    follows.follow(person, by=staff)
    follows.follow(person, by=staff)
    assert opened(registry.get("person"), person.pk, staff).followed
    parties.edit(person, by=owner, role="Buyer", tags=["VIP"])
    parties.edit(Party.objects.get(pk=person.pk), by=staff, role="Director")
    changes.follow("followers")
    notice = Notice.objects.get(user=staff.user)
    assert notice.title == "Owner: news of Amara Bello"
    follows.unfollow(person, by=staff)
    parties.edit(Party.objects.get(pk=person.pk), by=owner, role="Owner")
    changes.follow("followers")
    assert Notice.objects.count() == 1


def test_whom_a_note_mentions_is_told_once(firm, owner, staff, person):
    named = f'<p>Ask <span data-mention="user:{staff.user_id}">@Staff</span></p>'
    note = notes.write_note(person, by=owner, html=named)
    notes.edit(note, by=owner, html=named + "<p>Soon.</p>")
    told = Notice.objects.get(kind="mention")
    assert (told.user, told.title) == (User.objects.get(pk=staff.user_id), "Owner mentioned you: Amara Bello")
