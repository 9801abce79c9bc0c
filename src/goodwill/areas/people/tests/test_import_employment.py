"""Since when, and until when, somebody works at the company of their row."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from goodwill.areas.people.models import Note, Party, Tie
from goodwill.areas.people.verbs import parties, ties
from goodwill.kernel.actors import Actor
from goodwill.records import registry
from goodwill.records.codec.export import Asked, export
from goodwill.transfer import runs
from goodwill.transfer.tests.bringing import brought, checked, performed

HEADER = "First Name,Last Name,Company,Job title,Since,Until\n"
HEADERS = (
    "Name,Company,Since,Until", "Name,Firma,Seit,Bis", "Nom complet,Entreprise,Depuis,Jusqu'au",
    "Nombre completo,Empresa,Desde,Hasta", "Nome completo,Azienda,Dal,Entro", "Volledige naam,Bedrijf,Sinds,Tot",
    "Nome completo,Empresa,Desde,Até", "Imię i nazwisko,Firma,Od,Do kiedy", "Namn,Företag,Sedan,Till",
    "Navn,Firma,Siden,Senest",
)  # fmt: skip
Told = tuple[str, str, date | None, date | None, bool]


def told() -> list[Told]:
    rows = Tie.objects.order_by("party__name", "started").values_list("other__name", "role", "started", "ended", "main")
    return list(rows)


@pytest.mark.parametrize("header", HEADERS)
def test_a_sheet_in_any_language_says_since_when_and_until_when(owner: Actor, header: str) -> None:
    text = f"{header}\nAnna Field,Moor Ltd,2015-03-01,2018-06-30\nBen Lee,Moor Ltd,2019-02-01,\n"
    run = brought(text, owner, "people.csv")
    assert (run.mapping["2"], run.mapping["3"]) == ("company_since", "company_until")
    assert performed(run, owner) == {"new": 2}
    assert told() == [
        ("Moor Ltd", "", date(2015, 3, 1), date(2018, 6, 30), False),
        ("Moor Ltd", "", date(2019, 2, 1), None, True),
    ]
    assert performed(brought(text, owner, "people.csv"), owner) == {"same": 2}


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("Name,Company,Hire date", "company_since"),
        ("Name,Company,Role,Since", "company_since"),
        ("Name,Company,Phone,Since", "created_at"),
        ("Name,Phone,Since", "created_at"),
        ("Name,Company,At the company since", "company_since"),
    ],
)
def test_a_bare_since_is_meant_so_behind_a_company_or_a_job(owner: Actor, header: str, target: str) -> None:
    row = ",".join(["Anna Field", *["x"] * (header.count(",") - 1), "2018-01-02"])
    run = brought(f"{header}\n{row}\n", owner, "people.csv")
    assert run.mapping[str(header.count(","))] == target


def test_of_a_month_or_a_year_the_first_and_the_last_day_are_written_and_the_row_says_so(owner: Actor) -> None:
    run = brought(HEADER + "Anna,Field,Moor Ltd,Buyer,05/2015,2018\nBen,Lee,Lee Ltd,,2019-01-01,\n", owner, "p.csv")
    assert checked(run, owner) == {"new": 2}
    sentence = run.rows.get().sentence
    assert "the first day of what the file says (05/2015)" in sentence
    assert "the last day of what the file says (2018)" in sentence
    performed(run, owner)
    assert told()[0] == ("Moor Ltd", "Buyer", date(2015, 5, 1), date(2018, 12, 31), False)
    anna = Party.objects.get(given="Anna")
    assert (anna.company, anna.role) == (None, "")
    assert not Note.objects.exists()


def test_two_rows_of_one_person_are_two_times(owner: Actor) -> None:
    rows = [
        "Anna,Field,Moor Ltd,Clerk,2010-01-01,2012-12-31\n",
        "Anna,Field,Lee Ltd,Buyer,2013-02-01,\n",
        "Anna,Field,Moor Ltd,Head,2008-01-01,2009-06-30\n",
    ]
    text = HEADER.replace("\n", ",Email\n") + "".join(row.replace("\n", ",a@field.example\n") for row in rows)
    run = brought(text, owner, "people.csv")
    assert performed(run, owner) == {"new": 1, "updated": 2}
    assert told() == [
        ("Moor Ltd", "Head", date(2008, 1, 1), date(2009, 6, 30), False),
        ("Moor Ltd", "Clerk", date(2010, 1, 1), date(2012, 12, 31), False),
        ("Lee Ltd", "Buyer", date(2013, 2, 1), None, True),
    ]
    anna = Party.objects.get(kind="person")
    assert anna.company
    assert (anna.company.name, anna.role) == ("Lee Ltd", "Buyer")
    assert performed(brought(text, owner, "people.csv"), owner) == {"same": 3}


def test_a_day_is_added_to_a_tie_that_has_none_and_undo_takes_it_back(owner: Actor) -> None:
    parties.create_person(by=owner, name="Anna Field", mail="a@field.example", company="Moor Ltd", role="Buyer")
    text = "Email,Name,Company,At the company since\na@field.example,Anna Field,Moor Ltd,2015-03-01\n"
    run = brought(text, owner, "people.csv")
    assert performed(run, owner) == {"updated": 1}
    assert told() == [("Moor Ltd", "Buyer", date(2015, 3, 1), None, True)]
    later = text.replace("2015", "2016")
    for policy, year, outcome in (("fill", 2015, "same"), ("create", 2015, "same"), ("overwrite", 2016, "updated")):
        again = brought(later, owner, "people.csv", policy=policy)
        assert performed(again, owner) == {outcome: 1}
        assert Tie.objects.get().started == date(year, 3, 1)
    for one in (again, run):
        runs.undo(one, owner)
    assert told() == [("Moor Ltd", "Buyer", None, None, True)]


def test_an_end_in_the_file_ends_the_tie_and_the_next_company_is_the_main_one(owner: Actor) -> None:
    anna = parties.create_person(by=owner, name="Anna Field", mail="a@field.example", company="Moor Ltd", role="Buyer")
    other = parties.create_company(by=owner, name="Lee Ltd")
    ties.tie(anna, other=other, kind="works_at", role="Adviser", by=owner)
    text = "Email,Name,Company,Since,Until\na@field.example,Anna Field,Moor Ltd,,2018-06-30\n"
    run = brought(text, owner, "people.csv")
    assert run.mapping["4"] == "company_until"
    assert performed(run, owner) == {"updated": 1}
    assert set(told()) == {
        ("Moor Ltd", "Buyer", None, date(2018, 6, 30), False),
        ("Lee Ltd", "Adviser", None, None, True),
    }
    anna = Party.objects.get(kind="person")
    assert (anna.company_id, anna.role) == (other.pk, "Adviser")
    assert performed(brought(text, owner, "people.csv"), owner) == {"same": 1}
    runs.undo(run, owner)
    anna.refresh_from_db()
    assert anna.company
    assert (anna.company.name, anna.role) == ("Moor Ltd", "Buyer")
    assert set(told()) == {("Moor Ltd", "Buyer", None, None, True), ("Lee Ltd", "Adviser", None, None, False)}


def test_an_old_file_does_not_bring_back_what_is_over(owner: Actor) -> None:
    text = HEADER + "Anna,Field,Moor Ltd,Buyer,2015-03-01,\n"
    performed(brought(text, owner, "people.csv"), owner)
    ties.end(Tie.objects.get(), on=date(2020, 1, 31), by=owner)
    performed(brought(text, owner, "people.csv"), owner)
    assert [(started, ended) for _other, _role, started, ended, _main in told()] == [
        (date(2015, 3, 1), date(2020, 1, 31))
    ]


@pytest.mark.parametrize(
    ("since", "until", "why"),
    [
        ("2018-01-01", "2015-01-01", "It cannot end before it began."),
        ("2018-01-01", (timezone.localdate() + timedelta(40)).isoformat(), "It is not over yet"),
    ],
)
def test_days_that_cannot_be_are_kept_in_a_note_and_they_work_there(
    owner: Actor, since: str, until: str, why: str
) -> None:
    run = brought(HEADER + f"Anna,Field,Moor Ltd,Buyer,{since},{until}\nA,B,C,D,2018-01-01,\n", owner, "people.csv")
    checked(run, owner)
    assert why in run.rows.get().sentence
    performed(run, owner)
    anna = Party.objects.get(given="Anna")
    assert anna.company
    assert (anna.company.name, anna.role) == ("Moor Ltd", "Buyer")
    assert until in Note.objects.get().text


def test_a_day_of_a_row_without_a_company_is_kept(owner: Actor) -> None:
    run = brought(HEADER + "Anna,Field,Moor Ltd,,2018-01-01,\nBen,Lee,,,2019-01-01,\n", owner, "people.csv")
    performed(run, owner)
    assert "2019-01-01" in Note.objects.get().text
    assert "does not say who works where" in run.rows.get().sentence


def test_the_contact_person_of_a_company_works_there_since_then(owner: Actor) -> None:
    text = "Company,Contact,Job title,Since,City\nMoor Ltd,Anna Field,Buyer,2015-03-01,Leeds\n"
    run = brought(text, owner, "firms.csv")
    assert run.options["row_is"] == "company"
    performed(run, owner)
    assert told() == [("Moor Ltd", "Buyer", date(2015, 3, 1), None, True)]
    assert performed(brought(text, owner, "firms.csv"), owner) == {"same": 1}


def test_an_export_gives_the_column_back_and_comes_back_the_same(owner: Actor) -> None:
    text = HEADER + "Anna,Field,Moor Ltd,Buyer,2015-03-01,\nBen,Lee,Lee Ltd,,,\n"
    performed(brought(text, owner, "people.csv"), owner)
    people = registry.by_slug("people")
    assert people
    columns = ("name", "company", "company_since", "role")
    with export(people, Asked("csv", sort="name", columns=columns), by=owner).file as file:
        data = file.read()
    head, first, _second = data.decode("utf-8-sig").splitlines()
    assert "At the company since" in head
    assert "2015-03-01" in first
    assert performed(brought(data, owner, "people.csv"), owner) == {"same": 2}
    tie = Tie.objects.get(party__given="Anna")
    ties.edit(tie, started=date(2016, 1, 1), by=owner)
    assert performed(brought(data, owner, "people.csv", policy="overwrite"), owner) == {"updated": 1, "same": 1}
    assert Tie.objects.get(party__given="Anna").started == date(2015, 3, 1)


def test_the_page_of_a_person_says_how_long_they_have_worked_where(owner: Actor, browse: Any) -> None:
    rows = "Anna,Field,Moor Ltd,Clerk,2010-01-01,2012-12-31\nAnna,Field,Lee Ltd,Buyer,2013-02-01,\n"
    rows += "Anna,Field,Dale Ltd,,,2009-05-31\n"
    text = (HEADER + rows).replace("\n", ",a@field.example\n").replace("Until,a@field.example", "Until,Email")
    performed(brought(text, owner, "people.csv"), owner)
    page = browse(owner).get(f"/people/{Party.objects.get(kind='person').pk}/").content.decode()
    for said in ("(1 Jan 2010 to 31 Dec 2012)", "(since 1 Feb 2013)", "(until 31 May 2009)"):
        assert said in page
