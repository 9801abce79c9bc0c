"""Rows that meet somebody in the trash by a field of the firm's own of which no two have the same value."""

import pytest

from goodwill.areas.people.models import Party
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import CustomField
from goodwill.records import registry, writing
from goodwill.records.custom.verbs import make_field
from goodwill.transfer import runs
from goodwill.transfer.models import Import
from goodwill.transfer.tests.bringing import brought, checked, performed

TEXT = "Name,Email,Customer no\nAnna Moor,anna@new.example,K 17\nBen Lee,ben@lee.example,K 18\n"


@pytest.fixture(params=["text", "number"])
def number(request: pytest.FixtureRequest, owner: Actor) -> str:
    """The values of the file, as they are written in it."""
    return str(make_field(by=owner, type="person", label="Customer no", kind=request.param, unique=True).name)


def text_of(kind_name: str, owner: Actor) -> str:
    is_number = CustomField.objects.get(name=kind_name).kind == "number"
    return TEXT.replace("K ", "") if is_number else TEXT


@pytest.fixture
def anna(owner: Actor, number: str) -> Party:
    run = brought(text_of(number, owner).replace("Anna Moor,anna@new", "Anna Field,anna@old"), owner, "old.csv")
    performed(run, owner)
    for party in Party.objects.all():
        if party.name == "Anna Field":
            writing.trash(party, by=owner)
    gone: Party = Party.everything.get(name="Anna Field")
    return gone


def has_by_now(owner: Actor, name: str, number: str, value: object) -> None:
    people = registry.get("person")
    assert people
    writing.create(people, {"name": name, number: value}, by=owner)


def again(owner: Actor, number: str, **options: str) -> Import:
    return brought(text_of(number, owner), owner, "new.csv", **options)


def test_they_come_back_though_neither_name_nor_mail_are_the_same(owner: Actor, anna: Party, number: str) -> None:
    run = again(owner, number)
    assert run.options["match"] == f"person.{number}"
    assert checked(run, owner) == {"updated": 1, "same": 1}
    assert run.gone == {anna.pk}
    performed(run, owner)
    back = Party.objects.get(pk=anna.pk)
    assert back.primary_mail == "anna@old.example"
    assert Party.objects.count() == 2
    runs.undo(run, owner)
    assert not Party.objects.filter(pk=anna.pk).exists()


def test_they_are_made_anew_or_stay_out_as_somebody_says(owner: Actor, anna: Party, number: str) -> None:
    left = again(owner, number, trashed="leave")
    assert checked(left, owner) == {"refused": 1, "same": 1}
    assert "Anna Field is in the trash since" in left.rows.get().sentence
    run = again(owner, number, trashed="new")
    assert checked(run, owner) == {"new": 1, "same": 1}
    assert run.gone == {anna.pk}
    performed(run, owner)
    made = Party.objects.get(name="Anna Moor")
    assert made.pk != anna.pk
    assert performed(again(owner, number), owner) == {"same": 2}


def test_whoever_was_given_the_number_since_is_meant(owner: Actor, anna: Party, number: str) -> None:
    has_by_now(owner, "Cora Hill", number, anna.extra[number])
    run = again(owner, number)
    assert performed(run, owner) == {"updated": 1, "same": 1}
    assert run.gone == set()
    assert not Party.objects.filter(pk=anna.pk).exists()


def test_nobody_comes_back_whose_number_somebody_has_by_now(owner: Actor, anna: Party, number: str) -> None:
    has_by_now(owner, "Cora Hill", number, anna.extra[number])
    run = brought("Name,Email\nAnna Field,anna@old.example\nDan Hay,dan@hay.example\n", owner, "mail.csv")
    assert checked(run, owner) == {"refused": 1, "new": 1}
    assert "Cora Hill has this Customer no already" in run.rows.get().sentence
    assert performed(run, owner) == {"refused": 1, "new": 1}
    assert not Party.objects.filter(pk=anna.pk).exists()
