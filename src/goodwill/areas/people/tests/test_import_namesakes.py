"""A row that leads to somebody by a name that several have waits, unless it says in another way who is meant."""

import pytest

from goodwill.areas.people.models import Interaction, Party
from goodwill.areas.people.tests.test_import import brought as people
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.records.toys.models import Maker, Toy
from goodwill.transfer.tests.bringing import brought, checked, performed

TWO = "Customer number,Name,Email\nK-1,Anna Field,one@field.example\nK-2,Anna Field,two@field.example\n"
HEAD = "Customer,When,Kind,Subject"
CALL = "2024-03-01,call,Price"


@pytest.fixture
def annas(owner: Actor) -> dict[str, int]:
    performed(people(TWO, owner), owner)
    return dict(Party.objects.values_list("primary_mail", "pk"))


def called(owner: Actor) -> list[int]:
    return list(Interaction.objects.values_list("party_id", flat=True))


def test_of_several_of_a_name_none_is_taken_silently(owner: Actor, annas: dict[str, int]) -> None:
    run = brought(f"{HEAD}\nAnna Field,{CALL}\n", owner, "calls.csv", "interaction")
    assert checked(run, owner) == {"refused": 1}
    row = run.rows.get()
    assert "2 here are called “Anna Field”" in row.sentence
    assert set(row.wrong) == {"0"}
    assert performed(run, owner) == {"refused": 1}
    assert called(owner) == []


@pytest.mark.parametrize("said", ["two@field.example", "K-2", "#{two}"])
def test_a_number_or_a_mail_in_its_place_says_who(owner: Actor, annas: dict[str, int], said: str) -> None:
    two = annas["two@field.example"]
    run = brought(f"{HEAD}\n{said.format(two=two)},{CALL}\n", owner, "calls.csv", "interaction")
    assert performed(run, owner) == {"new": 1}
    assert called(owner) == [two]


@pytest.mark.parametrize(("header", "said"), [("Email", "two@field.example"), ("Customer number", "K-2")])
def test_another_column_says_who_is_meant(owner: Actor, annas: dict[str, int], header: str, said: str) -> None:
    text = f"{header},{HEAD}\n{said},Anna Field,{CALL}\n,Anna Field,{CALL}\n"
    run = brought(text, owner, "calls.csv", "interaction")
    assert (run.targets[0], run.targets[1]) == ("interaction.party:reach", "interaction.party")
    assert performed(run, owner) == {"new": 1, "refused": 1}
    assert called(owner) == [annas["two@field.example"]]


def test_records_of_any_type_wait_in_the_same_way(owner: Actor) -> None:
    with changes.batch(owner, "create"):
        first = changes.create(Maker(name="Brio"))
        changes.create(Maker(name="Brio"))
    text = f"Name,Maker,Maker (ID)\nRobot,Brio,\nKite,Brio,{first.pk}\nBall,#{first.pk},\n"
    run = brought(text, owner, "toys.csv", "toy")
    assert performed(run, owner) == {"new": 2, "refused": 1}
    assert dict(Toy.objects.values_list("name", "maker")) == {"Kite": first.pk, "Ball": first.pk}
