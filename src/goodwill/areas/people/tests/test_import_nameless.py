"""Rows that name nobody and tell a number: notes and calls of an old system often say whose they are by it alone."""

import pytest

from goodwill.areas.people.models import Note, Party
from goodwill.areas.people.tests.test_import import brought, checked, performed
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Change
from goodwill.records.custom.verbs import make_field

PEOPLE = "Customer number,First Name,Last Name,Company,Email\nK-1,Anna,Field,,anna@field.example\nK-2,,,Moor Ltd,\n"


@pytest.fixture
def people(owner: Actor) -> dict[str, Party]:
    performed(brought(PEOPLE, owner, "old.csv"), owner)
    return {party.name: party for party in Party.objects.all()}


def noted(party: Party) -> list[str]:
    about = Note.objects.filter(about_type="party", about_id=party.pk)
    return sorted(about.values_list("text", flat=True))


@pytest.mark.parametrize("policy", ["fill", "overwrite"])
def test_a_row_with_a_number_alone_is_of_whoever_bears_it(owner: Actor, people: dict[str, Party], policy: str) -> None:
    text = "Customer number,Notes\nK-1,Called back\nK-2,Wants an offer\nK-1,Likes tea\n"
    run = brought(text, owner, "list.csv", row_is="person", policy=policy)
    assert checked(run, owner) == {"updated": 3}
    assert performed(run, owner) == {"updated": 3}
    assert noted(people["Anna Field"]) == ["Called back", "Likes tea"]
    assert noted(people["Moor Ltd"]) == ["Wants an offer"]
    anna = Party.objects.get(pk=people["Anna Field"].pk)
    assert (anna.name, anna.given, anna.family) == ("Anna Field", "Anna", "Field")
    assert Party.objects.count() == 2


def test_the_same_rows_twice_change_nothing(owner: Actor, people: dict[str, Party]) -> None:
    text = "Customer number,Notes\nK-1,Called back\n"
    performed(brought(text, owner, "list.csv", row_is="person"), owner)
    before = Change.objects.exclude(type="file").count()
    again = brought(text, owner, "list.csv", row_is="person", policy="overwrite")
    assert performed(again, owner) == {"same": 1}
    assert Change.objects.exclude(type="file").count() == before


def test_a_number_that_nobody_has_is_named_and_its_row_waits(owner: Actor, people: dict[str, Party]) -> None:
    run = brought("Customer number,Notes\nK-9,Lost\n,Of nobody\n", owner, "list.csv", row_is="person")
    assert checked(run, owner) == {"refused": 2}
    first, last = run.rows.order_by("number")
    assert "nobody here has the number “K-9”" in first.sentence
    assert first.wrong == {"0": first.sentence}
    assert last.sentence.startswith("The row has no name, no company, no mail and no phone.")
    assert performed(run, owner) == {"refused": 2}
    assert not Note.objects.exists()


def test_a_number_of_two_systems_is_nobodys_for_certain_but_in_its_own(owner: Actor, people: dict[str, Party]) -> None:
    performed(brought("Customer number,Name\nK-1,Ben Mill\n", owner, "shop.csv", row_is="person"), owner)
    text = "Customer number,Notes\nK-1,Whose\n"
    run = brought(text, owner, "list.csv", row_is="person")
    assert checked(run, owner) == {"refused": 1}
    assert "several here have the number “K-1”" in run.rows.get().sentence
    assert performed(brought(text, owner, "list.csv", row_is="person", source="shop"), owner) == {"updated": 1}
    assert noted(Party.objects.get(name="Ben Mill")) == ["Whose"]


def test_an_earlier_row_of_the_file_makes_whom_a_number_means(owner: Actor) -> None:
    text = "Customer number,Name,Notes\n7,Anna Field,First\n7,,Second\n8,,Nobody\n"
    run = brought(text, owner, "list.csv", row_is="person")
    assert checked(run, owner) == {"new": 1, "updated": 1, "refused": 1}
    assert performed(run, owner) == {"new": 1, "updated": 1, "refused": 1}
    assert noted(Party.objects.get()) == ["First", "Second"]


def test_a_field_of_the_firm_that_tells_people_apart_is_such_a_number(owner: Actor) -> None:
    field = make_field(by=owner, type="person", kind="number", label="Member", unique=True)
    target = f"person.{field.name}"
    first = brought("Name,Member\nAnna Field,12\n", owner, "old.csv", row_is="person")
    assert first.mapping["1"] == target
    performed(first, owner)
    run = brought("Member,Notes\n12,Paid\n13,Who\n", owner, "list.csv", row_is="person", match=target)
    assert checked(run, owner) == {"updated": 1, "refused": 1}
    assert performed(run, owner) == {"updated": 1, "refused": 1}
    assert noted(Party.objects.get()) == ["Paid"]


def test_a_row_with_a_number_takes_back_as_any_other(owner: Actor, people: dict[str, Party]) -> None:
    run = brought("Customer number,Notes\nK-1,Called back\n", owner, "list.csv", row_is="person")
    performed(run, owner)
    assert run.batch is not None
    changes.undo(run.batch.pk, owner)
    assert noted(people["Anna Field"]) == []
