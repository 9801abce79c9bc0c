"""What they want, what is private, and channels on which they are left alone."""

import json

import pytest

from goodwill.areas.people.models import ContactBan, Party, Preference
from goodwill.areas.people.queries.knowing import known_of
from goodwill.areas.people.verbs import bans, merge, parties, preferences
from goodwill.kernel import changes
from goodwill.kernel.errors import Invalid, Refused
from goodwill.records import registry
from goodwill.records.filter import FilterError
from goodwill.records.query import Listing

JSON = "application/json"


@pytest.fixture
def rosa(owner):
    return parties.create_person(by=owner, name="Rosa Castillo", best_channel="phone", best_hours="before 11:00")


def listed(filter, actor, slug="people"):
    return [row.id for row in Listing(registry.by_slug(slug), actor, filter=filter).rows()]


def test_lists_find_them_by_what_they_want_and_how_they_like_to_be_reached(firm, owner, rosa):
    parties.create_person(by=owner, name="Somebody else")
    preferences.add_preference(rosa, by=owner, text="Next-day delivery", topic="delivery", strength="must")
    preferences.add_preference(rosa, by=owner, text="Calls at lunch", stance="avoids", topic="hour")
    bans.leave_alone(rosa, by=owner, channel="text", reason="Pays for each")
    for text in (
        'wants contains "next-day"',
        'avoids is "Calls at lunch"',
        "leave_alone has text",
        "best_channel is phone",
        'best_hours contains "11"',
    ):
        assert listed(text, owner) == [rosa.pk], text
    assert listed("wants contains lunch or leave_alone has mail", owner) == []
    assert listed("party.best_channel is phone and strength is must", owner, "preferences") == [
        Preference.objects.get(stance="wants").pk
    ]


def test_the_same_wish_is_not_written_twice_and_a_stronger_one_stays(firm, owner, rosa):
    first = preferences.add_preference(rosa, by=owner, text="Steel frames", topic="product")
    again = preferences.add_preference(rosa, by=owner, text=" steel  FRAMES", topic="product", strength="must")
    assert (again.pk, again.strength, Preference.objects.count()) == (first.pk, "must", 1)
    with pytest.raises(Invalid):
        preferences.add_preference(rosa, by=owner, text="  ")


def test_a_wish_goes_and_comes_back_and_moves_with_a_merge(firm, owner, rosa):
    wish = preferences.add_preference(rosa, by=owner, text="Steel frames")
    with changes.batch(owner, "remove") as batch:
        preferences.remove(wish, by=owner)
    assert known_of(rosa).wishes == ()
    changes.undo(batch.id, owner)
    other = parties.create_person(by=owner, name="R. Castillo")
    merge.merge(other, by=owner, others=[rosa.pk])
    assert [one.text for one in known_of(other).wishes] == ["Steel frames"]


def test_who_may_not_change_the_party_writes_no_wish(firm, owner, as_role, rosa):
    reader = as_role("read_only")
    for attempt in (
        lambda: preferences.add_preference(rosa, by=reader, text="x"),
        lambda: preferences.create_preference(by=reader, party=rosa.pk, text="x"),
        lambda: bans.leave_alone(rosa, by=reader, channel="mail"),
    ):
        with pytest.raises(Refused):
            attempt()
    assert not Preference.everything.exists()
    assert not ContactBan.everything.exists()


def test_programs_write_and_read_them(firm, owner, rosa, browse):
    client = browse(owner)
    body = {"party": rosa.pk, "text": "Steel frames", "topic": "product", "said_by": "Rosa"}
    made = client.post("/api/v1/preferences", json.dumps(body), content_type=JSON)
    assert made.status_code == 201, made.content
    read = client.get(f"/api/v1/people/{rosa.pk}").json()
    assert (read["wants"], read["best_channel"]) == (["Steel frames"], "phone")
    assert "Steel frames" in client.get("/preferences/export.csv").getvalue().decode()


def test_the_page_shows_them_and_edits_and_removes_them(firm, owner, rosa, browse):
    wish = preferences.add_preference(rosa, by=owner, text="Steel frames", strength="must")
    bans.leave_alone(rosa, by=owner, channel="text", reason="Pays for each")
    client = browse(owner)
    page = client.get(f"/people/{rosa.pk}/").content.decode()
    for said in ("Steel frames", "before 11:00", "leave alone", "Pays for each"):
        assert said in page
    edit = f"/parts/preference/{wish.pk}/edit"
    assert edit in page
    given = {"text": "Light steel frames", "strength": "must", "stance": "wants", "topic": "product", "version": "1"}
    assert client.post(edit, given).status_code == 303
    changed = Preference.objects.get()
    assert (changed.text, changed.topic, changed.strength) == ("Light steel frames", "product", "must")
    assert client.post(f"/parts/preference/{wish.pk}/remove").status_code == 303
    assert not Preference.objects.exists()
    client.post(f"/people/{rosa.pk}/contact_again", {"channel": "text"}, HTTP_HX_REQUEST="true")
    assert not ContactBan.objects.exists()


def test_all_that_is_known_is_read_in_one_query(firm, owner, rosa, queries_of):
    for n in range(5):
        preferences.add_preference(rosa, by=owner, text=f"Wish {n}")
        bans.leave_alone(rosa, by=owner, channel="mail")
    assert queries_of(lambda: known_of(rosa)) == 1


def test_private_facts_are_hidden_from_a_role_without_the_power(firm, owner, as_role, rosa, browse):
    parties.edit(rosa, by=owner, age_band="30-44", home="family")
    reader = as_role("read_only")
    assert listed("home is family", owner) == [rosa.pk]
    with pytest.raises(FilterError):
        listed("home is family", reader)
    for client, seen in ((browse(owner), True), (browse(reader), False)):
        page = client.get(f"/people/{rosa.pk}/").content.decode()
        assert ("With children" in page, "sensitive" in page) == (seen, seen)
        assert ("home" in client.get(f"/api/v1/people/{rosa.pk}").json()) == seen
        sources = client.get(f"/parties/{rosa.pk}/sources").content.decode()
        assert ("With children" in sources) == seen
    assert Party.objects.get(pk=rosa.pk).home == "family"


def test_a_wish_moves_only_to_a_party_that_the_actor_may_change(firm, owner, staff, rosa):
    mine = parties.create_person(by=staff, name="Mine")
    wish = preferences.add_preference(mine, by=staff, text="Steel frames")
    with changes.batch(owner, "edit"):
        changes.update(staff.user.role, scopes={"*": {"read": "all", "create": "all", "change": "own"}})
    narrow = type(staff).of(type(staff.user).objects.get(pk=staff.user.pk))
    with pytest.raises(Refused):
        preferences.edit(wish, by=narrow, party=rosa)
    preferences.edit(wish, by=narrow, text="Light frames")
    stored = Preference.objects.get()
    assert (stored.party_id, stored.text) == (mine.pk, "Light frames")
