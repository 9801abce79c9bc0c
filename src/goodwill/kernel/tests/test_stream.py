import json

import pytest
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY

from goodwill.kernel import changes, jobs, presence, publishing, stream
from goodwill.kernel.models import Presence, StreamEvent, Team
from goodwill.kernel.sessions import SessionStore
from goodwill.kernel.tests.jobs import work


@pytest.fixture(autouse=True)
def nobody_here(monkeypatch):
    monkeypatch.setattr(stream, "_pages", presence.Pages())


@pytest.fixture
def team(own_firm, owner):
    with changes.batch(owner, "create"):
        return changes.create(Team(name="Night shift"))


@pytest.fixture
def page(own_firm):
    """A function that opens a page: the environ of its stream's request."""

    def environ(actor, at="", host=""):
        session = SessionStore()
        session[SESSION_KEY], session[HASH_SESSION_KEY] = str(actor.user.pk), actor.user.get_session_auth_hash()
        session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
        session.create()
        return {
            "HTTP_HOST": host or f"{own_firm.hosts[0]}:4663",
            "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={session.session_key}; other=1",
            "QUERY_STRING": f"at={at}" if at else "",
        }

    return environ


def news(firm, since):
    position, events = stream.poll(firm.id, since)
    return position, [(event.name, event.user, json.loads(event.data)) for event in events]


def start(firm):
    return stream.poll(firm.id, None)[0]


def rename(team, by, name):
    with changes.batch(by, "edit"):
        changes.update(team, name=name)


def test_a_session_makes_a_subscriber_and_nothing_else_does(own_firm, owner, page):
    environ = page(owner)
    found = stream.subscriber(environ)
    assert (found.firm, found.user, found.at) == (own_firm.id, owner.user_id, None)
    assert stream.subscriber({**environ, "HTTP_COOKIE": "session=0123"}) is None
    assert stream.subscriber({**environ, "HTTP_COOKIE": ""}) is None
    assert stream.subscriber({**environ, "HTTP_HOST": "elsewhere.example"}) is None


def test_another_firms_session_is_nobody_here(own_firm, owner, page, new_firm):
    other = new_firm()
    assert stream.subscriber(page(owner, host=other.hosts[0])) is None


def test_who_was_signed_out_or_deactivated_is_no_longer_welcome(own_firm, owner, staff, page):
    mine, theirs = stream.subscriber(page(owner)), stream.subscriber(page(staff))
    assert stream.welcome([mine, theirs]) == {mine, theirs}
    with changes.batch(owner, "edit"):
        changes.update(staff.user, is_active=False)
    SessionStore(mine.session).delete()
    assert stream.welcome([mine, theirs]) == set()


def test_a_notice_goes_to_its_user_and_only_after_the_position(own_firm, owner, staff):
    from goodwill.kernel import notices

    notices.notify([staff.user], notices.MENTION, "Before", by=owner)
    position = start(own_firm)
    notices.notify([staff.user], notices.MENTION, "After", by=owner)
    position, events = news(own_firm, position)
    assert [(name, user, data["title"]) for name, user, data in events] == [("notice", staff.user_id, "After")]
    assert news(own_firm, position) == (position, [])


@pytest.mark.parametrize("since", ["", "x", "1", "-1.2", "9" * 50, "1.2.3", "٣.٤x"])
def test_a_position_that_is_none_gives_no_events(own_firm, owner, since):
    assert stream.poll(own_firm.id, since)[1] == ()


def test_only_pages_of_a_record_hear_that_it_changed(own_firm, owner, staff, page, team):
    position = start(own_firm)
    stream.subscriber(page(staff, at=f"team:{team.pk}"))
    stream.subscriber(page(owner))
    rename(team, owner, "Day shift")
    position, events = news(own_firm, position)
    assert [
        (name, user, data["ref"], data["version"], data["by_id"]) for name, user, data in events if name != "here"
    ] == [("changed", staff.user_id, f"team:{team.pk}", 2, owner.user_id)]


@pytest.mark.parametrize("at", ["team:999999", "team:x", "nothing:1", "team", ":1", "team:" + "9" * 30])
def test_a_record_that_is_not_there_is_not_followed(own_firm, owner, page, at):
    assert stream.subscriber(page(owner, at=at)).at is None


@pytest.fixture
def synced_at_once(monkeypatch):
    monkeypatch.setattr(presence, "SYNC_EVERY", 0)


@pytest.mark.usefixtures("synced_at_once")
def test_who_has_a_page_open_is_told_who_else_has(own_firm, owner, staff, page, team):
    position, at = start(own_firm), f"team:{team.pk}"
    mine = stream.subscriber(page(owner, at=at))
    theirs = stream.subscriber(page(staff, at=at))
    position, events = news(own_firm, position)
    position, more = news(own_firm, position)
    here = [(user, {person["id"] for person in data["people"]}) for name, user, data in events + more if name == "here"]
    assert {user for user, _people in here} == {owner.user_id, staff.user_id}
    assert here[-1][1] == {owner.user_id, staff.user_id}
    assert {user.pk for user in presence.who_is_at(team.ref)} == {owner.user_id, staff.user_id}

    stream.welcome([mine])
    news(own_firm, position)
    assert [user.pk for user in presence.who_is_at(team.ref)] == [owner.user_id]
    assert theirs.user not in Presence.objects.values_list("user", flat=True)


def test_looking_at_what_is_new_writes_nothing(own_firm, owner, page, team):
    stream.subscriber(page(owner, at=f"team:{team.pk}"))
    position = start(own_firm)
    position = news(own_firm, position)[0]
    before = StreamEvent.objects.count(), Presence.objects.count()
    for _ in range(5):
        assert news(own_firm, position) == (position, [])
    assert (StreamEvent.objects.count(), Presence.objects.count()) == before


def test_how_far_a_job_is_goes_to_whoever_it_is_done_for(own_firm, owner, staff):
    position = start(own_firm)
    jobs.enqueue(work.add_many, by=staff, count=3)
    jobs.run_due()
    said = [data for name, user, data in news(own_firm, position)[1] if (name, user) == ("job", staff.user_id)]
    assert [data["done"] for data in said][-1] == 3
    assert said[-1]["state"] == "done"


def test_this_process_is_told_at_once_and_nobody_of_what_was_taken_back(own_firm, owner, monkeypatch):
    from django.db import transaction

    woken: list[str] = []
    monkeypatch.setattr(publishing, "_hints", [woken.append])
    position = start(own_firm)
    with transaction.atomic():
        stream.publish("notice", {"id": 1}, user_id=owner.user_id)
        transaction.set_rollback(True)
    assert (woken, news(own_firm, position)[1]) == ([], [])
    stream.publish("notice", {"id": 1}, user_id=owner.user_id)
    assert woken == [own_firm.id]
