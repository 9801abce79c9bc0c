"""Whoever was thrown away lies in the trash once, under the name that the lists have for them."""

from collections.abc import Callable

from django.test import Client

from goodwill.areas.people.verbs.parties import create_company, create_person
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor

Browse = Callable[..., Client]


def test_a_person_lies_among_people_and_nowhere_else(owner: Actor, browse: Browse) -> None:
    anna, moor = create_person(by=owner, name="Anna Field"), create_company(by=owner, name="Moor Ltd")
    with changes.batch(owner, "trash"):
        changes.trash(moor)
        changes.trash(anna)
    client = browse(owner)
    page = client.get("/trash").content.decode()
    assert "Anna Field" in page
    assert "?type=party" not in page
    assert "?type=company" in page
    assert "Anna Field" not in client.get("/trash?type=company").content.decode()
    assert "Moor Ltd" in client.get("/trash?type=company").content.decode()
