"""Where each value comes from, and the map of who is around somebody."""

import re

import pytest

from goodwill.areas.people.models import Party
from goodwill.areas.people.queries.around import around
from goodwill.areas.people.queries.people_map import MOST, large_map, small_map
from goodwill.areas.people.queries.sources import sources_of
from goodwill.areas.people.tests.test_import import brought, performed
from goodwill.areas.people.verbs import contacts, parties, preferences, ties
from goodwill.kernel import changes


def fresh(party):
    return Party.objects.get(pk=party.pk)


def test_each_value_names_who_wrote_it_last_and_the_file_behind_it(firm, owner, staff, queries_of):
    text = "First Name,Last Name,Email,Job Title\nAnna,Field,anna@field.example,Owner\n"
    performed(brought(text, owner, name="fair.csv"), owner)
    anna = Party.objects.get(kind="person")
    before = queries_of(lambda: sources_of(anna, owner))
    parties.edit(anna, by=staff, role="Director", language="en")
    contacts.add_contact(fresh(anna), by=staff.through_("api"), kind="phone", value="020 7946 0018")
    preferences.add_preference(anna, by=staff, text="Tea")
    found = {one.label: one for one in sources_of(fresh(anna), owner)}
    assert (found["Mail"].value, found["Mail"].who, found["Mail"].what) == (
        "anna@field.example",
        owner.name,
        "fair.csv",
    )
    assert (found["Role"].who, found["Role"].what, found["Role"].through) == (staff.name, "", "typed in")
    assert (found["Phone"].through, found["Wants"].value) == ("by a program", "Tea")
    assert (found["Phone"].typed, found["Mail"].typed) == ("020 7946 0018", "")
    assert found["Family name"].what == "fair.csv"
    for n in range(20):
        contacts.add_contact(anna, by=owner, kind="mail", value=f"a{n}@field.example")
    assert queries_of(lambda: sources_of(fresh(anna), owner)) <= before + 2


def test_the_sheet_says_it_in_words(firm, owner, staff, browse):
    rosa = parties.create_person(by=staff, name="Rosa Castillo", role="Buyer", mail="rosa@x.example")
    page = browse(owner).get(f"/parties/{rosa.pk}/sources").content.decode()
    assert f"{staff.name}, typed in" in page
    assert "rosa@x.example" in page


@pytest.fixture
def northgate(owner):
    company = parties.create_company(by=owner, name="Northgate Couriers")
    for n in range(4):
        parties.create_person(by=owner, name=f"Driver {n}", company=company)
    hotel = parties.create_company(by=owner, name="Quayside Hotel")
    ties.tie(company, by=owner, other=hotel, kind="supplies")
    parties.create_person(by=owner, name="Grace Bello", company=hotel)
    return company


def drawn(party, actor):
    return large_map(fresh(party), around(fresh(party), actor), actor)


def test_the_map_shows_two_steps_each_once_and_apart(firm, owner, northgate):
    found = drawn(northgate, owner)
    hops = {node.name: node.hop for node in found.nodes}
    assert (hops["Northgate Couriers"], hops["Quayside Hotel"], hops["Grace Bello"]) == (0, 1, 2)
    assert len(found.nodes) == len({node.party_id for node in found.nodes}) == 7
    assert len({(node.x, node.y) for node in found.nodes}) == 7
    assert sorted(line.said for line in found.lines) == ["employs"] * 5 + ["supplies"]
    assert found.more == 0


def test_it_has_room_for_thirty_and_counts_the_rest(firm, owner, northgate, queries_of):
    few = queries_of(lambda: drawn(northgate, owner))
    for n in range(4, 45):
        parties.create_person(by=owner, name=f"Driver {n}", company=northgate)
    found = drawn(northgate, owner)
    assert len(found.nodes) <= MOST + 1
    assert found.more > 0
    assert queries_of(lambda: drawn(northgate, owner)) == few
    assert len(small_map(northgate, around(northgate, owner)).nodes) == 9


def test_whom_the_reader_may_not_see_is_not_drawn(firm, owner, staff, northgate):
    with changes.batch(owner, "edit"):
        changes.update(staff.user.role, scopes={"*": {"read": "own"}})
        for name in ("Northgate Couriers", "Quayside Hotel"):
            changes.update(Party.objects.get(name=name), owner=staff.user)
    narrow = type(staff).of(type(staff.user).objects.get(pk=staff.user.pk))
    assert {node.name for node in drawn(northgate, narrow).nodes} == {"Northgate Couriers", "Quayside Hotel"}


def test_the_page_draws_it_with_links_and_says_it_as_a_list(firm, owner, northgate, browse):
    client = browse(owner)
    page = client.get(f"/parties/{northgate.pk}/around").content.decode()
    assert len(re.findall(r'<a class="map-node"[^>]*aria-label="Driver \d"', page)) == 8  # wide and narrow
    assert "As a list" in page
    card = client.get(f"/companies/{northgate.pk}/").content.decode()
    assert "people-map" in card
    lonely = parties.create_person(by=owner, name="Ada")
    assert "Nobody is tied to them yet" in client.get(f"/parties/{lonely.pk}/around").content.decode()
