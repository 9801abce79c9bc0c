"""What else a file says of whom its rows are about tells which of several of a name is meant."""

from collections.abc import Callable

import pytest

from goodwill.areas.people.models import Interaction, Note, Party, Task
from goodwill.areas.people.tests.test_import import brought as people
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor, system
from goodwill.kernel.models import Change, User
from goodwill.records.toys.models import Maker, Toy
from goodwill.transfer.tests.bringing import brought, checked, mapped, performed

TWO = (
    "Customer number,First Name,Last Name,Company,Email,Phone,City\n"
    "K-1,Anna,Field,Moor Ltd,one@field.example,020 7946 0001,Leeds\n"
    "K-2,Anna,Field,Brook & Sons Ltd,two@field.example,020 7946 0002,York\n"
    "K-3,Ben,Moor,,ben@moor.example,,Leeds\n"
)
TOLD = [
    ("Company", "Brook & Sons"),
    ("Company", "brook & sons ltd"),
    ("City", "York"),
    ("Email", "two@field.example"),
    ("Customer number", "K-2"),
    ("Phone", "+44 20 7946 0002"),
    ("Phone", "020 79460002"),
]
FILES = {
    "note": ("Name,{},Note,Date", "Anna Field,{},Likes tea,2024-03-01"),
    "interaction": ("Date,With,{},Kind,Subject", "2024-03-01,Anna Field,{},call,Price"),
    "task": ("Task,Customer,{},Due", "Send an offer,Anna Field,{},2124-03-01"),
}


@pytest.fixture
def annas(owner: Actor) -> dict[str, int]:
    performed(people(TWO, owner), owner)
    return dict(Party.objects.exclude(primary_mail="").values_list("primary_mail", "pk"))


def about(noun: str) -> list[int]:
    if noun == "interaction":
        return list(Interaction.objects.values_list("party_id", flat=True))
    model = Note if noun == "note" else Task
    return list(model.objects.values_list("about_id", flat=True))


@pytest.mark.parametrize("noun", FILES)
@pytest.mark.parametrize(("header", "said"), TOLD)
def test_a_second_column_says_who_is_meant(
    owner: Actor, annas: dict[str, int], noun: str, header: str, said: str
) -> None:
    text = "\n".join(line.format(word) for line, word in zip(FILES[noun], (header, said), strict=True))
    run = brought(text, owner, f"{noun}s.csv", noun)
    assert checked(run, owner) == performed(run, owner) == {"new": 1}
    assert about(noun) == [annas["two@field.example"]]
    before = Change.objects.exclude(type="file").count()
    assert performed(brought(text, owner, f"{noun}s.csv", noun), owner) == {"same": 1}
    assert Change.objects.exclude(type="file").count() == before


@pytest.mark.parametrize("noun", FILES)
def test_what_fits_nobody_or_both_leaves_the_row_waiting(owner: Actor, annas: dict[str, int], noun: str) -> None:
    head, row = FILES[noun]
    text = "\n".join([head.format("City"), row.format("Paris"), row.format("")])
    run = brought(text, owner, f"{noun}s.csv", noun)
    assert checked(run, owner) == performed(run, owner) == {"refused": 2}
    first, second = run.rows.order_by("number")
    assert "2 here are called “Anna Field”, and “Paris” does not say which." in first.sentence
    assert "take a column of their company or town" in second.sentence
    assert about(noun) == []


def test_a_third_column_tells_where_the_second_does_not(owner: Actor, annas: dict[str, int]) -> None:
    text = "Name,Company,City,Note\nAnna Field,,York,Of York\nAnna Field,Moor Ltd,,Of Moor\nBen Moor,,York,The only\n"
    run = brought(text, owner, "notes.csv", "note")
    assert [*run.targets.values()] == ["note.about", "note.about:beside", "note.about:further", "note.html"]
    assert performed(run, owner) == {"new": 3}
    assert dict(Note.objects.values_list("text", "about_id")) == {
        "Of York": annas["two@field.example"],
        "Of Moor": annas["one@field.example"],
        "The only": annas["ben@moor.example"],
    }


def test_a_company_that_bears_the_name_of_the_family_is_told_from_the_name(owner: Actor) -> None:
    two = "First Name,Last Name,Company,City\nNora,Quill,Quill Books Ltd,York\nNora,Quill,Press Ltd,Quill Harbour\n"
    performed(people(two, owner), owner)
    text = "Name,Company,Note\nNora Quill,Quill Books,Likes poems\nNora Quill,Quill,Unclear\n"
    assert performed(brought(text, owner, "notes.csv", "note"), owner) == {"new": 1, "refused": 1}
    nora = Party.objects.get(name="Nora Quill", company__name="Quill Books Ltd")
    assert Note.objects.get().about_id == nora.pk


def test_given_and_family_names_in_two_columns_are_one(owner: Actor, annas: dict[str, int]) -> None:
    for noun, head, more in (("note", "Note", "x"), ("interaction", "Date,Kind,Subject", "2024-03-01,call,Price")):
        text = f"First name,Last name,{head}\nBen,Moor,{more}\n"
        assert performed(brought(text, owner, f"{noun}s.csv", noun), owner) == {"new": 1}
        assert about(noun) == [annas["ben@moor.example"]]


def test_a_row_with_a_company_and_nobody_is_about_the_company(owner: Actor, annas: dict[str, int]) -> None:
    run = brought("Name,Company,Note\n,Moor Ltd,Pays late\n", owner, "notes.csv", "note")
    assert performed(run, owner) == {"new": 1}
    assert Note.objects.get().about_id == Party.objects.get(name="Moor Ltd").pk


def test_a_detail_that_may_not_be_seen_tells_nobody_apart(
    as_role: Callable[..., Actor], owner: Actor, annas: dict[str, int]
) -> None:
    user = User.objects.get(pk=as_role("staff").user_id)
    with changes.batch(system(), "seed"):
        changes.update(user.role, field_rights={"party": {"company": "hidden"}})
    narrow = Actor.of(user)
    run = brought("Name,Company,Note\nAnna Field,Moor Ltd,x\n", narrow, "notes.csv", "note")
    assert checked(run, narrow) == {"refused": 1}


def test_records_of_any_type_are_told_apart_by_what_they_hold(owner: Actor) -> None:
    with changes.batch(owner, "create"):
        changes.create(Maker(name="Brio", country="SE"))
        second = changes.create(Maker(name="Brio", country="DE"))
    run = brought("Name,Maker,Where\nRobot,Brio,Germany\n", owner, "toys.csv", "toy")
    assert performed(mapped(run, "toy.name", "toy.maker", "toy.maker:beside"), owner) == {"new": 1}
    assert Toy.objects.get().maker_id == second.pk
