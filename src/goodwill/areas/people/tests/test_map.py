"""Where contacts are: addresses get their places, and the map of a list shows whom its reader may see."""

import re
from datetime import timedelta

import pytest

from goodwill.areas.people.locating import why_not_on_map
from goodwill.areas.people.models import Address, Party
from goodwill.areas.people.records import PERSON
from goodwill.areas.people.verbs import addresses
from goodwill.areas.people.verbs.parties import create_company, create_person
from goodwill.kernel import changes
from goodwill.kernel.jobs import run_due
from goodwill.kernel.models import Profile
from goodwill.records import registry, writing
from goodwill.records.custom.verbs import make_field
from goodwill.records.custom_types.verbs import make_type
from goodwill.records.filter import FilterError, predicate
from goodwill.records.query import Listing
from goodwill.transfer.tests.bringing import brought, performed

PIN = re.compile(r'<a href="([^"]+)"[^>]*><title>([^<]*)</title><circle')


def at(name, owner, **parts):
    return create_person(by=owner, name=name, addresses=[parts])


def pins(page):
    return {title: href.replace("&amp;", "&") for href, title in PIN.findall(page)}


def test_addresses_get_the_place_of_their_town_unless_they_have_one(own_firm, owner):
    with changes.batch(owner, "edit"):
        changes.update(Profile.current(), country="NL")
    at("Amara", owner, city="Utrecht")
    at("Jonas", owner, city="KØBENHAVN", country="DK")
    at("Priya", owner, city="Nowhere at all")
    at("Tom", owner, city="Utrecht", latitude=1.5, longitude=2.5)
    run_due()
    found = {row.party.name: row.latitude and round(row.latitude, 1) for row in Address.objects.order_by("pk")}
    assert found == {"Amara": 52.1, "Jonas": 55.7, "Priya": None, "Tom": 1.5}
    abroad = create_person(by=owner, name="Ewa", country="GB", addresses=[{"city": "Perth"}])
    create_person(by=owner, name="Noor", addresses=[{"city": "Perth"}])
    run_due()
    assert round(Address.objects.get(party=abroad).latitude) == 56
    left = Address.objects.get(party__name="Noor")
    assert why_not_on_map(left, "") == ""
    left.changed_at -= timedelta(hours=1)
    assert "No town in Netherlands" in why_not_on_map(left, "")
    addresses.edit(left, by=owner, country="AU")
    addresses.edit(Address.objects.get(party__name="Amara"), by=owner, city="Amsterdam")
    run_due()
    assert round(Address.objects.get(party__name="Amara").latitude, 1) == 52.4
    assert round(Address.objects.get(party__name="Noor").latitude) == -32


def test_imported_addresses_get_their_places_whichever_way_they_are_written(own_firm, owner):
    head = "First Name,Last Name,Street,City,Country,Notes\n"
    run = brought(f"{head}Amara,Obi,,Utrecht,NL,\nJonas,Berg,,Osaka,JP,Likes tea\n", owner, "map.csv")
    performed(run, owner)
    run_due()
    found = {row.party.name: round(row.latitude or 0, 1) for row in Address.objects.all()}
    assert found == {"Amara Obi": 52.1, "Jonas Berg": 34.7}


def test_near_ones_are_one_spot_that_leads_closer_and_one_alone_leads_to_its_page(owner, browse):
    for n in range(3):
        at(f"Amara {n}", owner, city="Utrecht", latitude=52.09 + n / 1000, longitude=5.12)
    alone = at("Jonas", owner, city="Osaka", latitude=34.69, longitude=135.5)
    create_person(by=owner, name="Priya")
    client = browse(owner)
    page = client.get("/people/?as=map").content.decode()
    found = pins(page)
    assert found.pop("Jonas, Osaka") == f"/people/{alone.pk}/"
    assert "1 without a place" in page
    (near,) = found.values()
    assert near.startswith("/people/?as=map&at=52.09")
    page = client.get("/people/?as=map&at=52.09,5.12,10").content.decode()
    assert "Jonas" not in page
    assert [name in page for name in ("Amara 0", "Amara 2")] == [True, True]
    within = re.search(r'class="link quiet small" href="([^"]+)"', page)[1].replace("&amp;", "&")
    listed = client.get(within).content.decode()
    assert "3 people" in listed


def test_the_map_of_a_filter_and_of_what_one_may_see(owner, staff, browse):
    with changes.batch(owner, "edit"):
        changes.update(staff.user.role, scopes={**staff.user.role.scopes, "party": {"read": "own"}})
    at("Amara", owner, city="Utrecht", latitude=52.09, longitude=5.12)
    at("Jonas", owner, city="Osaka", latitude=34.69, longitude=135.5)
    page = browse(owner).get("/people/?as=map&filter=name+starts+with+%22Jon%22").content.decode()
    assert list(pins(page)) == ["Jonas, Osaka"]
    assert pins(browse(staff).get("/people/?as=map").content.decode()) == {}


def test_an_odd_place_in_the_address_is_everything(owner, browse):
    at("Amara", owner, city="Utrecht", latitude=52.09, longitude=5.12)
    for place in ("x", "1,2", "nan,5,3", "99,0,1", "52,5,99", "inf,0,1"):
        page = browse(owner).get(f"/people/?as=map&at={place}").content.decode()
        assert list(pins(page)) == ["Amara, Utrecht"]
    assert "banner warn" in browse(owner).get("/tasks/?as=map").content.decode()


def test_many_on_the_map_cost_the_queries_of_one(own_firm, owner, browse, queries_of):
    client = browse(owner)
    create_company(by=owner, name="Firm", addresses=[{"city": "A", "latitude": 50.0, "longitude": 1.0}])
    client.get("/companies/?as=map")
    one = queries_of(lambda: client.get("/companies/?as=map"))
    for n in range(30):
        place = {"city": "A", "latitude": 40.0 + n, "longitude": 3.0 * n}
        create_company(by=owner, name=f"Firm {n}", addresses=[place])
    assert queries_of(lambda: client.get("/companies/?as=map")) == one


@pytest.mark.parametrize(
    ("km", "names"), [(30, ["Amara"]), (40, ["Amara", "Jonas"]), (60, ["Amara", "Jonas", "Priya"])]
)
def test_a_filter_finds_who_is_within_a_distance(owner, km, names):
    at("Amara", owner, city="Utrecht", latitude=52.09, longitude=5.12)
    at("Jonas", owner, city="Amsterdam", latitude=52.37, longitude=4.9)
    at("Priya", owner, city="Rotterdam", latitude=51.92, longitude=4.48)
    at("Tom", owner, city="Utrecht")
    text = f'towns within {km} km of "Utrecht"'
    listing = Listing(PERSON, owner, filter=text)
    assert [row["name"] for row in listing.rows()] == names
    assert listing.filter_text == text
    passes = predicate(text, PERSON, owner)
    assert sorted(party.name for party in Party.objects.all() if passes(party)) == names
    assert Listing(PERSON, owner, filter=f"not {text}").count().number == 4 - len(names)
    assert Listing(PERSON, owner, filter=f'towns within {km} km of "52.09, 5.12"').count().number == len(names)


def test_a_hamlet_of_ours_is_where_the_addresses_in_it_are_that_one_may_see(owner, as_role):
    for n in range(3):
        at(f"Amara {n}", owner, city="Little Harwick", latitude=52.09 + n / 100, longitude=5.12)
    at("Jonas", owner, city="Amsterdam", latitude=52.37, longitude=4.9)
    text = 'towns within 5 km of "little  harwick"'
    assert [row["name"] for row in Listing(PERSON, owner, filter=text).rows()] == ["Amara 0", "Amara 1", "Amara 2"]
    staff = as_role("staff")
    with changes.batch(owner, "edit"):
        changes.update(staff.user.role, scopes={"*": {"read": "own"}})
    with pytest.raises(FilterError, match="No town"):  # as if there were no such address
        Listing(PERSON, staff, filter=text)


def test_what_is_no_distance_or_no_known_town_is_told(owner, browse):
    for text in (
        'towns within 25 km of "Nowhere at all"',
        'towns within "x" km of "Utrecht"',
        'towns within 0 km of "Utrecht"',
        "towns within 25 km of 7",
        'towns within 25 miles of "Utrecht"',
        'name within 25 km of "Utrecht"',
        'towns within 25 EUR km of "Utrecht"',
    ):
        with pytest.raises(FilterError):
            Listing(PERSON, owner, filter=text)
    client, _anybody = browse(owner), create_person(by=owner, name="Amara Bello")
    asked = {"filter": "", "path": "towns", "operator": "within"}
    assert 'id="filter-value-1"' in client.get("/people/filter", asked).content.decode()
    done = {**asked, "value": ["25", "Utrecht"], "done": "1"}
    to = client.get("/people/filter", done, HTTP_HX_REQUEST="true")["HX-Redirect"]
    assert "25 km of Utrecht" in client.get(to).content.decode()


def test_what_leads_to_a_person_is_on_the_map_where_that_person_lives(owner, browse):
    noun = make_type(by=owner, label="Vehicle", plural="Vehicles", icon="car").name
    field = make_field(by=owner, type=noun, kind="relation", label="Keeper", target="person").name
    amara = at("Amara", owner, city="Utrecht", latitude=52.09, longitude=5.12)
    kind = registry.get(noun)
    writing.create(kind, {"title": "HB 1", field: amara.pk}, by=owner)
    writing.create(kind, {"title": "HB 2"}, by=owner)
    page = browse(owner).get("/vehicles/?as=map").content.decode()
    assert list(pins(page)) == ["HB 1, Utrecht"]
    assert "1 without a place" in page
    menu = browse(owner).get(f"/people/{amara.pk}/menu").content.decode()
    nearby = re.search(r'href="([^"]+)"[^>]*>(?:(?!</a>).)*What is nearby', menu, re.DOTALL)[1].replace("&amp;", "&")
    assert list(pins(browse(owner).get(nearby).content.decode())) == ["Amara, Utrecht"]
    near = 'within 25 km of "52.1, 5.1"'
    assert [row["title"] for row in Listing(kind, owner, filter=f"{field}.towns {near}").rows()] == ["HB 1"]


def test_a_long_list_is_added_up_by_the_database_to_the_same_map(owner, browse, monkeypatch):
    for n in range(3):
        at(f"Amara {n}", owner, city="Utrecht", latitude=52.09 + n / 1000, longitude=5.12)
    at("Jonas", owner, city="Osaka", latitude=34.69, longitude=135.5)
    create_person(by=owner, name="Priya")
    short = browse(owner).get("/people/?as=map").content.decode()
    monkeypatch.setattr("goodwill.records.query.listing.COUNTED", 2)
    long = browse(owner).get("/people/?as=map").content.decode()
    assert pins(long) == pins(short)
    assert len(pins(short)) == 2
