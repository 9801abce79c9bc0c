"""Likely doubles while typing, and of whom a program adds where it asks to be told."""

import json

import pytest

from goodwill.areas.people import names, samples
from goodwill.areas.people.duplicate_keys import keys_of, name_sound
from goodwill.areas.people.models import Party
from goodwill.areas.people.queries.duplicates import Sought, likely_duplicates
from goodwill.areas.people.verbs import parties
from goodwill.kernel import changes

PEOPLE = "/api/v1/people"


@pytest.fixture
def known(firm, owner):
    return parties.create_person(
        by=owner,
        name="Catherine Smith",
        company="Northgate Couriers Ltd",
        phone="020 7946 0112",
        mail="catherine@northgate.example",
    )


def found(actor, **sought):
    return [(one.name, set(one.reasons)) for one in likely_duplicates(Sought(**sought), actor)]


@pytest.mark.parametrize(
    ("sought", "reasons"),
    [
        ({"name": "C. Smith", "mails": ["Catherine@Northgate.example"]}, {"mail", "initial"}),
        ({"name": "Cathy Smith", "phones": ["+44 (0)20 7946 0112"]}, {"phone", "nickname"}),
        ({"name": "Kate Smyth"}, {"like_name"}),
        ({"name": "Kate Smith"}, {"nickname"}),
        ({"name": "Smith, Catherine"}, {"same_name"}),
        ({"name": "catherine  SMITH"}, {"same_name"}),
        ({"name": "Katherine Smyth"}, {"like_name"}),
        ({"name": "Cathryn Smithe"}, {"like_name"}),
        ({"given": "Catherine", "family": "Smith", "company": "Northgate Couriers"}, {"same_name", "company"}),
        (
            {"name": "Cath Smtih", "company": "Northgate Couriers Ltd", "phones": ["020 7946 0112"]},
            {"phone", "like_name", "company"},
        ),
    ],
)
def test_a_likely_double_is_found_with_its_reasons(firm, owner, known, sought, reasons):
    assert found(owner, **sought) == [("Catherine Smith", reasons)]


@pytest.mark.parametrize(
    "sought",
    [
        {"name": "Boris Petrov"},
        {"name": "Catherine Jones"},
        {"name": "Someone Else", "phones": ["020 7946 0113"]},
        {"kind": "company", "name": "Smith Catherine"},
        {},
    ],
)
def test_somebody_else_is_not(firm, owner, known, sought):
    assert found(owner, **sought) == []


def test_sharing_only_an_office_line_with_another_name_is_weak(firm, owner, known):
    likely = likely_duplicates(Sought(name="Boris Petrov", phones=["020 7946 0112"]), owner)
    assert all(one.score < 0.5 for one in likely)


def test_the_likeliest_comes_first_and_the_edited_one_is_left_out(firm, owner, known):
    other = parties.create_person(by=owner, name="Catherine Smith")
    sought = Sought(name="Catherine Smith", mails=["catherine@northgate.example"])
    assert [one.party_id for one in likely_duplicates(sought, owner)] == [known.pk, other.pk]
    assert [one.party_id for one in likely_duplicates(sought, owner, exclude={known.pk})] == [other.pk]


def test_companies_are_compared_without_their_legal_form(firm, owner, known):
    assert found(owner, kind="company", name="NORTHGATE COURIERS GmbH") == [("Northgate Couriers Ltd", {"same_name"})]


def test_who_is_out_of_reach_or_in_the_trash_is_not_told(firm, owner, as_role, known):
    own = dict.fromkeys(("read", "create", "change", "delete", "export"), "own")
    with changes.batch(owner, "edit"):
        changes.update(as_role("staff").user.role, scopes={"*": own})
    assert found(as_role("staff"), name="Catherine Smith") == []
    with changes.batch(owner, "trash"):
        changes.trash(known)
    assert found(owner, name="Catherine Smith") == []


def test_names_of_other_scripts_have_keys_too():
    assert name_sound("Иван Петров") == name_sound("петров иван") != ""
    assert keys_of("person", "山田太郎") == {("name", "山田太郎")}


def test_splitting_plain_names_fast_is_equal_to_the_library():
    odd = "Prince King Van De Bin Ma Do Abu Bon Junior Major Page Bishop Duke Earl Lady Saint San Los Née Born Md"
    odd = odd.split()
    given, family = [*samples.GIVEN, *odd], [*samples.FAMILY, *odd]
    full = [f"{one} {other}" for one in given for other in family]
    full += [f"{one} {other} {third}" for one in given[::3] for other in odd for third in family[::3]]
    assert [name for name in full if names.split_name(name) != names.split_any(name)] == []


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Dr. Hannah Weiss", "Hannah Weiss"),
        ("Weiss, Hannah", "Hannah Weiss"),
        ('Robert "Bob" Smith', "Robert Smith"),
        ("김민수", "김민수"),
        ("Prince", "Prince"),
        ("Maria Kowalska née Nowak", "Maria Kowalska née Nowak"),
        ("x" * 201, "x" * 201),
    ],
)
def test_a_shown_name_loses_no_word(typed, shown):
    assert names.shown_name(typed, names.split_name(typed)) == shown


def sent(client, url, **given):
    return client.post(url, json.dumps(given), content_type="application/json")


@pytest.mark.parametrize(
    ("given", "reasons"),
    [
        ({"name": "C. Smith", "mail": "Catherine@Northgate.example"}, {"mail", "initial"}),
        ({"given": "Cathy", "family": "Smith", "phone": "+44 20 7946 0112"}, {"phone", "nickname"}),
        ({"name": "Katherine Smyth"}, {"like_name"}),
    ],
)
def test_a_likely_double_is_named_and_nothing_is_made(known, owner, browse, given, reasons):
    before = Party.everything.count()
    told = sent(browse(owner), f"{PEOPLE}?doubles=refuse", **given)
    assert told.status_code == 409
    assert "Nothing was made" in told.json()["detail"]
    (double,) = told.json()["doubles"]
    assert (double["id"], double["name"], set(double["reasons"])) == (known.pk, "Catherine Smith", reasons)
    assert 0.5 < double["score"] <= 1
    assert Party.everything.count() == before


def test_the_company_is_known_by_its_number_too(known, owner, browse):
    told = sent(browse(owner), f"{PEOPLE}?doubles=refuse", name="Catherine Smith", company=known.company_id)
    assert set(told.json()["doubles"][0]["reasons"]) == {"same_name", "company"}


def test_somebody_else_is_made_and_so_is_a_double_where_nobody_asked(known, owner, browse):
    client = browse(owner)
    assert sent(client, f"{PEOPLE}?doubles=refuse", name="Boris Petrov").status_code == 201
    assert sent(client, PEOPLE, name="Catherine Smith").status_code == 201
    assert sent(client, "/api/v1/companies?doubles=refuse", name="Northgate Couriers").status_code == 409
    assert sent(client, "/api/v1/contacts?doubles=refuse", kind="person", name="Kate Smith").status_code == 409


def test_what_cannot_be_asked_for_is_refused(known, owner, browse):
    client = browse(owner)
    assert sent(client, f"{PEOPLE}?doubles=perhaps", name="Boris Petrov").status_code == 422
    assert sent(client, "/api/v1/tags?doubles=refuse", name="Fleet").status_code == 422
    assert not Party.objects.filter(name="Boris Petrov").exists()


def test_an_answer_to_a_repeated_request_is_the_first_one(known, owner, browse):
    client, key = browse(owner), {"Idempotency-Key": "lead-1"}
    body = json.dumps({"name": "Boris Petrov"})
    answers = [
        client.post(f"{PEOPLE}?doubles=refuse", body, content_type="application/json", headers=key) for _try in (1, 2)
    ]
    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()


def test_nobody_is_told_of_whom_they_may_not_see(known, owner, as_role, browse):
    own = dict.fromkeys(("read", "create", "change", "delete", "export"), "own")
    with changes.batch(owner, "edit"):
        changes.update(as_role("staff").user.role, scopes={"*": own})
    staff = as_role("staff")
    told = sent(browse(staff), f"{PEOPLE}?doubles=refuse", name="Catherine Smith", mail="catherine@northgate.example")
    assert told.status_code == 201


def test_the_description_says_where_it_can_be_asked(firm, owner, browse):
    paths = browse(owner).get("/api/v1/openapi.json").json()["paths"]
    names = {path: [one["name"] for one in paths[path]["post"]["parameters"]] for path in ("/people", "/tags")}
    assert "doubles" in names["/people"]
    assert "doubles" not in names["/tags"]
