from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goodwill.areas.people.models import Comeback, Consent, ContactPoint, Note, Party, Tie
from goodwill.areas.people.verbs import consents, merge, notes, parties
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.records import writing
from goodwill.transfer import repairing, runs
from goodwill.transfer.models import Import
from goodwill.transfer.tests.bringing import brought, checked, performed

HEADER = "First Name,Last Name,Email,Phone,Company\n"
ANNA = "Anna,Field,anna@field.example,+44 20 7946 0018,\n"
NEXT = "Ben,Moor,ben@moor.example,,\n"


@pytest.fixture
def anna(owner: Actor) -> Party:
    anna: Party = parties.create_person(by=owner, name="Anna Field", mail="anna@field.example")
    notes.write_note(anna, by=owner, html="<p>Likes tea</p>")
    writing.trash(anna, by=owner)
    return anna


def undone(run: Import, by: Actor) -> None:
    runs.undo(run, by)
    run.refresh_from_db()
    assert run.state == Import.State.UNDONE


def test_whoever_is_in_the_trash_comes_back_with_all_of_it_and_undo_puts_them_there_again(
    owner: Actor, anna: Party
) -> None:
    run = brought(HEADER + ANNA + NEXT, owner, "people.csv")
    assert checked(run, owner) == {"new": 1, "updated": 1}
    assert run.gone == {anna.pk}
    assert Party.objects.count() == 0
    assert performed(run, owner) == {"new": 1, "updated": 1}
    assert run.counts["gone"] == 1
    back = Party.objects.get(name="Anna Field")
    assert (back.pk, back.primary_mail, back.primary_phone) == (anna.pk, "anna@field.example", "+44 20 7946 0018")
    assert Note.objects.get(about_id=anna.pk).text == "Likes tea"
    assert not Comeback.objects.exists()
    undone(run, owner)
    assert not Party.objects.exists()
    assert list(ContactPoint.objects.filter(party=anna).values_list("kind", flat=True)) == ["mail"]
    again = brought(HEADER + ANNA + NEXT, owner, "people.csv")
    assert checked(again, owner) == {"new": 1, "updated": 1}
    assert again.gone == {anna.pk}


@pytest.mark.parametrize(
    ("row", "known"),
    [
        ("Anna,Field,anna@field.example,,\n", {"mail": "anna@field.example"}),
        ("Anna,Field,,020 7946 0018,\n", {"phone": "+44 20 7946 0018"}),
        ("Anna,Field,new@field.example,,Moor Ltd\n", {"company": "Moor Ltd"}),
    ],
)
def test_they_are_known_by_what_those_who_are_here_are_known_by(owner: Actor, row: str, known: dict[str, Any]) -> None:
    anna = parties.create_person(by=owner, name="Anna Field", country="GB", **known)
    writing.trash(anna, by=owner)
    text = HEADER.replace("\n", ",Country\n") + row.replace("\n", ",GB\n")
    performed(brought(text, owner, "people.csv"), owner)
    assert Party.objects.get(kind="person").pk == anna.pk


def test_they_are_known_by_their_number_in_the_other_system(owner: Actor) -> None:
    run = brought("ID,Name\n17,Anna Field\n", owner, "old.csv", source="old")
    runs.map_columns(run, {0: "external_id", 1: "full_name"})
    performed(run, owner)
    anna = Party.objects.get()
    writing.trash(anna, by=owner)
    run = brought("ID,Name\n17,Anna Moor\n", owner, "old.csv", source="old")
    runs.map_columns(run, {0: "external_id", 1: "full_name"})
    assert performed(run, owner) == {"updated": 1}
    assert Party.objects.get().pk == anna.pk


def test_what_is_in_a_file_overwrites_whoever_comes_back_only_if_it_may(owner: Actor, anna: Party) -> None:
    merge.restore(anna, by=owner)
    parties.edit(anna, by=owner, nickname="Annie")
    writing.trash(anna, by=owner)
    text = "Email,Name,Nickname\nanna@field.example,Anna Field,Ann\n"
    for policy, nickname in (("fill", "Annie"), ("create", "Annie"), ("overwrite", "Ann")):
        run = brought(text, owner, "nick.csv", policy=policy)
        assert performed(run, owner) == {"updated": 1}
        assert Party.objects.get().nickname == nickname
        undone(run, owner)
        assert not Party.objects.exists()


def test_they_are_made_anew_if_somebody_says_so(owner: Actor, anna: Party) -> None:
    run = brought(HEADER + ANNA + ANNA, owner, "people.csv", trashed="new")
    assert checked(run, owner) == {"new": 1, "same": 1}
    assert run.gone == {anna.pk}
    performed(run, owner)
    assert Party.objects.get().pk != anna.pk
    assert Party.everything.get(pk=anna.pk).deleted_at is not None


def test_rows_about_them_stay_out_if_somebody_says_so_but_for_those_who_are_let_in(owner: Actor, anna: Party) -> None:
    ben = parties.create_person(by=owner, name="Ben Moor", mail="ben@moor.example")
    writing.trash(ben, by=owner)
    run = brought(HEADER + ANNA + NEXT, owner, "people.csv", trashed="leave")
    assert checked(run, owner) == {"refused": 2}
    first, second = run.rows.order_by("number")
    assert "Anna Field is in the trash since" in first.sentence
    repairing.repair(run, first.number, owner, choice="this", chosen=anna.pk)
    repairing.repair(run, second.number, owner, choice="new")
    assert run.checked["updated"] == run.checked["new"] == 1
    assert run.gone == {anna.pk}
    performed(run, owner)
    assert set(Party.objects.values_list("name", flat=True)) == {"Anna Field", "Ben Moor"}
    assert Party.objects.filter(pk=anna.pk).exists()
    assert not Party.objects.filter(pk=ben.pk).exists()


def test_whoever_an_undone_import_had_made_is_no_more_in_the_trash_than_before(owner: Actor) -> None:
    run = brought(HEADER + ANNA.replace("Anna", "Wrong") + NEXT, owner, "people.csv")
    performed(run, owner)
    undone(run, owner)
    again = brought(HEADER + ANNA.replace("Anna", "Wrong") + NEXT, owner, "people.csv")
    assert checked(again, owner) == {"new": 2}
    assert again.gone == set()
    performed(again, owner)
    for party in Party.objects.all():
        writing.trash(party, by=owner)
    assert checked(brought(HEADER + NEXT, owner, "people.csv"), owner) == {"updated": 1}


def test_somebody_who_is_here_goes_before_somebody_in_the_trash(owner: Actor) -> None:
    gone, here = (parties.create_person(by=owner, name="Anna Field", mail="anna@field.example") for _ in range(2))
    writing.trash(gone, by=owner)
    run = brought(HEADER + ANNA, owner, "people.csv")
    assert performed(run, owner) == {"updated": 1}
    assert run.gone == set()
    assert Party.objects.get().pk == here.pk


def test_a_company_in_the_trash_comes_back_with_the_one_who_works_there(owner: Actor) -> None:
    cora = parties.create_person(by=owner, name="Cora Lee", mail="cora@lee.example", company="Lee Ltd")
    firm = cora.company
    assert firm
    writing.trash(firm, by=owner)
    text = HEADER + "Cora,Lee,cora@lee.example,+44 20 7946 0018,Lee Ltd\nDan,Lee,dan@lee.example,,Lee Ltd\n"
    run = brought(text, owner, "people.csv")
    assert checked(run, owner) == {"new": 1, "updated": 1}
    assert run.gone == {firm.pk}
    performed(run, owner)
    assert Party.objects.get(kind="company").pk == firm.pk
    assert sorted(Tie.objects.values_list("party__name", "other")) == [("Cora Lee", firm.pk), ("Dan Lee", firm.pk)]


def test_whoever_said_no_and_comes_back_still_says_no(owner: Actor, anna: Party) -> None:
    merge.restore(anna, by=owner)
    consents.withdraw_consent(anna, by=owner, purpose="news", channel="mail", source="phone")
    writing.trash(anna, by=owner)
    agreed = {"purposes": ["news"], "channel": "mail", "wording": "Yes", "source": "fair"}
    performed(brought(HEADER + ANNA, owner, "people.csv", consent=agreed), owner)
    assert list(Consent.objects.filter(party=anna).values_list("state", flat=True)) == ["withdrawn"]


def test_who_was_merged_is_looked_for_with_the_one_that_survived_alone(owner: Actor) -> None:
    one, two = (parties.create_person(by=owner, name=name, mail=f"{name[:1]}@field.example") for name in ("Ann", "Bea"))
    merge.merge(one, others=[two.pk], by=owner)
    run = brought("Name,Email\nBea,b@field.example\n", owner, "people.csv")
    performed(run, owner)
    assert run.gone == set()
    assert Party.everything.get(pk=two.pk).deleted_at is not None


def test_an_empty_trash_costs_one_question_for_a_whole_file_and_a_full_one_few_for_each_chunk(owner: Actor) -> None:
    rows = [f"Ann,Field{n},a{n}@field.example,,\n" for n in range(60)]

    def asked(text: str) -> int:
        run = brought(HEADER + text, owner, "people.csv")
        with CaptureQueriesContext(
            connection,
        ) as found:
            runs.check(run, owner, at_once=True)
        return len(found)

    empty = asked("".join(rows))
    with changes.batch(owner, "trash"):
        changes.trash(parties.create_person(by=owner, name="Nobody Else"))
    assert asked("".join(rows)) == empty + 1
    assert asked("".join(rows[:10])) == empty + 1


def test_the_look_through_says_who_is_in_the_trash_and_takes_the_choice(owner: Actor, anna: Party, browse: Any) -> None:
    client = browse(owner)
    run = brought(HEADER + ANNA + NEXT, owner, "people.csv")
    checked(run, owner)
    here = reverse("import_check", args=[run.pk])
    page = client.get(here).content.decode()
    assert "1 is in the trash, and comes back." in page
    assert "In the trash since" in page
    answer = client.post(reverse("import_trashed", args=[run.pk]), {"trashed": "new"})
    assert answer.status_code == 303
    page = client.get(here).content.decode()
    assert "1 of the new ones is in the trash as well, and stays there." in page
    run.refresh_from_db()
    performed(run, owner)
    page = client.get(reverse("import_result", args=[run.pk])).content.decode()
    assert "1 of the new ones is in the trash as well, and stays there." in page
    assert f"/people/{anna.pk}" in page
    client.post(reverse("import_trashed", args=[run.pk]), {"trashed": "leave"})
    run.refresh_from_db()
    assert run.options["trashed"] == "new"
