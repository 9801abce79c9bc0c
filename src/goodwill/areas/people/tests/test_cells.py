"""Name, phone, mail, company and tags written in the cell of a list: checked, shared, taken back, and only by right."""

import re

import pytest

from goodwill.areas.people.models import ContactPoint, Party, Tie
from goodwill.areas.people.records import TAGS
from goodwill.areas.people.verbs.contacts import add_contact
from goodwill.areas.people.verbs.parties import create_person
from goodwill.areas.people.verbs.tags import tag
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor, system
from goodwill.kernel.models import User

COLUMNS = "name,company,role,phone,mail,website,tags"


@pytest.fixture
def amara(firm, owner):
    return create_person(by=owner, name="Amara Bello", phone="020 7946 0112", company="Northgate", role="Buyer")


@pytest.fixture
def save(amara, owner, browse):
    """Types something in a cell, as the page does: with what the control held."""

    def write(name, typed, *, by=owner, was=None):
        client, url = browse(by), f"/people/{amara.pk}/fields/{name}"
        headers = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": f"cell-{amara.pk}-{name}"}
        control = client.get(url, **headers).content.decode()
        held = re.findall(r'name="was" value="([^"]*)"', control) if was is None else was
        given = typed if isinstance(typed, dict) else {name: typed}
        sent = {"was": held, "beside": COLUMNS, "version": amara.version, **given}
        answer = client.post(url, sent, **headers)
        answer.words = answer.content.decode()
        return answer

    return write


def shown(pk):
    return Party.objects.values_list("name", "primary_phone", "primary_mail", "company__name", "role").get(pk=pk)


def tags_of(party):
    return sorted(TAGS.rows().filter(about_id=party.pk).values_list("tag__name", flat=True))


def test_each_of_them_is_drawn_anew_with_what_follows_from_it_and_taken_back(amara, save, owner, browse):
    assert "Amara Stone" in save("name", "Amara Stone").words
    assert "+44 20 7946 0999" in save("phone", "020 7946 0999").words
    save("mail", "amara@northgate.example")
    moved = save("company", {"company": "", "company_new": "Harwick Motors"})
    assert re.search(rf'id="cell-{amara.pk}-role"[^>]*></td>', moved.words)  # the role goes with the company
    assert shown(amara.pk) == ("Amara Stone", "+44 20 7946 0999", "amara@northgate.example", "Harwick Motors", "")
    assert Party.objects.get(pk=amara.pk).family == "Stone"
    assert Tie.objects.get(party=amara, ended=None).other.name == "Harwick Motors"
    browse(owner).post(re.search(r'data-undo hx-post="([^"]+)"', moved.words)[1])
    assert shown(amara.pk)[3:] == ("Northgate", "Buyer")


def test_what_stands_first_is_changed_and_what_is_known_is_not_added_twice(amara, save, owner):
    add_contact(amara, by=owner, kind="phone", value="020 7946 0500")
    save("phone", "020 7946 0500")
    assert shown(amara.pk)[1] == "+44 20 7946 0500"
    assert ContactPoint.objects.filter(party=amara).count() == 2
    save("phone", "")
    assert (shown(amara.pk)[1], ContactPoint.objects.filter(party=amara).count()) == ("+44 20 7946 0112", 1)


def test_what_cannot_be_is_told_in_words_and_changes_nothing(amara, save, owner):
    before = shown(amara.pk)
    unusable = add_contact(amara, by=owner, kind="phone", value="020 7946 0600")
    with changes.batch(owner, "edit"):
        changes.update(unusable, do_not_use=True)
    told = {
        "name": ("", "needed"),
        "phone": ("none", "no phone number"),
        "mail": ("amara at northgate", 'role="alert"'),
        "company": ("#999", "not here"),
    }
    for name, (typed, sentence) in told.items():
        answer = save(name, typed)
        assert (answer.status_code, sentence in answer.words) == (422, True), (name, answer.words)
    assert "not to be used" in save("phone", "020 7946 0600").words
    assert shown(amara.pk) == before


def test_two_who_write_it_at_once_get_both_and_two_may_stick_tags(amara, save, owner, staff):
    save("phone", "020 7946 0500", by=staff)
    late = save("phone", "020 7946 0700", was=["+44 20 7946 0112"])
    assert (late.status_code, "+44 20 7946 0500" in late.words) == (409, True)
    assert shown(amara.pk)[1] == "+44 20 7946 0500"
    tag(amara, by=owner, tags=["fleet", "late payer"])
    save("tags", ["late payer", "vip"], was=["late payer"], by=staff)
    assert tags_of(amara) == ["fleet", "late payer", "vip"]
    save("tags", ["vip"])
    assert tags_of(amara) == ["vip"]


def test_who_may_not_has_no_control(amara, save, browse, as_role):
    user = User.objects.get(pk=as_role("staff").user_id)
    with changes.batch(system(), "seed"):
        rights = {"party": {"phones": "hidden", "mails": "read", "company": "read"}}
        changes.update(user.role, field_rights=rights, refused_verbs={"party": ["set_website"]})
    narrow = Actor.of(user)
    page = browse(narrow).get("/people/?columns=name,company,role,mail,website,tags").content.decode()
    assert re.findall(r'data-edit="/people/\d+/fields/(\w+)"', page) == ["name", "role", "tags"]
    for name in ("phone", "mail", "company", "website"):
        assert save(name, "x", by=narrow).status_code == 404, name
