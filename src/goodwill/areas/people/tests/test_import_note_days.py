"""A day beside a note in a file of people is that of the note."""

import pytest

from goodwill.areas.people.models import Note, Party, TimelineEntry
from goodwill.areas.people.tests.test_import import brought, checked, performed
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Change
from goodwill.transfer import differing, runs

HEADERS = [
    "Date",
    "Note date",
    "Datum",
    "Notizdatum",
    "Notiz vom",
    "Date de la note",
    "Fecha",
    "Fecha de la nota",
    "Jour",
]


def days(*, of: str = "") -> list[tuple[str, str]]:
    notes = Note.objects.filter(text=of) if of else Note.objects.all()
    return sorted((note.text, note.created_at.date().isoformat()) for note in notes)


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("order", ["{note},{day}", "{day},{note}"])
def test_a_day_beside_the_note_is_its_day(owner: Actor, header: str, order: str) -> None:
    head, row = order.format(note="Note", day=header), order.format(note="Likes tea", day="2021-12-13")
    run = brought(f"Name,Email,{head}\nAnna Field,anna@field.example,{row}\n", owner)
    assert sorted(run.targets.values()) == ["full_name", "mail:1", "note", "note_at"]
    assert performed(run, owner) == {"new": 1}
    assert days() == [("Likes tea", "2021-12-13")]
    anna = Party.objects.get()
    assert anna.created_at.date().isoformat() != "2021-12-13"
    assert TimelineEntry.objects.get(party=anna.pk, kind="note").at.date().isoformat() == "2021-12-13"


def test_a_day_that_stands_elsewhere_is_offered(owner: Actor) -> None:
    run = brought("Date,Name,Email,Note\n2021-12-13,Anna Field,anna@field.example,Likes tea\n", owner)
    assert "note_at" not in run.targets.values()
    assert "note_at" in run.found["columns"][0]["alternatives"]
    runs.map_columns(run, {**run.targets, 0: "note_at"})
    assert performed(run, owner) == {"new": 1}
    assert days() == [("Likes tea", "2021-12-13")]


ROWS = "Name,Note,Date\nAnna Field,No answer,2021-12-13\nAnna Field,No answer,2021-12-14\nAnna Field,Likes tea,\n"


def test_each_row_of_somebody_has_a_note_of_its_day_and_comes_once(owner: Actor) -> None:
    run = brought(ROWS, owner)
    assert checked(run, owner) == performed(run, owner) == {"new": 1, "updated": 2}
    assert days(of="No answer") == [("No answer", "2021-12-13"), ("No answer", "2021-12-14")]
    before = Change.objects.exclude(type="file").count()
    for policy in ("fill", "overwrite"):
        assert performed(brought(ROWS, owner, policy=policy), owner) == {"same": 3}
    assert Change.objects.exclude(type="file").count() == before


def test_notes_that_came_without_their_day_are_met_and_given_it(owner: Actor) -> None:
    performed(brought("Name,Note\nAnna Field,No answer\nAnna Field,Likes tea\n", owner), owner)
    assert performed(brought(ROWS.replace("2021-12-14", ""), owner), owner) == {"same": 3}
    run = brought(ROWS, owner, policy="overwrite")
    assert checked(run, owner) == {"updated": 2, "same": 1}
    (update,) = differing.first(run, owner, run.checked)["updates"]
    assert [line["label"] for line in update["lines"]] == ["Note", "Day of the note"]
    assert performed(run, owner) == {"updated": 2, "same": 1}
    assert days(of="No answer") == [("No answer", "2021-12-13"), ("No answer", "2021-12-14")]
    assert run.batch is not None
    changes.undo(run.batch.pk, owner)
    assert Note.objects.count() == 2
    assert not Note.objects.filter(created_at__year=2021).exists()


def test_a_day_that_lies_ahead_is_told_and_the_note_is_of_today(owner: Actor) -> None:
    run = brought("Name,Note,Date\nAnna Field,Likes tea,2121-12-13\n", owner)
    assert checked(run, owner) == {"new": 1}
    assert "lies ahead" in run.rows.get().sentence
    assert performed(run, owner) == {"new": 1}
    assert not Note.objects.filter(created_at__year__gt=2100).exists()
