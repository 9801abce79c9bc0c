"""How much is known, what is missing, what fails, and the page that lists what to repair."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from goodwill.areas.people.cleaning import found_for
from goodwill.areas.people.completeness import PARTS, missing
from goodwill.areas.people.models import Address, ContactPoint, Party
from goodwill.areas.people.verbs import contacts, parties, proving, proving_addresses
from goodwill.kernel import changes
from goodwill.records import registry
from goodwill.records.query import Listing


def fresh(party):
    return Party.everything.get(pk=party.pk)


def listed(filter, owner, slug="contacts"):
    return [row.id for row in Listing(registry.by_slug(slug), owner, filter=filter).rows()]


@pytest.fixture
def tom(owner):
    return parties.create_person(
        by=owner,
        name="Tom Okafor",
        phone="07700 900343",
        mail="tom@quayside.example",
        addresses=[{"street": "1 Quay", "city": "Harwick", "country": "GB"}],
        phase="lead",
        language="en",
        source="Fair",
    )


def test_each_kind_of_party_can_reach_a_hundred(firm):
    assert {kind: sum(part.points for part in parts) for kind, parts in PARTS.items()} == dict.fromkeys(PARTS, 100)


def test_the_score_is_the_sum_of_what_is_known_and_the_rest_is_named(firm, owner, tom):
    assert fresh(tom).completeness == 100
    company = parties.create_company(by=owner, name="Quayside Hotel", industry="Hotels")
    assert fresh(company).completeness == 10 + 10  # industry and owner
    gaps = missing(fresh(company))
    assert sum(gap.points for gap in gaps) == 100 - 20
    assert [gap.points for gap in gaps] == sorted((gap.points for gap in gaps), reverse=True)


def test_the_score_follows_every_way_of_writing(firm, owner, tom):
    parties.edit(tom, by=owner, language="")
    assert tom.completeness == 95  # read again from the database
    point = tom.contact_points.get(kind="mail")
    contacts.remove(point, by=owner)
    assert fresh(tom).completeness == 75
    with changes.batch(owner, "edit"):
        changes.update_many(Party.objects.filter(pk=tom.pk), phase="")
    assert fresh(tom).completeness == 65
    parties.create_company(by=owner, name="Bare")
    assert listed("completeness < 50", owner, "companies") == listed("", owner, "companies")
    assert listed("completeness < 50", owner, "people") == []
    assert listed("completeness >= 65", owner, "people") == [tom.pk]


def test_lists_sort_by_it(firm, owner, tom):
    less = parties.create_person(by=owner, name="Ada")
    found = Listing(registry.by_slug("people"), owner, sort="completeness").rows()
    assert [row.id for row in found] == [less.pk, tom.pk]


def test_a_mail_that_came_back_is_not_used_until_it_is_right_again(firm, owner, tom):
    point = tom.contact_points.get(kind="mail")
    proving.mark_bounced(point, by=owner, note="550 no such user")
    assert (fresh(tom).primary_mail, fresh(tom).completeness) == ("", 80)
    assert listed("contact_state has bounced", owner) == [tom.pk]
    contacts.edit(point, by=owner, value="thomas@quayside.example")
    stored = ContactPoint.objects.get(pk=point.pk)
    assert (stored.state, stored.state_note, fresh(tom).primary_mail) == ("", "", "thomas@quayside.example")
    assert listed("contact_state is not empty", owner) == []
    proving.mark_wrong(point, by=owner)
    proving.confirm(point, by=owner)
    assert fresh(tom).primary_mail == "thomas@quayside.example"


def test_marking_is_undone_like_any_change(firm, owner, tom):
    point = tom.contact_points.get(kind="mail")
    with changes.batch(owner, "mark_bounced") as batch:
        proving.mark_bounced(point, by=owner)
    changes.undo(batch.id, owner)
    assert fresh(tom).primary_mail == "tom@quayside.example"


def test_what_nobody_checked_for_long_is_stale_until_somebody_confirms_it(firm, owner, tom, browse):
    stale = "contact_checked before 24 months ago"
    assert listed(stale, owner) == []
    long_ago = timezone.now() - timedelta(days=800)
    with changes.batch(owner, "edit"):
        for point in tom.contact_points.all():
            changes.update(point, confirmed_at=long_ago)
    assert listed(stale, owner) == [tom.pk]
    assert "Not checked for 2 years or more: " in browse(owner).get(f"/people/{tom.pk}/").content.decode()
    proving.confirm_contacts(tom, by=owner)
    assert "Not checked for" not in browse(owner).get(f"/people/{tom.pk}/").content.decode()
    assert listed(stale, owner) == []
    assert not ContactPoint.objects.filter(party=tom, checked_at__lt=timezone.now() - timedelta(days=1)).exists()


def test_an_address_that_letters_come_back_from_is_listed(firm, owner, tom):
    address = Address.objects.get(party=tom)
    proving_addresses.mark_wrong(address, by=owner)
    assert listed("address_state has wrong", owner) == [tom.pk]
    proving_addresses.confirm(address, by=owner)
    assert listed("address_state has wrong", owner) == []


def test_what_was_typed_is_shown_beside_its_tidy_form(firm, owner, tom, browse):
    page = browse(owner).get(f"/people/{tom.pk}/").content.decode()
    assert "+44 7700 900343" in page
    assert "07700 900343" in page


def test_the_page_counts_what_to_repair_and_leads_to_it(firm, owner, tom, browse):
    bare = parties.create_company(by=owner, name="Bare")
    proving.mark_bounced(tom.contact_points.get(kind="mail"), by=owner)
    found = {repair.name: count.number for repair, count in found_for(owner)}
    assert (found["unreachable"], found["failing"], found["incomplete"], found["stale"]) == (1, 1, 1, 0)
    client = browse(owner)
    page = client.get("/clean-data").content.decode()
    assert "Nobody can reach them" in page
    assert "Not checked" not in page.partition("Nothing found of")[0]
    for repair, _count in found_for(owner):
        assert client.get(repair.href).status_code == 200
    unreachable = next(repair for repair, _count in found_for(owner) if repair.name == "unreachable")
    rows = client.get(unreachable.href).content.decode()
    assert bare.name in rows
    assert "Tom Okafor" not in rows


def test_programs_read_the_score_and_cannot_write_it(firm, owner, tom, browse):
    client = browse(owner)
    assert client.get(f"/api/v1/people/{tom.pk}").json()["completeness"] == 100
    refused = client.patch(f"/api/v1/people/{tom.pk}", json.dumps({"completeness": 5}), content_type="application/json")
    assert refused.status_code == 422
    assert fresh(tom).completeness == 100
