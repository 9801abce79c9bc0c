"""Who was said to be two stays two in an import, and who was said to be one is put together."""

from datetime import date

import pytest

from goodwill.areas.people.models import ContactPoint, NotTheSame, Party
from goodwill.areas.people.queries.double_finding import doubles_of, told_apart
from goodwill.areas.people.queries.double_traits import stored_rarity
from goodwill.areas.people.tests.test_import_repairs import counts
from goodwill.areas.people.verbs import doubles, parties
from goodwill.kernel.actors import Actor
from goodwill.transfer import counting, runs, understanding
from goodwill.transfer.repairing import repair
from goodwill.transfer.tests.bringing import brought, checked, performed

TWICE = "Name,Email\nBo Dale,bo@dale.example\nAnna Field,anna@field.example\nAnna Field,af@other.example\n"


def test_somebody_new_is_told_apart_from_those_who_were_offered(owner: Actor) -> None:
    anna = parties.create_person(by=owner, name="Anna Field", mail="anna@field.example")
    text = "Name,Email\nAnna Field,af@other.example\n"
    run = brought(text, owner, "fair.csv")
    assert checked(run, owner) == {"double": 1}
    repair(run, 2, owner, choice="new")
    assert performed(run, owner) == {"new": 1}
    new = Party.objects.exclude(pk=anna.pk).get()
    assert told_apart() == {(anna.pk, new.pk)}
    assert doubles_of({anna.pk, new.pk}, stored_rarity()) == []
    again = brought(text, owner, "fair.csv")
    assert checked(again, owner) == {"same": 1}
    runs.undo(run, owner)
    assert not NotTheSame.objects.exists()


def test_of_two_who_were_told_apart_a_row_means_the_one_for_whom_more_speaks(owner: Actor) -> None:
    told = {"by": owner, "name": "Robert Moor", "mail": "moor@moor.example", "birthday": date(1950, 4, 2)}
    father = parties.create_person(**told)
    son = parties.create_person(**{**told, "birthday": date(1985, 11, 30)})
    doubles.not_the_same(father, by=owner, others=[son.pk])
    header, row = "Name,Email,Birthday,Job Title\n", "Robert Moor,moor@moor.example,{},{}\n"
    known = brought(header + row.format("1985-11-30", "Cook"), owner, "son.csv")
    assert performed(known, owner) == {"updated": 1}
    son.refresh_from_db()
    assert son.role == "Cook"
    either = brought(header + row.format("", "Baker"), owner, "either.csv")
    assert checked(either, owner) == {"double": 1}
    assert {one["id"] for one in either.rows.get().maybe} == {father.pk, son.pk}
    repair(either, 2, owner, choice="new")
    assert performed(either, owner) == {"new": 1}
    assert len(told_apart()) == 3
    assert performed(brought(header + row.format("", "Baker"), owner, "either.csv"), owner) == {"same": 1}
    assert performed(brought(header + row.format("1950-04-02", ""), owner, "father.csv"), owner) == {"same": 1}


@pytest.mark.parametrize("most", [4000, 1])
def test_two_rows_of_a_file_are_one_if_somebody_says_so_and_two_if_they_say_that(
    owner: Actor, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(understanding, "MOST", most)
    run = brought(TWICE, owner, "twice.csv")
    assert checked(run, owner) == {"new": 2, "double": 1}
    row = run.rows.get()
    assert (row.number, row.maybe[0]["row"], row.sentence) == (
        4,
        3,
        "This may be Anna Field (anna@field.example) of row 3.",
    )
    assert repair(run, 4, owner, choice="this", chosen=-3).outcome == "good"
    assert counts(run) == {"new": 2, "updated": 1} == checked(run, owner)
    assert counting.joined(run.checked).startswith("1 row is about")
    assert performed(run, owner) == {"new": 2, "updated": 1}
    anna = Party.objects.get(name="Anna Field")
    assert set(ContactPoint.objects.filter(party=anna).values_list("value", flat=True)) == {
        "anna@field.example", "af@other.example"
    }  # fmt: skip
    assert run.repairs.get().chosen == anna.pk
    runs.undo(run, owner)
    run = brought(TWICE, owner, "twice.csv")
    checked(run, owner)
    repair(run, 4, owner, choice="new")
    assert performed(run, owner) == {"new": 3}
    assert told_apart() == {tuple(Party.objects.filter(name="Anna Field").order_by("pk").values_list("pk", flat=True))}
    assert performed(brought(TWICE, owner, "twice.csv"), owner) == {"same": 3}


def test_rows_of_one_person_are_counted_alike_in_the_look_and_in_the_run(
    owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (
        "First Name,Last Name,Email,Company\nAnna,Field,anna@field.example,Moor\nBen,Dale,,Moor\n"
        "Anna,Field,anna@field.example,\nBen,Dale,ben@dale.example,Moor\nAnna,Field,,Moor\nBen,Dale,,Moor\n"
    )
    told = []
    for most in (4000, 2, 1):
        monkeypatch.setattr(understanding, "MOST", most)
        run = brought(text, owner, "twice.csv")
        told += [checked(run, owner), performed(run, owner)]
        assert run.checked["joined"] == 4
        runs.undo(run, owner)
    assert told == [{"new": 2, "updated": 1, "same": 3}] * 6


def test_records_of_any_type_that_are_called_alike_come_twice_without_becoming_more(owner: Actor) -> None:
    text = "Name,Stage\nRobot,made\n"
    performed(brought(text, owner, "toys.csv", "toy"), owner)
    assert performed(brought("Name,Stage\nRobot,Sold out\n", owner, "toys.csv", "toy", match=""), owner) == {"new": 1}
    assert performed(brought(text, owner, "toys.csv", "toy"), owner) == {"same": 1}
