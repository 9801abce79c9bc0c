"""What happened with somebody, and what was written of them, stands where it was in time, and each of it is one."""

from datetime import UTC, datetime

import pytest

from goodwill.areas.people.models import Interaction, Note, Party, Preference, TimelineEntry
from goodwill.areas.people.tests.test_import import brought as people
from goodwill.areas.people.verbs.notes import create_note
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Change
from goodwill.transfer import differing, pipeline
from goodwill.transfer.tests.bringing import brought, checked, performed


@pytest.fixture
def anna(owner: Actor) -> Party:
    performed(people("Name\nAnna Field\nBen Moor\n", owner), owner)
    return Party.objects.get(name="Anna Field")


@pytest.mark.parametrize("header", ["Date", "Created", "Created at", "Time", "When", "Datum", "Erstellt am"])
def test_the_day_of_a_note_is_found_by_what_its_column_is_called(owner: Actor, header: str) -> None:
    run = brought(f"Customer,Note,{header}\nAnna Field,Likes tea,2021-12-03\n", owner, "notes.csv")
    assert (run.importer, run.targets[2]) == ("note", "note.at")


@pytest.mark.parametrize(
    "written",
    ["2021-12-13 14:30", "13.12.2021 14:30", "12/13/2021 2:30 PM", "2021-12-13T14:30Z", "13/12/2021 14:30"],
)
def test_a_note_is_from_when_it_was_written(owner: Actor, anna: Party, written: str) -> None:
    run = brought(f"Customer,Note,Date\nAnna Field,Likes tea,{written}\n", owner, "notes.csv")
    assert checked(run, owner) == {"new": 1}
    assert performed(run, owner) == {"new": 1}
    note = Note.objects.get()
    assert note.created_at == datetime(2021, 12, 13, 14, 30, tzinfo=UTC)
    assert TimelineEntry.objects.get(party=anna.pk, kind="note").at == note.created_at


def test_a_note_of_tomorrow_waits(owner: Actor, anna: Party) -> None:
    run = brought("Customer,Note,Date\nAnna Field,Likes tea,2121-12-13\n", owner, "notes.csv")
    assert checked(run, owner) == {"refused": 1}
    assert "lies ahead" in run.rows.get().sentence
    assert not Note.objects.exists()


def test_the_same_words_of_another_day_are_another_note(owner: Actor, anna: Party) -> None:
    text = "Customer,Note,Date\nAnna Field,No answer,2021-12-13\nAnna Field,No answer,2021-12-14\n"
    assert checked(run := brought(text, owner, "notes.csv"), owner) == {"new": 2}
    assert performed(run, owner) == {"new": 2}
    before = Change.objects.exclude(type="file").count()
    assert performed(brought(text, owner, "notes.csv", policy="overwrite"), owner) == {"same": 2}
    assert Change.objects.exclude(type="file").count() == before


CALLS = (
    "Date,With,Kind,Subject,Text\n"
    "2024-03-01,Anna Field,call,No answer,rang\n"
    "2024-03-02,Anna Field,call,No answer,engaged\n"
    "2024-03-02,Anna Field,mail,No answer,asked in writing\n"
    "2024-03-01,Ben Moor,call,No answer,away\n"
)


def test_calls_about_the_same_are_as_many_as_they_were(owner: Actor, anna: Party) -> None:
    assert checked(run := brought(CALLS, owner, "calls.csv"), owner) == {"new": 4}
    assert performed(run, owner) == {"new": 4}
    assert set(Interaction.objects.values_list("text", flat=True)) == {"rang", "engaged", "asked in writing", "away"}
    assert performed(brought(CALLS, owner, "calls.csv"), owner) == {"same": 4}
    more = brought(CALLS.replace("rang", "rang twice"), owner, "calls.csv", policy="overwrite")
    assert performed(more, owner) == {"same": 3, "updated": 1}
    assert Interaction.objects.count() == 4


def test_two_people_may_wish_the_same(owner: Actor, anna: Party) -> None:
    text = "Who,About,Wants or not,What\nAnna Field,other,wants,Green tea\nBen Moor,other,wants,Green tea\n"
    run = brought(text, owner, "wishes.csv", "preference")
    assert performed(run, owner) == {"new": 2}
    assert Preference.objects.count() == 2


def test_a_name_may_stand_with_the_family_first(owner: Actor, anna: Party) -> None:
    notes = brought('Customer,Note\n"Field, Anna",Likes tea\n"Field, Nobody",Lost\n', owner, "notes.csv")
    assert performed(notes, owner) == {"new": 1, "refused": 1}
    assert Note.objects.get().about_id == anna.pk
    calls = brought('Customer,When,Kind\n"Field, Anna",2024-03-01,call\n', owner, "calls.csv", "interaction")
    assert performed(calls, owner) == {"new": 1}
    assert Interaction.objects.get().party_id == anna.pk


TIMES = ("14:30", "2:30 PM", "14.30", "14h30", "14:30 Uhr", "14:30:00")


def test_the_time_of_day_may_stand_in_a_column_of_its_own(owner: Actor, anna: Party) -> None:
    rows = "".join(f"03/{n + 13}/2024,{time},Anna Field,call,Price\n" for n, time in enumerate(TIMES))
    run = brought(f"Date,Time,With,Kind,Subject\n{rows}03/30/2024,,Anna Field,call,x\n", owner, "calls.csv")
    assert (run.targets[0], run.targets[1]) == ("interaction.at", "interaction.at:time")
    assert performed(run, owner) == {"new": len(TIMES) + 1}
    at = Interaction.objects.order_by("at").values_list("at", flat=True)
    assert [(one.day, one.hour, one.minute) for one in at] == [*((n + 13, 14, 30) for n in range(6)), (30, 0, 0)]


def test_what_is_no_time_of_day_waits(owner: Actor, anna: Party) -> None:
    text = "Date,Time,With,Kind\n03/30/2024,soon,Anna Field,call\n,14:30,Anna Field,call\n"
    run = brought(text, owner, "calls.csv", "interaction")
    assert checked(run, owner) == {"refused": 2}
    assert "is no time of a day" in run.rows.order_by("number")[0].sentence


TWICE = "2024-03-01,Anna Field,call,{},{}\n"


@pytest.mark.parametrize("policy", ["fill", "overwrite", "create"])
@pytest.mark.parametrize(
    "told",
    [
        [("No answer", "rang"), ("No answer", "engaged"), ("No answer", "")],
        [("", "rang"), ("", "engaged"), ("Price", "rang")],
    ],
)
def test_calls_of_one_moment_with_other_words_are_two(
    owner: Actor, anna: Party, told: list[tuple[str, str]], policy: str
) -> None:
    text = "Date,With,Kind,Subject,Text\n" + "".join(TWICE.format(*each) for each in told)
    expected = len({each for each in told if each[1]})
    run = brought(text, owner, "calls.csv", "interaction", policy=policy)
    assert checked(run, owner).get("new") == expected
    assert performed(run, owner).get("new") == expected
    assert set(Interaction.objects.values_list("subject", "text")) == {each for each in told if each[1]}
    before = Change.objects.exclude(type="file").count()
    again = brought(text, owner, "calls.csv", "interaction", policy=policy)
    assert checked(again, owner) == performed(again, owner) == {"same": len(told)}
    assert Change.objects.exclude(type="file").count() == before


def test_a_corrected_text_takes_the_place_of_one_that_no_row_says(owner: Actor, anna: Party) -> None:
    head, rang, engaged = "Date,With,Kind,Subject,Text\n", TWICE.format("x", "rang"), TWICE.format("x", "engaged")
    performed(brought(head + rang + engaged, owner, "calls.csv"), owner)
    text = head + TWICE.format("x", "rang twice") + engaged
    assert performed(brought(text, owner, "calls.csv", policy="overwrite"), owner) == {"updated": 1, "same": 1}
    assert set(Interaction.objects.values_list("text", flat=True)) == {"rang twice", "engaged"}


def test_calls_are_told_apart_across_the_parts_of_a_file(
    owner: Actor, anna: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("MOST", "FEWEST_AT_ONCE"):
        monkeypatch.setattr(pipeline, name, 1)
    text = "Date,With,Kind,Subject,Text\n" + "".join(
        TWICE.format("x", word) for word in ("", "rang", "engaged", "rang")
    )
    run = brought(text, owner, "calls.csv", policy="overwrite")
    assert checked(run, owner) == performed(run, owner) == {"new": 3, "same": 1}
    assert sorted(Interaction.objects.values_list("text", flat=True)) == ["", "engaged", "rang"]


DAYLESS = "Customer,Note\nAnna Field,No answer\nAnna Field,Likes tea\n"
WITH_DAYS = "Customer,Note,Date\nAnna Field,No answer,2021-12-13\nAnna Field,Likes tea,2021-12-14\n"


def days(owner: Actor) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for note in Note.objects.all():
        found.setdefault(note.text, set()).add(note.created_at.date().isoformat())
    return found


def test_notes_that_came_without_their_day_are_given_it(owner: Actor, anna: Party) -> None:
    performed(brought(DAYLESS, owner, "notes.csv"), owner)
    run = brought(WITH_DAYS, owner, "notes.csv", policy="overwrite")
    assert checked(run, owner) == {"updated": 2}
    told = [line for update in differing.first(run, owner, run.checked)["updates"] for line in update["lines"]]
    assert {line["label"] for line in told} == {"Written at"}
    assert performed(run, owner) == {"updated": 2}
    assert days(owner) == {"No answer": {"2021-12-13"}, "Likes tea": {"2021-12-14"}}
    assert {entry.at.year for entry in TimelineEntry.objects.filter(party=anna.pk, kind="note")} == {2021}
    before = Change.objects.exclude(type="file").count()
    assert performed(brought(WITH_DAYS, owner, "notes.csv", policy="overwrite"), owner) == {"same": 2}
    assert Change.objects.exclude(type="file").count() == before
    assert run.batch is not None
    changes.undo(run.batch.pk, owner)
    assert {entry.at.year for entry in TimelineEntry.objects.filter(party=anna.pk, kind="note")} != {2021}
    assert Note.objects.count() == 2


def test_notes_without_their_day_are_not_doubled_where_theirs_is_kept(owner: Actor, anna: Party) -> None:
    performed(brought(DAYLESS, owner, "notes.csv"), owner)
    assert performed(brought(WITH_DAYS, owner, "notes.csv"), owner) == {"same": 2}
    assert Note.objects.count() == 2


def test_of_two_days_the_note_without_one_takes_the_first(owner: Actor, anna: Party) -> None:
    performed(brought(DAYLESS, owner, "notes.csv"), owner)
    text = f"{WITH_DAYS}Anna Field,No answer,2021-12-20\n"
    run = brought(text, owner, "notes.csv", policy="overwrite")
    assert checked(run, owner) == performed(run, owner) == {"updated": 2, "new": 1}
    assert days(owner)["No answer"] == {"2021-12-13", "2021-12-20"}


def test_a_note_that_somebody_wrote_here_is_another_one(owner: Actor, anna: Party) -> None:
    with changes.batch(owner, "write"):
        create_note(by=owner, html="<p>No answer</p>", about=anna.ref)
    run = brought("Customer,Note,Date\nAnna Field,No answer,2021-12-13\n", owner, "notes.csv", policy="overwrite")
    assert performed(run, owner) == {"new": 1}
    assert Note.objects.count() == 2


def test_calls_without_a_subject_are_told_by_with_whom_and_when(owner: Actor, anna: Party) -> None:
    text = "Date,With,Kind,Text\n2024-03-01,Anna Field,call,rang\n2024-03-01,Anna Field,call,engaged\n"
    run = brought(text, owner, "list.csv")
    assert run.importer == "interaction"
    assert performed(run, owner) == {"new": 2}
    assert performed(brought(text, owner, "list.csv"), owner) == {"same": 2}
