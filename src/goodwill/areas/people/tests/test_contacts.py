"""Contact points, addresses and what lists show of them."""

import pytest

from goodwill.areas.people.models import Address, ContactPoint, DuplicateKey, Party
from goodwill.areas.people.verbs import addresses, contacts, parties
from goodwill.kernel import changes
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import Change


@pytest.fixture
def person(firm, owner):
    return parties.create_person(by=owner, name="Amara Bello", phone="020 7946 0112")


def shown(party):
    return Party.everything.values_list("primary_phone", "primary_mail", "city").get(pk=party.pk)


def test_a_number_is_read_in_the_party_s_country_and_kept_as_typed(firm, owner):
    person = parties.create_person(by=owner, name="Jonas Dahl", country="DK")
    point = contacts.add_contact(person, by=owner, kind="phone", value="33 12 45 78", label="work")
    assert (point.value, point.shown) == ("33 12 45 78", "+45 33 12 45 78")
    assert (point.fold, point.national) == ("4533124578", "33124578")


def test_what_is_no_number_stays_as_it_was_typed(firm, owner, person):
    point = contacts.add_contact(person, by=owner, kind="phone", value="ask for line 12-34")
    assert (point.shown, point.fold) == ("ask for line 12-34", "1234")


def test_a_phone_without_digits_is_refused(firm, owner, person):
    with pytest.raises(Invalid):
        contacts.add_contact(person, by=owner, kind="phone", value="none")
    assert ContactPoint.objects.filter(party=person).count() == 1


def test_adding_what_is_known_already_adds_nothing(firm, owner, person):
    same = contacts.add_contact(person, by=owner, kind="phone", value="+44 20 7946 0112", label="desk")
    assert ContactPoint.objects.filter(party=person).count() == 1
    assert same.label == "desk"


def test_the_preferred_number_is_the_one_that_lists_show(firm, owner, person):
    mobile = contacts.add_contact(person, by=owner, kind="phone", value="07700 900123", preferred=True)
    assert shown(person)[0] == "+44 7700 900123"
    contacts.edit(mobile, by=owner, do_not_use=True)
    assert shown(person)[0] == "+44 20 7946 0112"


def test_only_one_number_is_preferred(firm, owner, person):
    first = ContactPoint.objects.get(party=person)
    contacts.edit(first, by=owner, preferred=True)
    contacts.add_contact(person, by=owner, kind="phone", value="07700 900123", preferred=True)
    assert ContactPoint.objects.filter(party=person, preferred=True).count() == 1


def test_a_removed_number_goes_from_list_and_keys_and_comes_back(firm, owner, person):
    point = ContactPoint.objects.get(party=person)
    contacts.remove(point, by=owner)
    assert shown(person)[0] == ""
    assert not DuplicateKey.objects.filter(party=person, kind="phone").exists()
    with changes.batch(owner, "restore"):
        changes.restore(point)
    assert shown(person)[0] == "+44 20 7946 0112"
    assert DuplicateKey.objects.filter(party=person, kind="phone", key="2079460112").exists()


def test_a_changed_mail_changes_what_is_shown_and_the_key(firm, owner, person):
    point = contacts.add_contact(person, by=owner, kind="mail", value="a@one.example")
    contacts.edit(point, by=owner, value="B@Two.example")
    assert shown(person)[1] == "B@two.example"
    assert list(DuplicateKey.objects.filter(party=person, kind="mail").values_list("key", flat=True)) == [
        "b@two.example"
    ]


def test_the_town_of_the_preferred_address_is_shown(firm, owner, person):
    addresses.add_address(person, by=owner, street="14 Dock Road", city="Harwick", country="gb")
    addresses.add_address(person, by=owner, street="Karl Johans gate 1", city="Oslo", country="no", preferred=True)
    assert shown(person)[2] == "Oslo"
    assert Address.objects.get(city="Harwick").country == "GB"


def test_an_empty_address_is_refused(firm, owner, person):
    with pytest.raises(Invalid):
        addresses.add_address(person, by=owner, label="home")
    assert not Address.objects.exists()


def test_a_moved_address_loses_its_place_on_the_map(firm, owner, person):
    address = addresses.add_address(person, by=owner, street="14 Dock Road", city="Harwick")
    addresses.edit(address, by=owner, latitude=51.9, longitude=1.2)
    addresses.edit(address, by=owner, label="depot")
    assert address.latitude == 51.9
    addresses.edit(address, by=owner, street="15 Dock Road")
    assert (address.latitude, address.longitude) == (None, None)


def test_programs_change_what_belongs_to_a_party_as_far_as_they_may(firm, owner, as_role, browse):
    ada = parties.create_person(by=owner, name="Ada Berg", mail="ada@berg.example", phone="+44 20 7946 0912")
    bo = parties.create_person(by=owner, name="Bo Holm", mail="bo@holm.example")
    client, url = browse(owner), f"/api/v1/people/{ada.pk}/parts"
    mail = next(one for one in client.get(url).json()["items"] if one.get("kind") == "mail")
    assert (mail["part"], mail["value"], mail["version"]) == ("contactpoint", "ada@berg.example", 1)
    deed = f"{url}/contactpoint/{mail['id']}/edit"
    kind = {"content_type": "application/json"}
    sent = {"data": '{"value": "ada@new.example"}', **kind}
    changed = client.post(deed, **sent, headers={"If-Match": '"1"'})
    assert "ada@new.example" in [one.get("value") for one in changed.json()["items"]]
    assert client.post(deed, **sent, headers={"If-Match": '"1"'}).status_code == 412
    assert client.get(f"/api/v1/people/{ada.pk}").json()["mail"] == "ada@new.example"
    gone = client.post(f"{url}/contactpoint/{mail['id']}/remove", **kind)
    assert "ada@new.example" not in [one.get("value") for one in gone.json()["items"]]
    assert client.post(f"/api/v1/undo/{gone['Goodwill-Batch']}", **kind).status_code == 200
    before = Change.objects.count()
    elsewhere = f"/api/v1/people/{bo.pk}/parts/contactpoint/{mail['id']}/remove"
    for address in (
        elsewhere,
        f"{url}/user/1/edit",
        f"{url}/contactpoint/{mail['id']}/nonsense",
        f"{url}/task/1/complete",
    ):
        assert client.post(address, **kind).status_code == 404, address
    assert browse(as_role("read_only")).post(f"{url}/contactpoint/{mail['id']}/remove", **kind).status_code == 403
    narrow = as_role("staff")
    with changes.batch(owner, "roles"):
        changes.update(narrow.user.role, field_rights={"party": {"mails": "hidden"}})
    before += 1
    assert "mail" not in [one.get("kind") for one in browse(narrow).get(url).json()["items"]]
    assert browse(narrow).post(f"{url}/contactpoint/{mail['id']}/remove", **kind).status_code == 404
    assert Change.objects.count() == before
