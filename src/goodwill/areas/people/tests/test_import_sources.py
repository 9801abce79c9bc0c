"""The files that other programs write, with rows made up for their headers."""

import csv
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from goodwill.areas.people.models import Note, Party, Tie
from goodwill.areas.people.tests.test_import import brought, checked, performed
from goodwill.kernel.actors import Actor
from goodwill.transfer.mapping.suggest import suggest
from goodwill.transfer.mapping.targets import TARGETS, Kind
from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.readers.opening import open_table

BY_KIND = {
    Kind.MAIL: "p{n}@field.example",
    Kind.PHONE: "+44 20 7946 00{n}{n}",
    Kind.URL: "https://field{n}.example/",
    Kind.DATE: "2021-03-1{n}",
    Kind.MOMENT: "2021-03-1{n} 10:00",
    Kind.COUNTRY: "Germany",
    Kind.NUMBER: "{n}2",
    Kind.YESNO: "no",
    Kind.COMPANY: "Field {n} Ltd",
    Kind.TAGS: "vip",
    Kind.ID: "id{n}",
    Kind.LABEL: "Work",
    Kind.LANGUAGE: "English",
}
BY_TARGET = {
    "full_name": "Given{n} Family{n}",
    "given_name": "Given{n}",
    "family_name": "Family{n}",
    "middle_name": "",
    "suffix": "",
    "party_kind": "",
    "owner": "Owner",
    "company": "Field {n} Ltd",
    "birth_year": "1980",
    "birth_month": "2",
    "birth_day": "1{n}",
    "phase": "Customer",
}
FILES = (
    "google_new",
    "google_old",
    "hubspot_contacts",
    "outlook",
    "pipedrive_import_sample",
    "salesforce_account_api",
    "thunderbird",
)


def made_up(header: str) -> str:
    headers = next(csv.reader([header]))
    targets = suggest(
        open_table(Input.of_bytes(f"{header}\n{',' * (len(headers) - 1)}x\n".encode(), "x.csv"))
    ).targets()
    sheet = StringIO()
    writer = csv.writer(sheet)
    writer.writerow(headers)
    for n in range(3):
        writer.writerow(_value(targets.get(position, ""), n) for position in range(len(headers)))
    return sheet.getvalue()


def _value(target: str, n: int) -> str:
    if not target:
        return ""
    return BY_TARGET.get(target, BY_KIND.get(TARGETS[target].kind, f"{target} {{n}}")).format(n=n)


@pytest.mark.parametrize("name", FILES)
def test_an_export_comes_in_whole_and_comes_again_without_a_change(name: str, owner: Actor, real_data: Path) -> None:
    header = (real_data / "headers" / f"{name}.csv").read_text(encoding="utf-8-sig").strip().splitlines()[0]
    text = made_up(header)
    run = brought(text, owner, f"{name}.csv")
    assert run.found["maker"]
    assert checked(run, owner) == {"new": 3}
    assert performed(run, owner) == {"new": 3}
    assert not run.rows.exists(), [row.sentence for row in run.rows.all()]
    persons = Party.objects.filter(kind="person")
    if run.options["row_is"] == "person":
        assert sorted(persons.values_list("name", flat=True)) == [f"Given{n} Family{n}" for n in range(3)]
        assert Tie.objects.filter(main=True).count() == 3
        assert all(person.primary_mail for person in persons)
    assert Party.objects.filter(kind="company").count() == 3
    again = brought(text, owner, f"{name}.csv")
    assert checked(again, owner) == {"same": 3}
    assert performed(again, owner) == {"same": 3}


def test_what_programs_write_for_nothing_and_for_phases_is_understood(owner: Actor) -> None:
    outlook = (
        "First Name,Last Name,E-mail Address,Business Phone,Business Street,Gender,Anniversary,Sensitivity,Priority"
    )
    row = "Anna,Moor,a@moor.example,+44 20 7946 0018,Hill 5,Unspecified,0/0/00,Normal,Normal"
    run = brought(f"{outlook}\n{row}\n", owner, "outlook.csv")
    assert (performed(run, owner), run.counts["remarks"], Note.objects.count()) == ({"new": 1}, 0, 0)
    hubspot = "Record ID,First Name,Last Name,Email,Lifecycle Stage,Lead Status,Contact owner"
    run = brought(f"{hubspot}\n9,Ben,Hill,b@hill.example,Marketing Qualified Lead,,\n", owner, "hubspot.csv")
    performed(run, owner)
    accounts = "Id,Name,Type,BillingStreet,AccountNumber,Website,OwnerId,TickerSymbol"
    link = "Moor (on the web)#http://www.moor.example/shop.htm#"
    rows = f"1,Moor Ltd,Customer - Direct,Hill 5,C-1,{link},005A,\n2,Hill Ltd,Press,Hill 6,C-2,#HILL.HTM#,005A,\n"
    run = brought(f"{accounts}\n{rows}", owner, "accounts.csv")
    assert (performed(run, owner), run.counts["remarks"]) == ({"new": 2}, 1)
    found = {party.name: party for party in Party.objects.all()}
    assert (found["Ben Hill"].phase, found["Moor Ltd"].phase) == ("lead", "customer")
    assert (found["Moor Ltd"].website, found["Hill Ltd"].website) == ("moor.example/shop.htm", "")
    assert (found["Hill Ltd"].company_kind, found["Moor Ltd"].company_kind) == ("press", "")


def test_since_when_somebody_is_a_customer_makes_them_one(owner: Actor) -> None:
    run = brought("Name;E-Mail;Kunde seit\nJörg Weiß;j@weiss.example;01.02.2019\n", owner, "kunden.csv")
    performed(run, owner)
    known = Party.objects.get()
    assert (known.phase, known.customer_since) == ("customer", date(2019, 2, 1))


LONDON, MOBILE = "020 7946 0011", "07700 900123"


@pytest.mark.parametrize(
    ("headers", "row", "theirs", "of_company"),
    [
        ("Email,Phone", f"ada@acme.example,{LONDON}", {"ada@acme.example", LONDON}, set()),
        ("City,Phone,Fax", f"York,{LONDON},{LONDON}", set(), {LONDON}),
        ("Email,City,Phone", f"info@acme.example,York,{LONDON}", set(), {"info@acme.example", LONDON}),
        ("City,Phone,Email,Mobile", f"York,{LONDON},fox@acme.example,{MOBILE}", {"fox@acme.example", MOBILE}, {LONDON}),
    ],
)  # fmt: skip
def test_in_a_list_of_companies_mail_and_phone_are_whose_they_stand_beside(owner, headers, row, theirs, of_company):
    other = row.replace("a", "b").replace("1", "2")
    performed(brought(f"Company,Contact,{headers}\nAcme,Ada Fox,{row}\nBolt,,{other}\n", owner, "sheet.csv"), owner)
    points = {party.name: {point.value for point in party.contact_points.all()} for party in Party.objects.all()}
    assert points["Ada Fox"] == theirs
    assert points["Acme"] == of_company
    assert len(points["Bolt"]) == len(theirs | of_company), "a row that names nobody keeps all of it at the company"
