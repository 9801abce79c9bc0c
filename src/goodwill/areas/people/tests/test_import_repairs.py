"""Rows that are repaired in the grid before the run: counted anew, kept, and applied whenever the file is read."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from goodwill.areas.people.models import Party
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.transfer import counting, pipeline, repeats, runs, understanding
from goodwill.transfer.models import Import, ImportRow
from goodwill.transfer.repairing import repair
from goodwill.transfer.tests.bringing import OUTCOMES, brought, checked, performed

TEXT = "First Name,Last Name,Email\nAnna,Field,anna@field.example\n,,\nBen,Moor,not a mail\n,,blue\nCy,Dale,\n"
Browse = Callable[..., Client]


def counts(run: Import) -> dict[str, int]:
    run.refresh_from_db()
    return {name: run.checked[name] for name in OUTCOMES if run.checked.get(name)}


def test_a_corrected_cell_moves_the_counts_and_is_what_comes_in(owner: Actor) -> None:
    run = brought(TEXT, owner, "people.csv")
    assert checked(run, owner) == {"new": 3, "refused": 1}
    again = repair(run, 5, owner, cells={0: "Dora"})
    assert again.outcome == ImportRow.Outcome.PROBLEM
    assert again.wrong.keys() == {"2"}
    assert repair(run, 5, owner, cells={2: "dora@field.example"}).outcome == ImportRow.Outcome.GOOD
    assert counts(run) == {"new": 4}
    assert repair(run, 4, owner, cells={2: "ben@moor.example"}).outcome == ImportRow.Outcome.GOOD
    assert performed(run, owner) == {"new": 4}
    assert sorted(Party.objects.values_list("name", "primary_mail")) == [
        ("Anna Field", "anna@field.example"),
        ("Ben Moor", "ben@moor.example"),
        ("Cy Dale", ""),
        ("Dora", "dora@field.example"),
    ]


def test_a_row_that_is_left_out_stays_out_and_can_be_taken_in_again(owner: Actor) -> None:
    run = brought(TEXT, owner, "people.csv")
    checked(run, owner)
    assert repair(run, 4, owner, choice="leave").outcome == ImportRow.Outcome.LEFT
    assert counts(run) == {"new": 2, "refused": 1, "left": 1}
    assert repair(run, 4, owner, choice="").outcome == ImportRow.Outcome.PROBLEM
    repair(run, 4, owner, choice="leave")
    assert checked(run, owner) == {"new": 2, "refused": 1, "left": 1}
    assert performed(run, owner) == {"new": 2, "refused": 1, "left": 1}
    assert not Party.objects.filter(name="Ben Moor").exists()


@pytest.mark.parametrize("doubles", ["take", "hold"])
def test_whoever_is_perhaps_double_is_this_one_or_somebody_new(owner: Actor, doubles: str) -> None:
    performed(brought("Name,Email\nAnna Field,anna@field.example\n", owner, "a.csv"), owner)
    known = Party.objects.get()
    text = "Name,Email\nAnna Field,anna@other.example\n"
    for choice, chosen, outcome in (("this", known.pk, "updated"), ("new", None, "new")):
        run = brought(text, owner, "b.csv", doubles=doubles)
        checked(run, owner)
        assert run.rows.get().maybe[0]["id"] == known.pk
        repair(run, 2, owner, choice=choice, chosen=chosen)
        assert counts(run) == {outcome: 1}
        assert performed(run, owner) == {outcome: 1}
        assert Party.objects.count() == (1 if choice == "this" else 2)
        runs.undo(run, owner)


def test_only_what_is_offered_can_be_chosen(owner: Actor) -> None:
    performed(brought("Name,Email\nAnna Field,anna@field.example\nBen Moor,b@moor.example\n", owner, "a.csv"), owner)
    run = brought("Name,Email\nAnna Field,anna@other.example\n", owner, "b.csv")
    checked(run, owner)
    ben = Party.objects.get(name="Ben Moor")
    with pytest.raises(Invalid):
        repair(run, 2, owner, choice="this", chosen=ben.pk)
    assert counts(run) == {"double": 1}
    assert not run.repairs.exists()


def test_a_run_that_goes_on_after_a_crash_knows_the_repairs(owner: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    run = brought(TEXT, owner, "people.csv")
    checked(run, owner)
    repair(run, 5, owner, cells={0: "Dora", 2: ""})
    monkeypatch.setattr(understanding, "MOST", 2)
    way = pipeline.Way(Import.objects.get(pk=run.pk), owner, dry=False)
    (chunk,) = way.chunks(after=4)
    decisions = way.decide(chunk)
    assert [(each.given.number, each.outcome.value) for each in decisions] == [(5, "new"), (6, "new")]


def test_reading_the_file_in_another_way_forgets_repairs_of_other_cells(owner: Actor) -> None:
    from goodwill.transfer.readers.reading import Reading

    run = brought(TEXT, owner, "people.csv")
    checked(run, owner)
    repair(run, 5, owner, cells={0: "Dora"})
    runs.read(run, Reading(delimiter=";"))
    assert not run.repairs.exists()


def test_the_page_takes_a_cell_and_answers_with_the_row_and_the_counts(owner: Actor, browse: Browse) -> None:
    client = browse(owner)
    run = brought(TEXT, owner, "people.csv")
    checked(run, owner)
    page = client.get(f"/import/{run.pk}/check").content.decode()
    assert "3 new, 1 wrong" in page
    sent = {"c0": "Dora", "c1": "", "c2": "blue"}
    answer = client.post(f"/import/{run.pk}/rows/5", sent, headers={"HX-Request": "true", "HX-Target": "row-5"})
    text = answer.content.decode()
    assert 'id="row-5"' in text
    assert "4 new" in text
    assert "hx-swap-oob" in text
    assert run.repairs.get().cells == {"0": "Dora"}
    plain = client.post(f"/import/{run.pk}/rows/5", {"choice": "leave"})
    assert plain["Location"] == f"/import/{run.pk}/check#row-5"
    assert counts(run) == {"new": 3, "left": 1}


def test_a_run_that_was_started_is_not_repaired(owner: Actor, browse: Browse) -> None:
    run = brought(TEXT, owner, "people.csv")
    checked(run, owner)
    performed(run, owner)
    answer: Any = browse(owner).post(f"/import/{run.pk}/rows/5", {"c0": "Dora"})
    assert answer.status_code == 422
    assert not run.repairs.exists()


def test_the_error_file_has_the_repaired_cells_of_what_is_still_wrong(owner: Actor, browse: Browse) -> None:
    run = brought("Name,Stage\nRobot,mad\nKite,made\n", owner, "toys.csv", "toy")
    checked(run, owner)
    repair(run, 2, owner, cells={1: "broken"})
    assert performed(run, owner) == {"new": 1, "refused": 1}
    answer: Any = browse(owner).get(f"/import/{run.pk}/errors.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "Robot,broken," in text


def test_staff_cannot_touch_the_rows_of_somebody_else(owner: Actor, staff: Actor, browse: Browse) -> None:
    run = brought(TEXT, owner, "people.csv")
    checked(run, owner)
    assert browse(staff).post(f"/import/{run.pk}/rows/5", {"c0": "Dora"}).status_code == 404
    assert counts(run) == {"new": 3, "refused": 1}


def test_what_was_taken_though_it_may_be_double_counts_as_new() -> None:
    counts = {"double": 1, "same": 2}
    assert counting.sentence(counts, was_written=False) == "2 unchanged, 1 perhaps double"
    assert counting.sentence(counts, was_written=True) == "1 new (1 of them perhaps double), 2 unchanged"
    assert counting.sentence({}, was_written=True) == "0 new"


def test_what_many_rows_say_is_told_once_and_answered_for_all_of_them(owner: Actor, browse: Browse) -> None:
    rows = [f"P{number},p{number}@field.example,J. Smith,Stranger" for number in range(5)]
    rows += ["Last,last@field.example,Nobody,prospect"]
    run = brought("\n".join(["First Name,Email,Owner,Phase", *rows]), owner, "people.csv")
    assert checked(run, owner) == {"new": 6}
    told = [(line.column, line.text, line.count) for line in repeats.lines(run)]
    assert sorted(told) == [("Owner", "J. Smith", 5), ("Phase", "Stranger", 5)]
    assert [row.number for row in run.rows.all()] == [7]
    sent = {}
    for number, line in enumerate(repeats.lines(run)):
        sent |= {f"t{number}": line.text, f"a{number}": f"as:{owner.name}" if line.column == "Owner" else "nothing"}
    assert browse(owner).post(f"/import/{run.pk}/words", sent).status_code == 303
    run.refresh_from_db()
    assert run.checked["remarks"] == 1
    assert {line.answer for line in repeats.lines(run)} == {owner.name, ""}
    assert performed(run, owner) == {"new": 6}
    found = Party.objects.filter(name__startswith="P")
    assert {(party.owner_id, party.phase) for party in found} == {(owner.user_id, "")}
