"""A company out of the reader's reach: the people who work there are seen, and no way out tells where that is."""

import json

import pytest

from goodwill.areas.people.models import Party
from goodwill.areas.people.queries.duplicates import Sought, likely_duplicates
from goodwill.areas.people.tests.test_double_pages import look_through
from goodwill.areas.people.verbs.parties import create_company, create_person
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import User
from goodwill.records.codec.export import Asked, export
from goodwill.records.mcp import calling
from goodwill.records.registry import get
from goodwill.records.veil import veil_all

RIGHTS = ("read", "create", "change", "delete", "export")
SCOPES = {
    "own": {"*": dict.fromkeys(RIGHTS, "own")},
    "filter": {"party": dict.fromkeys(RIGHTS, "all") | {"read": "where kind is person"}},
}


@pytest.fixture(params=SCOPES)
def reader(request, owner, as_role):
    """Somebody of whose role the company is not, and every person is."""
    user = User.objects.get(pk=as_role("staff").user_id)
    with changes.batch(owner, "edit"):
        changes.update(user.role, scopes=SCOPES[request.param])
    return Actor.of(user)


@pytest.fixture
def annas(owner, reader):
    """One person twice; both work at Secretworks, and are the reader's."""
    company = create_company(by=owner, name="Secretworks")
    told = {"name": "Anna Field", "company": company, "mail": "anna@field.example", "owner": reader.user}
    made = [create_person(by=owner, **told) for _number in range(2)]
    with changes.batch(owner, "edit"):
        for anna in made:
            changes.update(anna, last_contact_at=anna.created_at)
    look_through()
    return made


def addresses(one, other):
    both = f"id={one.pk}&id={other.pk}"
    return (
        "/",
        "/people/",
        "/people/?by=company",
        "/people/?sort=company",
        f"/people/{one.pk}/",
        f"/people/{one.pk}/peek",
        "/search?q=anna",
        "/options/person?q=anna",
        "/duplicates",
        f"/duplicates/compare?{both}",
        f"/duplicates/with/{one.pk}",
        f"/duplicates/with/{one.pk}/options",
        f"/duplicates/of/{one.pk}",
        "/likely/person?name=Anna+Field",
        "/api/v1/people",
        f"/api/v1/people/{one.pk}",
        "/people/export.json",
        "/people/export.vcf",
    )


def read(client, address):
    answer = client.get(address)
    body = b"".join(answer) if answer.streaming else answer.content
    return answer.status_code, body.decode()


def test_no_page_list_or_export_names_it(owner, reader, annas, browse):
    client, whole = browse(reader), browse(owner)
    told = {address: (read(client, address), read(whole, address)) for address in addresses(*annas)}
    assert {address: mine[0] for address, (mine, _theirs) in told.items() if mine[0] != 200} == {}
    assert [address for address, (mine, _theirs) in told.items() if "Anna" not in mine[1]] == []
    assert [address for address, (mine, _theirs) in told.items() if "Secretworks" in mine[1]] == []
    assert {address for address, (_mine, theirs) in told.items() if "Secretworks" not in theirs[1]} == {
        f"/duplicates/with/{annas[0].pk}",
        f"/duplicates/of/{annas[0].pk}",
    }


def test_a_company_that_many_share_is_asked_for_once(owner, reader, annas, queries_of):
    parties = [Party.objects.select_related("company").get(pk=anna.pk) for anna in annas]
    assert [queries_of(lambda some=some: veil_all(some, reader)) for some in (parties[:1], parties * 15)] == [1, 1]
    assert queries_of(lambda: veil_all(parties, owner)) == 0
    shown = veil_all(parties, reader)
    assert [(one.company, one.name, one.unveiled.company.name) for one in shown] == [
        (None, "Anna Field", "Secretworks")
    ] * 2


def test_it_is_not_in_a_file_with_everything(owner, reader, annas):
    files = [
        export(get("person"), Asked("csv", columns=("*",)), by=who).file.read().decode() for who in (owner, reader)
    ]
    assert [text.count("Anna Field") for text in files] == [2, 2]
    assert ["Secretworks" in text for text in files] == [True, False]


def test_an_assistant_is_not_told(owner, reader, annas):
    def told(actor):
        anna = {"type": "person", "id": annas[0].pk}
        asked = (("find", {"type": "person"}), ("read", anna), ("search", {"text": "anna"}))
        return [json.dumps(calling.call(name, given, actor), default=str) for name, given in asked]

    assert all("Secretworks" in text for text in told(owner))
    assert all("Anna Field" in text and "Secretworks" not in text for text in told(reader))


def test_typing_it_tells_nobody_that_they_work_there(owner, reader, annas):
    right, wrong = (Sought(given="Anna", family="Field", company=name) for name in ("Secretworks", "Elsewhere"))
    assert [one.company for one in likely_duplicates(right, owner)] == ["Secretworks", "Secretworks"]
    assert likely_duplicates(right, owner) != likely_duplicates(wrong, owner)
    assert [one.company for one in likely_duplicates(right, reader)] == ["", ""]
    assert likely_duplicates(right, reader) == likely_duplicates(wrong, reader)


@pytest.mark.parametrize("address", ["/search?q={}", "/people/?filter=%22{}%22", "/people/?filter=company.name+is+{}"])
def test_nobody_is_found_by_it(owner, reader, annas, browse, address):
    assert "Anna" not in read(browse(reader), address.format("secretworks"))[1]
