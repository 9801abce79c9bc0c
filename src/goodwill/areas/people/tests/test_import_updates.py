"""Before a file overwrites anything, its dry run shows of the first records what would become of them."""

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from goodwill.areas.people.models import Party
from goodwill.areas.people.tests.test_import import brought as people
from goodwill.kernel.actors import Actor
from goodwill.records import registry
from goodwill.records.toys.models import Toy
from goodwill.records.views.typed import url_of
from goodwill.transfer import differing
from goodwill.transfer.models import Import
from goodwill.transfer.tests.bringing import brought, checked, performed

Browse = Callable[..., Client]
HERE = "Name,Email,Phone,Job Title,Notes,Tags\nAnna Field,anna@field.example,,Owner,,\n"


@pytest.fixture
def anna(owner: Actor) -> Party:
    performed(people(HERE, owner), owner)
    return Party.objects.get()


def told(run: Import) -> list[tuple[str, list[tuple[str, str, str]]]]:
    return [
        (each["name"], [(line["label"], line["before"], line["after"]) for line in each["lines"]])
        for each in run.found["updates"]
    ]


def test_fields_and_what_hangs_on_people_are_told_from_what_to_what(owner: Actor, anna: Party, browse: Browse) -> None:
    text = HERE.replace(",,Owner,,", ",+44 20 7946 0018,Buyer,Likes tea,vip") + "Ben Moor,ben@moor.example,,,,\n"
    run = people(text, owner, policy="overwrite")
    assert checked(run, owner) == {"new": 1, "updated": 1}
    lines = [("Role", "Owner", "Buyer"), ("Phone", "", "+44 20 7946 0018"), ("Note", "", "Likes tea")]
    assert told(run) == [("Anna Field", [*lines, ("Tag", "", "vip")])]
    known = registry.get("person")
    assert known
    page = unescape(browse(owner).get(reverse("import_check", args=[run.pk])).content.decode())
    assert "What would change of those who are here" in page
    assert f'href="{url_of(known, anna.pk)}"' in page
    assert "<bdi>Owner</bdi></del>" in page
    assert "<bdi>Buyer</bdi></ins>" in page
    assert "The first" not in page
    anna.refresh_from_db()
    assert anna.role == "Owner"


def test_records_of_any_type_tell_it_as_well(owner: Actor) -> None:
    performed(brought("Name,Pieces,Stage\nRobot,1,made\n", owner, "toys.csv", "toy"), owner)
    run = brought("Name,Pieces,Stage\nRobot,2,Sold out\n", owner, "toys.csv", "toy", policy="overwrite")
    assert checked(run, owner) == {"updated": 1}
    assert told(run) == [("Robot", [("Pieces", "1", "2"), ("Stage", "Made", "Sold out")])]
    assert Toy.objects.get().pieces == 1


def test_a_file_that_changes_nothing_is_read_once(owner: Actor, anna: Party, browse: Browse) -> None:
    run = people(HERE, owner, policy="overwrite")
    assert checked(run, owner) == {"same": 1}
    assert run.found["updates"] == []
    assert "would change" not in browse(owner).get(reverse("import_check", args=[run.pk])).content.decode()


def test_of_many_only_the_first_are_shown_and_that_is_said(owner: Actor, browse: Browse) -> None:
    names = [f"Number {n:02}" for n in range(differing.SHOWN + 5)]
    performed(brought("Name,Pieces\n" + "".join(f"{one},1\n" for one in names), owner, "toys.csv", "toy"), owner)
    text = "Name,Pieces\n" + "".join(f"{one},2\n" for one in names)
    run = brought(text, owner, "toys.csv", "toy", policy="overwrite")
    assert checked(run, owner) == {"updated": len(names)}
    assert [name for name, _lines in told(run)] == names[: differing.SHOWN]
    page = browse(owner).get(reverse("import_check", args=[run.pk])).content.decode()
    assert f"The first {differing.SHOWN} records that would change." in page
    assert f"{len(names)} rows of the file say something new" in page


def test_it_shows_to_whoever_had_the_file_looked_through(
    owner: Actor, staff: Actor, anna: Party, browse: Browse
) -> None:
    run = people(HERE.replace("Owner", "Buyer"), owner, policy="overwrite")
    checked(run, owner)
    run.save_only(user=staff.user)
    page = browse(owner).get(reverse("import_check", args=[run.pk])).content.decode()
    assert "What would change" not in page
