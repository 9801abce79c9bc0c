"""What docs/api.md shows is done by the API as it stands there."""

import json
import re
from pathlib import Path

import pytest

import goodwill
from goodwill.areas.people.verbs import addresses, notes, parties

DOCS = Path(goodwill.__file__).parents[2] / "docs" / "api.md"
REQUEST = re.compile(
    r"```http\n(?P<method>[A-Z]+) (?P<url>[^\n]+)\n(?P<headers>(?:[\w-]+: [^\n]*\n)*)(?:\n(?P<body>.*?))?```", re.DOTALL
)


def examples():
    return [*REQUEST.finditer(DOCS.read_text(encoding="utf-8"))]


@pytest.mark.once
@pytest.mark.slow
def test_every_example_of_the_docs_is_answered_in_its_order(firm, owner, browse):
    client, known, seen = browse(owner), {}, []
    shown = examples()
    assert len(shown) == DOCS.read_text(encoding="utf-8").count("```http")
    for example in shown:
        url, body = example["url"], example["body"] or ""
        for name, value in known.items():
            url, body = url.replace(f"{{{name}}}", str(value)), body.replace(f"{{{name}}}", str(value))
        headers = dict(line.split(": ", 1) for line in example["headers"].splitlines())
        kind = {"content_type": "application/json"} if body else {}
        answered = client.generic(example["method"], url, body, headers=headers, **kind)
        assert answered.status_code in (200, 201, 202, 204), (url, answered.content[:500])
        seen.append(answered.status_code)
        told = json.loads(answered.content) if "json" in answered.get("Content-Type", "") and answered.content else {}
        known |= {"id": told["id"]} if answered.status_code == 201 and "id" in told else {}
        known |= {"work": told["work"]} if "work" in told else {}
        known |= {"batch": answered["Goodwill-Batch"]} if "Goodwill-Batch" in answered else {}
        assert not told.get("refused"), told
    assert {200, 201, 202, 204} <= set(seen)


def test_what_a_change_does_not_name_stays_and_an_address_without_a_town_names_none(firm, owner, browse):
    client, person = browse(owner), parties.create_person(by=owner, name="Amara Bello")
    note = notes.write_note(person, by=owner, html="<p>Hello</p>")
    addresses.add_address(person, by=owner, street="Quay 4")
    for body in ("{}", '{"version": 1}'):
        told = client.patch(f"/api/v1/notes/{note.pk}", body, content_type="application/json")
        assert (told.status_code, told.json()["html"]) == (200, "<p>Hello</p>")
    assert client.get(f"/api/v1/contacts/{person.pk}").json()["towns"] == []
    assert client.get("/api/v1/contacts?format=").status_code == 404


def test_what_stands_there_once_is_told_and_truth_is_no_number(firm, owner, browse):
    client = browse(owner)
    sent = [
        client.post("/api/v1/tags", json.dumps({"name": name}), content_type="application/json")
        for name in ("Fleet", "fleet")
    ]
    assert [answer.status_code for answer in sent] == [201, 422]
    assert "There is a tag of this name already." in sent[1].content.decode()
    person = client.post("/api/v1/people", json.dumps({"name": "Nora", "owner": True}), content_type="application/json")
    assert person.status_code == 422
    assert client.get("/api/v1/people?limit=").status_code == 400
