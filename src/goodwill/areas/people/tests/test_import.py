import csv
from pathlib import Path
from typing import Any

import pytest

from goodwill.areas.people.models import Consent, ContactPoint, ExternalKey, Note, Party, Tagging, Tie
from goodwill.kernel import changes, jobs
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import Batch, Change
from goodwill.transfer import jobs as transfer_jobs, runs
from goodwill.transfer.models import Import
from goodwill.transfer.options import Options
from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.tests.digests import digest

HEADER = "First Name,Last Name,Email,Phone,Company,Job Title,City,Notes,Tags\n"
ANNA = "Anna,Field,anna@field.example,+44 20 7946 0018,Field & Sons,Owner,Leeds,Likes tea,vip;tea\n"
BEN = "Ben,Moor,ben@moor.example,,Field & Sons,Fitter,,,\n"


def brought(text: str, by: Actor, name: str = "people.csv", **options: Any) -> Import:
    run = runs.bring_input(Input.of_bytes(text.encode(), name), by)
    if options:
        runs.set_options(run, Options.from_data({**run.options, **options}))
    return run


def checked(run: Import, by: Actor) -> dict[str, int]:
    runs.check(run, by)
    jobs.run_due()
    run.refresh_from_db()
    return {
        name: run.checked[name] for name in ("new", "updated", "same", "double", "refused") if run.checked.get(name)
    }


def performed(run: Import, by: Actor) -> dict[str, int]:
    runs.start(run, by)
    jobs.run_due()
    run.refresh_from_db()
    assert run.state == Import.State.DONE, run.error
    return {name: run.counts[name] for name in ("new", "updated", "same", "double", "refused") if run.counts.get(name)}


def test_one_row_makes_a_person_a_company_and_their_tie(owner: Actor) -> None:
    run = brought(HEADER + ANNA, owner)
    assert performed(run, owner) == {"new": 1}
    anna = Party.objects.get(kind="person")
    assert (anna.name, anna.given, anna.family, anna.role, anna.city) == (
        "Anna Field",
        "Anna",
        "Field",
        "Owner",
        "Leeds",
    )
    assert (anna.primary_mail, anna.primary_phone) == ("anna@field.example", "+44 20 7946 0018")
    assert anna.company is not None
    assert anna.company.name == "Field & Sons"
    tie = Tie.objects.get()
    assert (tie.main, tie.role, tie.other_id) == (True, "Owner", anna.company_id)
    assert Note.objects.get().text == "Likes tea"
    assert sorted(Tagging.objects.values_list("tag__name", flat=True)) == ["tea", "vip"]
    assert Change.objects.filter(batch=run.batch).exists()
    assert run.batch is not None
    assert run.batch.through == "import"


def test_two_rows_of_one_company_make_it_once(owner: Actor) -> None:
    run = brought(HEADER + ANNA + BEN, owner)
    assert checked(run, owner) == {"new": 2}
    assert performed(run, owner) == {"new": 2}
    assert Party.objects.filter(kind="company").count() == 1
    assert Tie.objects.count() == 2


def test_the_same_file_twice_changes_nothing(owner: Actor) -> None:
    text = HEADER + ANNA + BEN
    performed(brought(text, owner), owner)
    before = Change.objects.exclude(type="file").count()
    again = brought(text, owner)
    assert checked(again, owner) == {"same": 2}
    assert performed(again, owner) == {"same": 2}
    assert Change.objects.exclude(type="file").count() == before
    assert again.batch is None


def test_overwriting_with_the_same_file_changes_nothing_either(owner: Actor) -> None:
    text = HEADER + ANNA + BEN
    performed(brought(text, owner), owner)
    before = Change.objects.exclude(type="file").count()
    assert performed(brought(text, owner, policy="overwrite"), owner) == {"same": 2}
    assert Change.objects.exclude(type="file").count() == before


def test_rows_of_the_same_mail_are_one_person(owner: Actor) -> None:
    twice = "Anna,Field,ANNA@field.example,+44 20 7946 0999,,,,,\n"
    run = brought(HEADER + ANNA + twice, owner)
    assert checked(run, owner) == {"new": 1, "updated": 1}
    assert performed(run, owner) == {"new": 1, "updated": 1}
    assert Party.objects.filter(kind="person").count() == 1
    assert ContactPoint.objects.filter(kind="phone").count() == 2


def test_filling_keeps_what_is_there_and_overwriting_does_not(owner: Actor) -> None:
    performed(brought(HEADER + ANNA, owner), owner)
    promoted = ANNA.replace("Owner", "Chair")
    assert performed(brought(HEADER + promoted, owner), owner) == {"same": 1}
    assert Party.objects.get(kind="person").role == "Owner"
    assert performed(brought(HEADER + promoted, owner, policy="overwrite"), owner) == {"updated": 1}
    assert Party.objects.get(kind="person").role == "Chair"
    assert Tie.objects.get().role == "Chair"


def test_a_broken_row_costs_only_itself(owner: Actor) -> None:
    run = brought(HEADER + ANNA + ",,,,,Nobody,,,\n" + "Cy,Dale,not a mail,12,,,,,\n" + BEN, owner)
    assert performed(run, owner) == {"new": 3, "refused": 1}
    refused = run.rows.get(outcome="refused")
    assert refused.number == 3
    assert "no name" in refused.sentence
    cy = Party.objects.get(name="Cy Dale")
    assert "not a mail" in Note.objects.get(about_id=cy.pk).text
    assert run.rows.get(outcome="problem").number == 4


def test_somebody_of_the_same_name_elsewhere_is_perhaps_double(owner: Actor) -> None:
    performed(brought(HEADER + ANNA, owner), owner)
    other = "Anna,Field,anna@other.example,,,,,,\n"
    assert checked(brought(HEADER + other, owner), owner) == {"double": 1}
    held = brought(HEADER + other, owner, doubles="hold")
    assert performed(held, owner) == {"refused": 1}
    assert Party.objects.filter(kind="person").count() == 1
    assert performed(brought(HEADER + other, owner), owner) == {"double": 1}
    assert performed(brought(HEADER + other, owner), owner) == {"same": 1}


def test_numbers_of_another_system_find_a_record_again(owner: Actor) -> None:
    header = "Id,First Name,Last Name,Email\n"
    performed(brought(header + "7,Anna,Field,a@field.example\n", owner, source="Old"), owner)
    assert ExternalKey.objects.get().key == "person:7"
    renamed = brought(header + "7,Anna,Moor,a@moor.example\n", owner, source="Old", policy="overwrite")
    assert performed(renamed, owner) == {"updated": 1}
    assert Party.objects.get().name == "Anna Moor"


def test_undo_takes_everything_back(owner: Actor) -> None:
    performed(brought(HEADER + BEN, owner), owner)
    parties = Party.objects.count()
    run = brought(HEADER + ANNA, owner)
    performed(run, owner)
    runs.undo(run, owner)
    run.refresh_from_db()
    assert run.state == Import.State.UNDONE
    assert Party.objects.count() == parties
    assert not Party.objects.filter(name="Anna Field").exists()
    assert performed(brought(HEADER + ANNA, owner), owner) == {"new": 1}


def test_who_may_not_import_is_refused_and_nothing_changes(as_role: Any) -> None:
    from goodwill.kernel.errors import Refused

    reader = as_role("read_only")
    with pytest.raises(Refused):
        brought(HEADER + ANNA, reader)
    assert not Import.objects.exists()
    assert not Party.objects.exists()


def test_a_record_that_the_importer_may_not_change_stays_as_it_is(owner: Actor, staff: Actor) -> None:
    from goodwill.kernel import changes
    from goodwill.kernel.models import Role

    performed(brought(HEADER + ANNA, owner), owner)
    with changes.batch(owner, "edit"):
        role = Role.objects.get(builtin="staff")
        changes.update(role, scopes={"*": {"read": "all", "create": "all", "change": "own"}})
    staff.user.refresh_from_db()  # type: ignore[union-attr]
    actor = Actor.of(type(staff.user).objects.get(pk=staff.user_id))  # type: ignore[union-attr]
    run = brought(HEADER + ANNA.replace("Owner", "Chair") + BEN, actor, policy="overwrite")
    assert performed(run, actor) == {"new": 1, "refused": 1}
    assert Party.objects.get(name="Anna Field").role == "Owner"


@pytest.mark.parametrize("name", ["Customers", "Suppliers"])
def test_northwind_comes_in_as_companies_with_their_people(name: str, owner: Actor, real_data: Path) -> None:
    text = (real_data / "northwind" / f"{name}.csv").read_text(encoding="utf-8")
    rows = len(list(csv.reader(text.splitlines(keepends=True)))) - 1
    run = brought(text, owner, f"{name}.csv")
    counts = performed(run, owner)
    assert counts["new"] + counts.get("double", 0) == rows
    assert Party.objects.filter(kind="company").count() == rows
    assert Party.objects.filter(kind="person").count() == rows
    assert Tie.objects.count() == rows
    assert performed(brought(text, owner, f"{name}.csv"), owner) == {"same": rows}


def test_cards_come_in_and_come_again_without_a_change(owner: Actor, real_data: Path) -> None:
    saying_nothing = {"069.vcf"}
    for path in sorted((real_data / "vcards").glob("*.vcf")):
        if path.name in saying_nothing:
            with pytest.raises(Invalid, match="There is nothing in it"):
                runs.bring_input(Input.of_path(path), owner)
            continue
        for expected in ("new", "same"):
            run = runs.bring_input(Input.of_path(path), owner)
            counts = performed(run, owner)
            for row in run.rows.filter(outcome="refused"):  # one is a group, one has no name and the mail of several
                reasons = ("holds nothing", "The row has no name, and", "is the group")
                assert any(reason in row.sentence for reason in reasons), path.name
            if expected == "same":
                assert set(counts) <= {"same", "refused"}, (path.name, counts)


def test_who_wants_no_mail_has_withdrawn_and_is_asked_once(owner: Actor) -> None:
    text = "First Name,Last Name,Email,Email Opt Out,Create Date\nAnna,Field,a@field.example,yes,2020-05-06\n"
    run = brought(text, owner)
    assert set(run.targets.values()) >= {"no_mail", "created_at"}
    performed(run, owner)
    assert sorted(Consent.objects.values_list("purpose", "state")) == [("news", "withdrawn"), ("offers", "withdrawn")]
    assert Party.objects.get().created_at.date().isoformat() == "2020-05-06"
    assert performed(brought(text, owner), owner) == {"same": 1}


def test_dates_that_nobody_can_tell_are_asked_about(owner: Actor) -> None:
    run = brought("Name,Birthday\nAnna Field,03/04/1980\nBen Moor,05/06/1981\n", owner)
    assert runs.unsure(run)
    runs.map_columns(run, run.targets, {1: "mdy"})
    assert not runs.unsure(run)
    performed(run, owner)
    assert Party.objects.get(name="Anna Field").birthday.isoformat() == "1980-03-04"


def test_text_that_is_too_long_is_kept_in_a_note(owner: Actor) -> None:
    run = brought(HEADER + ANNA.replace("Owner", "Owner" * 100), owner)
    performed(run, owner)
    assert Party.objects.get(kind="person").role == ("Owner" * 100)[:120]
    assert any("Owner" * 100 in text for text in Note.objects.values_list("text", flat=True))
    assert "too long" in run.rows.get().sentence


def test_a_row_that_the_database_refuses_leaves_the_others_of_its_chunk(owner: Actor) -> None:
    header = "Id,First Name,Last Name,Email\n"
    performed(brought(header + "7,Anna,Field,a@field.example\n8,Ben,Moor,b@moor.example\n", owner, source="Old"), owner)
    ben = Party.objects.get(name="Ben Moor")
    rows = f"{ben.pk},7,Ben,Moor,new@moor.example\n,9,Cy,Dale,c@dale.example\n"
    run = brought("Goodwill ID," + header + rows, owner, source="Old")
    assert performed(run, owner) == {"new": 1, "refused": 1}
    assert run.rows.get(outcome="refused").number == 2
    assert Party.objects.filter(name="Cy Dale").count() == 1
    assert not ContactPoint.objects.filter(value="new@moor.example").exists()
    assert Change.objects.filter(batch=run.batch, type="party").count() == 1


def test_a_short_form_of_the_name_with_the_same_mail_is_the_same_person(owner: Actor) -> None:
    header = "First Name,Last Name,Email,Phone\n"
    rows = "Robert,Moor,bob@moor.example,\nBob,Moor,bob@moor.example,\nMoor,Robert,bob@moor.example,\n"
    assert performed(brought(header + rows, owner), owner)["new"] == 1
    assert Party.objects.filter(kind="person").count() == 1


def test_a_misspelt_name_with_the_same_phone_is_perhaps_double_and_a_colleague_is_not(owner: Actor) -> None:
    header = "First Name,Last Name,Email,Phone\n"
    known = "Catherine,Smith,,020 7946 0018\n"
    performed(brought(header + known, owner), owner)
    rows = "Cathrine,Smiht,,020 7946 0018\nBoris,Petrov,,020 7946 0018\n"
    assert checked(brought(header + rows, owner, "more.csv"), owner) == {"new": 1, "double": 1}


PLACES = "Name,Email,Street,Postcode,City\n"
HOME = "Anna Field,anna@field.example,1 Low Road,FE1 1AA,Felton\n"
MOVED = "Anna Field,anna@field.example,9 High Road,HW1 2BB,Harwick\n"


@pytest.mark.parametrize("how", [{"policy": "overwrite"}, {"policies": {"city": "overwrite"}}])
def test_who_moved_has_the_new_address_where_the_file_is_believed_and_goes_back_by_undo(owner: Actor, how) -> None:
    performed(brought(PLACES + HOME, owner), owner)
    run = brought(PLACES + MOVED, owner, **how)
    before = digest()
    assert performed(run, owner) == {"updated": 1}
    anna = Party.objects.get(name="Anna Field")
    assert (anna.city, [str(one) for one in anna.addresses.all()]) == ("Harwick", ["9 High Road, HW1 2BB, Harwick"])
    runs.undo(run, owner)
    jobs.run_due()
    assert digest() == before
    assert Party.objects.get(name="Anna Field").city == "Felton"


def test_an_address_stays_where_the_file_fills_what_is_empty_or_names_a_town_alone(owner: Actor) -> None:
    performed(brought(PLACES + HOME, owner), owner)
    town = PLACES + "Anna Field,anna@field.example,,,Harwick\n"
    performed(brought(town, owner, policy="overwrite"), owner)
    performed(brought(PLACES + MOVED, owner), owner)
    assert performed(brought(PLACES + MOVED, owner), owner) == {"same": 1}
    anna = Party.objects.get(name="Anna Field")
    assert anna.city == "Felton"
    assert anna.addresses.filter(street="1 Low Road").exists()
    assert anna.addresses.filter(street="9 High Road").exists()


def test_a_long_import_goes_back_in_small_parts_and_leaves_what_was(
    owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = "First Name,Last Name,Email,Phone,Company,Notes,Tags\n"
    first = "".join(f"P{n},Moor,p{n}@moor.example,,Firm {n % 3},,\n" for n in range(6))
    performed(brought(header + first, owner, policy="overwrite"), owner)
    more = "".join(f"P{n},More,p{n}@moor.example,0207946{n:04d},Firm {n % 5},Hello,vip\n" for n in range(20))
    run = brought(header + more, owner, policy="overwrite")
    before = digest()
    performed(run, owner)
    assert digest() != before
    monkeypatch.setattr(runs, "UNDONE_AT_ONCE", 0)
    monkeypatch.setattr(transfer_jobs, "AT_FIRST", 7)
    monkeypatch.setattr(transfer_jobs, "FEWEST", 7)
    monkeypatch.setattr(transfer_jobs, "MOMENT", 0.0)
    monkeypatch.setattr(transfer_jobs, "BREATH", 0)
    runs.undo(run, owner)
    jobs.run_due()
    run.refresh_from_db()
    assert run.state == Import.State.UNDONE
    assert Batch.objects.filter(undo_of=run.batch).count() == 1
    assert digest() == before


def test_one_transaction_above_the_bound_of_undo_goes_back_in_parts_below_it(owner: Actor) -> None:
    bound = 100
    rows = "".join(f"P{n},Moor,p{n}@moor.example,0207946{n:04d}\n" for n in range(60))
    run = brought("First Name,Last Name,Email,Phone\n" + rows, owner)
    before = digest()
    performed(run, owner)
    assert run.batch is not None
    made, oldest = run.batch.changes.count(), Party.objects.earliest("id")
    assert made == 180
    assert run.batch.changes.values("at").distinct().count() == 1
    place, result, parts = changes.Place(), changes.UndoResult(), []
    while place is not None:
        with changes.batch(owner, "undo") as opened:
            place = changes.undo_some(run.batch, result, place, 10 * bound, bound=bound)
        parts.append(opened.written)
        if len(parts) == 1:
            with changes.batch(owner, "change"):
                changes.update(oldest, nickname="Old")
    assert (len(parts) > 1, max(parts) <= bound) == (True, True)
    assert (sum(parts), result.undone, result.clashes) == (made, made, [])
    assert digest() == before, "also what somebody changed between two parts is in the trash"
