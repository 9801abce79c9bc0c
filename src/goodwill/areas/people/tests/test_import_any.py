"""Any registered record type comes in from a file: here toys, makers and tasks."""

import re
from typing import Any

import pytest

from goodwill.areas.people.models import Note, Party, Tagging, Task
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Change, Role
from goodwill.records.custom.verbs import make_field
from goodwill.records.toys.models import Maker, Toy
from goodwill.transfer import nouns, runs
from goodwill.transfer.tests.bringing import brought, checked, mapped, performed

TOYS = (
    "Name;Stage;Maker;Price;Discount;Safe;Launched;Owner;Colour\n"
    "Robot;made;Ålesund Toys;12,50;7,5 %;ja;24.12.2020;Owner;red\n"
    "Kite;Sold out;;1.250,00;;nein;;;blue\n"
)


def toys(by: Actor, text: str = TOYS, **options: Any) -> Any:
    return brought(text, by, "toys.csv", "toy", **options)


def test_values_are_read_by_the_kind_of_their_field(owner: Actor) -> None:
    with changes.batch(owner, "create"):
        maker = changes.create(Maker(name="Alesund Toys"))
    run = toys(owner)
    assert run.importer == "toy"
    assert checked(run, owner) == {"new": 2}
    assert performed(run, owner) == {"new": 2}
    robot, kite = Toy.objects.get(name="Robot"), Toy.objects.get(name="Kite")
    assert (robot.stage, robot.maker, robot.price, robot.discount, robot.safe) == ("made", maker, 1250, 750, True)
    assert (robot.launched.isoformat(), robot.owner_id) == ("2020-12-24", owner.user_id)
    assert (kite.stage, kite.price, kite.safe, kite.form) == ("sold_out", 125000, False, "toy")


def test_the_same_file_twice_changes_nothing(owner: Actor) -> None:
    text = TOYS.replace("Ålesund Toys", "")
    performed(toys(owner, text), owner)
    before = Change.objects.exclude(type="file").count()
    again = toys(owner, text, policy="overwrite")
    assert checked(again, owner) == {"same": 2}
    assert performed(again, owner) == {"same": 2}
    assert Change.objects.exclude(type="file").count() == before


def test_what_is_wrong_is_said_of_each_cell_and_only_its_row_waits(owner: Actor) -> None:
    text = "Name,Stage,Maker,Pieces\nRobot,broken,Nobody,many\nKite,made,,3\n,made,,1\n"
    run = toys(owner, text)
    assert checked(run, owner) == {"new": 1, "refused": 2}
    first, last = run.rows.order_by("number")
    assert set(first.wrong) == {"1", "2", "3"}
    assert "there is no “Nobody” here" in first.sentence
    assert "It can be: Idea, Made, Sold out" in first.sentence
    assert last.sentence.startswith("Name is needed.")
    assert performed(run, owner) == {"new": 1, "refused": 2}
    assert list(Toy.objects.values_list("name", "pieces")) == [("Kite", 3)]


def test_a_chosen_field_finds_the_record_again(owner: Actor) -> None:
    performed(toys(owner, "Name,Mail\nRobot,r@toys.example\n"), owner)
    renamed = toys(owner, "Name,Mail\nRoboter,R@toys.example\n", match="toy.mail", policy="overwrite")
    assert performed(renamed, owner) == {"updated": 1}
    assert list(Toy.objects.values_list("name", flat=True)) == ["Roboter"]


def test_the_number_of_another_system_finds_it_before_its_name(owner: Actor) -> None:
    text = "Id,Name,Pieces\n7,Robot,1\n"
    performed(mapped(toys(owner, text, source="Old"), "external_id", "toy.name", "toy.pieces"), owner)
    run = toys(owner, text.replace("Robot", "Android"), source="Old", policy="overwrite")
    assert performed(mapped(run, "external_id", "toy.name", "toy.pieces"), owner) == {"updated": 1}
    assert Toy.objects.get().name == "Android"


def test_filling_overwriting_and_keeping_field_by_field(owner: Actor) -> None:
    performed(toys(owner, "Name,Pieces,Story\nRobot,1,\n"), owner)
    news = "Name,Pieces,Story\nRobot,2,Once\n"
    assert performed(toys(owner, news), owner) == {"updated": 1}
    assert list(Toy.objects.values_list("pieces", "story")) == [(1, "Once")]
    kept = toys(owner, news.replace("Once", "Twice"), policy="overwrite", policies={"toy.story": "keep"})
    assert performed(kept, owner) == {"updated": 1}
    assert list(Toy.objects.values_list("pieces", "story")) == [(2, "Once")]


def test_two_of_one_name_are_asked_about(owner: Actor) -> None:
    with changes.batch(owner, "create"):
        pair = [changes.create(Toy(name="Robot")) for _ in range(2)]
    run = toys(owner, "Name,Pieces\nRobot,9\n")
    assert checked(run, owner) == {"double": 1}
    assert {one["id"] for one in run.rows.get().maybe} == {toy.pk for toy in pair}


def test_rows_of_one_name_make_one_record(owner: Actor) -> None:
    run = toys(owner, "Name,Pieces,Story\nRobot,9,\nROBOT,,Once\nrobot,9,Once\n")
    assert checked(run, owner) == {"new": 1, "updated": 1, "same": 1}
    assert performed(run, owner) == {"new": 1, "updated": 1, "same": 1}
    assert list(Toy.objects.values_list("name", "pieces", "story")) == [("Robot", 9, "Once")]


def test_a_column_that_nothing_fits_is_kept_as_a_note_or_a_tag(owner: Actor) -> None:
    run = mapped(toys(owner, "Name,Colour,Fragile\nRobot,red,yes\n"), "toy.name", "keep_note", "keep_tag")
    assert performed(run, owner) == {"new": 1}
    toy = Toy.objects.get()
    assert Note.objects.get(about_type="toy", about_id=toy.pk).text == "Colour: red"
    assert Tagging.objects.get(about_type="toy", about_id=toy.pk).tag.name == "Fragile"
    again = mapped(toys(owner, "Name,Colour,Fragile\nRobot,red,yes\n"), "toy.name", "keep_note", "keep_tag")
    assert performed(again, owner) == {"same": 1}


def test_what_holds_for_all_rows_goes_where_the_file_says_nothing(owner: Actor, staff: Actor) -> None:
    options = {"owner": staff.user_id, "stage": "made", "tags": ["fair 2026"]}
    run = toys(owner, "Name,Stage\nRobot,\nKite,sold_out\n", **options)
    assert performed(run, owner) == {"new": 2}
    assert sorted(Toy.objects.values_list("name", "stage", "owner")) == [
        ("Kite", "sold_out", staff.user_id),
        ("Robot", "made", staff.user_id),
    ]
    assert Tagging.objects.filter(tag__name="fair 2026").count() == 2


def test_undo_takes_back_what_it_made_and_what_it_changed(owner: Actor) -> None:
    performed(toys(owner, "Name,Pieces\nRobot,1\n"), owner)
    run = toys(owner, "Name,Pieces\nRobot,2\nKite,3\n", policy="overwrite")
    assert performed(run, owner) == {"new": 1, "updated": 1}
    runs.undo(run, owner)
    assert list(Toy.objects.values_list("name", "pieces")) == [("Robot", 1)]


def test_rights_hold_for_each_row(owner: Actor, staff: Actor) -> None:
    performed(toys(owner, "Name,Pieces\nRobot,1\n"), owner)
    with changes.batch(owner, "edit"):
        role = Role.objects.get(builtin="staff")
        changes.update(role, scopes={"*": {"read": "all", "create": "all", "change": "own"}})
    actor = Actor.of(type(staff.user).objects.get(pk=staff.user_id))  # type: ignore[union-attr]
    run = toys(actor, "Name,Pieces\nRobot,2\nKite,3\n", policy="overwrite")
    assert performed(run, actor) == {"new": 1, "refused": 1}
    assert Toy.objects.get(name="Robot").pieces == 1


def test_a_hidden_field_is_not_written_by_who_may_not_know_it(staff: Actor) -> None:
    run = mapped(toys(staff, "Name,Secret\nRobot,5\n"), "toy.name", "toy.secret")
    assert performed(run, staff) == {"refused": 1}
    assert not Toy.objects.exists()


def test_tasks_come_in_through_their_own_verb(owner: Actor) -> None:
    with changes.batch(owner, "create"):
        anna = changes.create(Party(kind="person", name="Anna Field"))
    text = "Title,Due,Priority,About\nCall back,2026-12-24,High,Anna Field\nSweep,,,\nWrite,,,Nobody\n"
    run = brought(text, owner, "tasks.csv")
    assert run.importer == "task"
    assert performed(run, owner) == {"new": 2, "refused": 1}
    call = Task.objects.get(title="Call back")
    assert (call.due_on.isoformat(), call.priority, call.about) == ("2026-12-24", "high", anna.ref)
    assert performed(brought(text, owner, "tasks.csv"), owner) == {"same": 2, "refused": 1}


@pytest.mark.parametrize(
    "text",
    [
        "What,Who,Until,About\nCall,{name},5.12.2026,Anna Vogel\n",
        "Was;Wer;Bis;Kunde\nCall;{first};05.12.2026;Anna Vogel\n",
        "Aufgabe;Wer macht es;Bis wann;Firma\nCall;{name};05.12.2026;Anna Vogel\n",
        "Quoi;Qui;Pour quand;Client\nCall;{name};05/12/2026;Anna Vogel\n",
    ],
)
def test_a_list_of_things_to_do_kept_by_hand_is_one_of_tasks(text: str, owner: Actor) -> None:
    with changes.batch(owner, "create"):
        anna = changes.create(Party(kind="person", name="Anna Vogel"))
    assert owner.user
    named = text.format(name=owner.user.name, first=owner.user.name.partition(" ")[0])
    run = brought(named, owner, "list.csv")
    assert run.importer == "task"
    assert run.targets == {0: "task.title", 1: "task.owner", 2: "task.due_on", 3: "task.about"}
    assert performed(run, owner) == {"new": 1}
    task = Task.objects.get()
    assert (task.title, task.owner, task.about, str(task.due_on)) == ("Call", owner.user, anna.ref, "2026-12-05")


def test_companies_with_a_task_each_stay_companies(owner: Actor) -> None:
    run = brought("Firma;Ort;Aufgabe;Bis\nVogel KG;Ulm;Call;05.12.2026\n", owner, "list.csv")
    assert (run.importer, run.targets[2], run.targets[3]) == ("people", "task_subject", "task_due")
    assert performed(run, owner) == {"new": 1}
    assert str(Task.objects.get().due_on) == "2026-12-05"


def test_every_type_that_may_be_created_is_offered_and_no_other(owner: Actor, as_role: Any) -> None:
    offered = {each.key for each in nouns.offered(owner)}
    assert offered >= {"people:person", "people:company", "task:task", "toy:toy", "maker:maker", "people:household"}
    assert nouns.offered(as_role("read_only")) == []


def test_a_unique_rule_is_told_before_the_run(owner: Actor) -> None:
    run = brought("Name\nvip\nVIP\n", owner, "tags.csv", "tag", match="")
    assert checked(run, owner).get("new", 0) + checked(run, owner).get("refused", 0) == 2
    assert performed(run, owner)["new"] == 1


def test_where_there_is_none_of_a_kind_whom_rows_name_is_added_at_first(owner: Actor, browse: Any) -> None:
    run, added = toys(owner), re.compile(r'<option value="maker" +selected')
    page = browse(owner)
    assert added.search(page.get(f"/import/{run.pk}/options").content.decode())
    with changes.batch(owner, "create"):
        changes.create(Maker(name="Tin Ltd"))
    assert not added.search(page.get(f"/import/{run.pk}/options").content.decode())


def test_whom_rows_name_who_is_not_here_yet_is_added_where_somebody_says_so(owner: Actor) -> None:
    with changes.batch(owner, "create"):
        known = changes.create(Maker(name="Tin Ltd"))
    text = "Name,Stage,Maker\nRobot,made,Tin Ltd\nKite,made,Wind & Sons\nTop,made,wind & sons\nBall,made,\n"
    run = toys(owner, text)
    assert checked(run, owner) == {"new": 2, "refused": 2}
    assert "go back and say that it is added" in run.rows.order_by("number")[0].sentence
    run = toys(owner, text, adds={"toy.maker": "maker"})
    assert checked(run, owner) == {"new": 4}
    assert list(Maker.objects.all()) == [known]
    assert performed(run, owner) == {"new": 4}
    (made,) = Maker.objects.exclude(pk=known.pk)
    assert made.name == "Wind & Sons"
    makers = dict(Toy.objects.values_list("name", "maker"))
    assert makers == {"Robot": known.pk, "Kite": made.pk, "Top": made.pk, "Ball": None}
    assert checked(toys(owner, text, adds={"toy.maker": "maker"}), owner) == {"same": 4}
    runs.undo(run, owner)
    assert (list(Maker.objects.all()), Toy.objects.count()) == ([known], 0)


def test_needed_usual_and_unique_fields_of_the_firm_are_so_for_rows(owner: Actor) -> None:
    make_field(by=owner, type="toy", kind="text", label="Code", required=True, default="none")
    make_field(by=owner, type="toy", kind="text", label="Law", required=True, shown_when="stage is made")
    make_field(by=owner, type="toy", kind="number", label="Serial", unique=True)
    performed(toys(owner, "Name,Serial\nKite,1\n"), owner)
    text = "Name,Stage,Law,Serial\nRobot,made,,5\nBear,made,EN 71,6\nBall,idea,,6\nDoll,idea,,1\nTop,idea,,7\n"
    run = toys(owner, text)
    assert checked(run, owner) == performed(run, owner) == {"new": 2, "refused": 3}
    said = [row.sentence for row in run.rows.order_by("number")]
    assert said[0] == "Law is needed. Put it in, or leave the row out."
    assert ["Bear has this Serial" in said[1], "Kite has this Serial" in said[2]] == [True, True]
    made = {toy.name: (toy.extra["x_code"], toy.extra["x_serial"]) for toy in Toy.objects.all()}
    assert made == {"Kite": ("none", 1), "Bear": ("none", 6), "Top": ("none", 7)}
