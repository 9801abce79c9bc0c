"""A program that adds somebody is told who is there already, where it asks to be."""

import json

import pytest

from goodwill.areas.people.models import Party
from goodwill.areas.people.verbs import parties
from goodwill.kernel import changes

URL = "/api/v1/people"


@pytest.fixture
def known(firm, owner):
    return parties.create_person(
        by=owner,
        name="Catherine Smith",
        company="Northgate Couriers Ltd",
        phone="020 7946 0112",
        mail="catherine@northgate.example",
    )


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
    told = sent(browse(owner), f"{URL}?doubles=refuse", **given)
    assert told.status_code == 409
    assert "Nothing was made" in told.json()["detail"]
    (double,) = told.json()["doubles"]
    assert (double["id"], double["name"], set(double["reasons"])) == (known.pk, "Catherine Smith", reasons)
    assert 0.5 < double["score"] <= 1
    assert Party.everything.count() == before


def test_the_company_is_known_by_its_number_too(known, owner, browse):
    told = sent(browse(owner), f"{URL}?doubles=refuse", name="Catherine Smith", company=known.company_id)
    assert set(told.json()["doubles"][0]["reasons"]) == {"same_name", "company"}


def test_somebody_else_is_made_and_so_is_a_double_where_nobody_asked(known, owner, browse):
    client = browse(owner)
    assert sent(client, f"{URL}?doubles=refuse", name="Boris Petrov").status_code == 201
    assert sent(client, URL, name="Catherine Smith").status_code == 201
    assert sent(client, "/api/v1/companies?doubles=refuse", name="Northgate Couriers").status_code == 409
    assert sent(client, "/api/v1/contacts?doubles=refuse", kind="person", name="Kate Smith").status_code == 409


def test_what_cannot_be_asked_for_is_refused(known, owner, browse):
    client = browse(owner)
    assert sent(client, f"{URL}?doubles=perhaps", name="Boris Petrov").status_code == 422
    assert sent(client, "/api/v1/tags?doubles=refuse", name="Fleet").status_code == 422
    assert not Party.objects.filter(name="Boris Petrov").exists()


def test_an_answer_to_a_repeated_request_is_the_first_one(known, owner, browse):
    client, key = browse(owner), {"Idempotency-Key": "lead-1"}
    body = json.dumps({"name": "Boris Petrov"})
    answers = [
        client.post(f"{URL}?doubles=refuse", body, content_type="application/json", headers=key) for _try in (1, 2)
    ]
    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()


def test_nobody_is_told_of_whom_they_may_not_see(known, owner, as_role, browse):
    own = dict.fromkeys(("read", "create", "change", "delete", "export"), "own")
    with changes.batch(owner, "edit"):
        changes.update(as_role("staff").user.role, scopes={"*": own})
    staff = as_role("staff")
    told = sent(browse(staff), f"{URL}?doubles=refuse", name="Catherine Smith", mail="catherine@northgate.example")
    assert told.status_code == 201


def test_the_description_says_where_it_can_be_asked(firm, owner, browse):
    paths = browse(owner).get("/api/v1/openapi.json").json()["paths"]
    names = {path: [one["name"] for one in paths[path]["post"]["parameters"]] for path in ("/people", "/tags")}
    assert "doubles" in names["/people"]
    assert "doubles" not in names["/tags"]
