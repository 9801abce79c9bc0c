"""The page of a party, as a signed-in user gets it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from goodwill.areas.people.models import Address, ContactPoint, Tag
from goodwill.areas.people.queries.party_page import opened
from goodwill.areas.people.verbs.addresses import add_address
from goodwill.areas.people.verbs.follows import follow
from goodwill.areas.people.verbs.interactions import log_interaction
from goodwill.areas.people.verbs.merge import merge
from goodwill.areas.people.verbs.notes import write_note
from goodwill.areas.people.verbs.parties import create_company, create_person, edit
from goodwill.areas.people.verbs.tasks import plan_task
from goodwill.records import registry


@pytest.fixture
def amara(owner):
    person = create_person(
        by=owner,
        name="Amara Bello",
        company="Northgate Couriers",
        phone="020 7946 0112",
        mail="amara@northgate.example",
    )
    write_note(person, by=owner, html="<p>Twelve more <b>Carriers</b></p>")
    plan_task(person, by=owner, title="Call about winter tyres", due_on=timezone.localdate())
    return person


def test_it_shows_who_they_are_how_to_reach_them_and_what_comes_next(amara, owner, browse):
    page = browse(owner).get(f"/people/{amara.pk}/").content.decode()
    for said in ("Amara Bello", "Northgate Couriers", "+44 20 7946 0112", "amara@northgate.example", "Twelve more"):
        assert said in page
    assert "Call about winter tyres" in page


def test_whatever_names_another_record_leads_to_its_page(amara, owner, browse):
    client = browse(owner)
    lists = "/people/", "/companies/", "/tasks/", "/", f"/people/{amara.pk}/", f"/companies/{amara.company_id}/"
    links = {link for page in lists for link in re.findall(r'href="(/go/[^"]+)"', client.get(page).content.decode())}
    assert len(links) >= 3
    assert {link: answer.status_code for link in links if (answer := client.get(link)).status_code != 303} == {}


def test_a_part_of_it_is_answered_alone(amara, owner, browse):
    answer = browse(owner).get(f"/people/{amara.pk}/", HTTP_HX_REQUEST="true", HTTP_HX_TARGET="feed").content.decode()
    assert "Twelve more" in answer
    assert "<html" not in answer


def test_a_note_written_on_the_page_is_on_the_timeline_and_can_be_undone(amara, owner, browse):
    client = browse(owner)
    answer = client.post(f"/people/{amara.pk}/write_note", {"html": "A second depot"}, HTTP_HX_REQUEST="true")
    assert "/undo/" in answer.content.decode()
    assert "A second depot" in client.get(f"/people/{amara.pk}/").content.decode()


def test_the_timeline_narrows_to_a_kind_and_to_words(amara, owner, browse):
    log_interaction(amara, by=owner, kind="call", subject="Gears slip", at=timezone.now() - timedelta(days=1))
    client = browse(owner)
    calls = client.get(f"/people/{amara.pk}/?kind=call", HTTP_HX_REQUEST="true", HTTP_HX_TARGET="feed").content.decode()
    assert "Gears slip" in calls
    assert "Twelve more" not in calls
    found = client.get(
        f"/people/{amara.pk}/?q=carriers", HTTP_HX_REQUEST="true", HTTP_HX_TARGET="feed"
    ).content.decode()
    assert "Gears slip" not in found
    assert "Twelve more" in found


def test_hostile_words_are_shown_as_words(owner, browse):
    person = create_person(by=owner, name="<script>alert(1)</script>")
    write_note(person, by=owner, html="<img src=x onerror=alert(1)>seen")
    page = browse(owner).get(f"/people/{person.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "onerror" not in page


def test_a_merged_party_leads_to_the_one_that_survived(amara, owner, browse):
    double = create_person(by=owner, name="A. Bello")
    merge(amara, by=owner, others=[double.pk])
    client = browse(owner)
    answer = client.get(f"/people/{double.pk}/", follow=True)
    assert answer.redirect_chain[-1][0] == f"/people/{amara.pk}/"


def test_a_company_page_opens_and_shows_its_people(owner, browse):
    company = create_company(by=owner, name="Quayside Hotel")
    create_person(by=owner, name="Grace Bello", company=company)
    assert "Grace Bello" in browse(owner).get(f"/companies/{company.pk}/").content.decode()


def test_the_page_needs_few_queries_however_much_happened(amara, owner, browse, queries_of):
    edit(amara, by=owner, tags=["VIP", "Buyer"])
    add_address(amara, by=owner, street="1 Quay Road", city="Leeds")
    follow(amara, by=owner)
    for number in range(40):
        write_note(amara, by=owner, html=f"<p>Note {number}</p>")
    client = browse(owner)
    for url in (f"/people/{amara.pk}/", f"/companies/{amara.company_id}/"):
        page = client.get(url).content.decode()
        assert queries_of(lambda url=url: client.get(url)) <= 12
        assert "Note 39" in page
    for said in ("VIP", "Buyer", "1 Quay Road", "+44 20 7946 0112"):
        assert said in client.get(f"/people/{amara.pk}/").content.decode()


@pytest.fixture
def busy_firm(owner):
    for number in range(20):
        phone = f"020 7946 01{number:02}"
        person = create_person(by=owner, name=f"Person {number}", company=f"Firm {number}", phone=phone)
        plan_task(person, by=owner, title="Call", due_on=timezone.localdate())
        log_interaction(person, by=owner, kind="call", subject="Gears slip", at=timezone.now() - timedelta(days=1))


def test_lists_and_home_need_few_queries(busy_firm, owner, browse, queries_of):
    client = browse(owner)
    for url, most in (("/people/", 10), ("/", 17)):
        client.get(url)
        assert queries_of(lambda url=url: client.get(url)) <= most


def test_what_stands_at_the_top_is_as_it_is_stored(amara, owner):
    edit(amara, by=owner, tags=["VIP", "Buyer"])
    add_address(amara, by=owner, street="1 Quay Road", city="Leeds")
    found = opened(registry.get("person"), amara.pk, owner)
    stored = (ContactPoint.objects.order_by("kind"), Address.objects.all(), Tag.objects.order_by("name_fold"))
    for made, rows in zip((found.points, found.addresses, found.tags), stored, strict=True):
        assert [row.__dict__.keys() - {"_state"} for row in made] == [
            row.__dict__.keys() - {"_state", "extra"} for row in rows
        ]
        for one, other in zip(made, rows, strict=True):
            assert all(
                getattr(one, field.attname) == getattr(other, field.attname) for field in one._meta.concrete_fields
            )
    assert found.party.company.name == "Northgate Couriers"
    assert not found.followed


def test_country_and_language_are_read_by_their_names(owner, browse):
    anna = create_person(by=owner, name="Anna Lind", country="DE", language="sv")
    page = browse(owner).get(f"/people/{anna.pk}/").content.decode()
    assert "Germany" in page
    assert "Swedish" in page
