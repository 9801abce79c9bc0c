"""Files as they come: each with the sentence that is said of it, and nothing half imported."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import Workbook

from goodwill.areas.people.models import ContactPoint, Note, Party
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import File
from goodwill.kernel.text import digits
from goodwill.transfer import runs
from goodwill.transfer.mapping.content import LONGEST, profile
from goodwill.transfer.models import Import, ImportRow
from goodwill.transfer.readers.errors import Problem
from goodwill.transfer.repairing import repair
from goodwill.transfer.tests.bringing import brought, checked, performed
from goodwill.transfer.tests.readers.made import xlsx_of

HEAD = "First Name,Last Name,Email,Phone\n"
GOOD = "Anna,Field,anna@field.example,+44 20 7946 0018\n"


def said(run: Import) -> str:
    """All that is said of the file and of its rows."""
    of_file = [Problem.from_data(data).sentence for data in run.found["problems"]]
    return "\n".join([*of_file, *(row.sentence for row in run.rows.order_by("number"))])


def people() -> list[str]:
    return sorted(Party.objects.filter(kind="person").values_list("name", flat=True))


def workbook(*rows: list[Any]) -> bytes:
    book, out = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def refused(data: str | bytes, name: str, by: Actor) -> str:
    with pytest.raises(Invalid) as refusal:
        brought(data, by, name)
    assert not Import.objects.exists()
    assert not File.objects.exists()
    return refusal.value.sentence


def test_a_wrong_encoding_is_found_and_a_mixed_one_is_said(owner: Actor) -> None:
    performed(brought(f"{HEAD}Jörg,Müller,j@field.example,\n".encode("cp1252"), owner, "a.csv"), owner)
    assert people() == ["Jörg Müller"]
    mixed = f"{HEAD}Zoë,Blå,z@field.example,\n".encode() + "René,Grün,r@field.example,\n".encode("cp1252")
    run = brought(mixed, owner, "b.csv")
    assert performed(run, owner) == {"new": 2}
    assert people() == ["Jörg Müller", "René Grün", "Zoë Blå"]
    assert "written in another encoding" in said(run)


def test_utf_16_from_a_spreadsheet_is_read(owner: Actor) -> None:
    run = brought(f"{HEAD}{GOOD}".replace(",", "\t").encode("utf-16"), owner, "unicode.txt")
    assert performed(run, owner) == {"new": 1}
    assert people() == ["Anna Field"]


def test_a_row_with_another_delimiter_is_read_and_said(owner: Actor) -> None:
    run = brought(f"{HEAD}{GOOD}Ben;Moor;ben@moor.example;\nCy,Dale,c@dale.example,\n", owner, "a.csv")
    assert performed(run, owner) == {"new": 3}
    assert "separated by “;”" in said(run)
    assert Party.objects.get(name="Ben Moor").primary_mail == "ben@moor.example"


def test_formulas_are_text_and_never_run(owner: Actor) -> None:
    run = brought(f"{HEAD}=cmd|'/c calc'!A1,Field,a@field.example,\n", owner, "a.csv")
    assert performed(run, owner) == {"new": 1}
    assert Party.objects.get().given == "=cmd|'/c calc'!A1"


def test_a_formula_without_a_result_is_said_of_its_cell(owner: Actor) -> None:
    text = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
    head = f'<row r="1">{text.format("A1", "Name")}{text.format("B1", "Email")}</row>'
    row = f'<row r="2">{text.format("A2", "Anna Field")}<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    run = brought(xlsx_of(head + row), owner, "a.xlsx")
    assert performed(run, owner) == {"new": 1}
    assert "column “Email”: the formula has no result" in said(run)


def test_a_spreadsheet_bomb_is_refused_with_a_sentence(owner: Actor) -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    bomb = xlsx_of(far)
    assert len(bomb) < 4096
    sentence = refused(bomb, "bomb.xlsx", owner)
    assert "16,384 columns" in sentence
    assert "Nothing was changed" in sentence


def test_two_hundred_columns_come_in_and_none_is_lost(owner: Actor) -> None:
    names = ["First Name", "Last Name", *(f"Extra {n}" for n in range(198))]
    run = brought(",".join(names) + "\nAnna,Field," + ",".join(f"v{n}" for n in range(198)) + "\n", owner, "wide.csv")
    from goodwill.transfer import runs

    runs.map_columns(run, {**dict.fromkeys(range(2, 200), "keep_note"), 0: "given_name", 1: "family_name"})
    assert performed(run, owner) == {"new": 1}
    assert Note.objects.get().text.splitlines() == [f"Extra {n}: v{n}" for n in range(198)]


@pytest.mark.slow
def test_ten_megabytes_in_one_cell_cost_only_their_row(owner: Actor) -> None:
    run = brought(f"{HEAD}{GOOD}Ben,{'x' * 10_000_000},b@moor.example,\nCy,Dale,c@dale.example,\n", owner, "a.csv")
    assert performed(run, owner) == {"new": 2, "refused": 1}
    assert people() == ["Anna Field", "Cy Dale"]
    assert "column “Last Name”: this cell holds 10,000,000 letters" in said(run)
    assert max(map(len, run.rows.get().cells)) == 2000


def test_merged_cells_stand_in_each_of_their_rows(owner: Actor) -> None:
    book, out = Workbook(), BytesIO()
    for row in (["Company", "Name"], ["Field & Sons", "Anna Field"], [None, "Ben Moor"]):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    book.save(out)
    run = brought(out.getvalue(), owner, "a.xlsx", row_is="person")
    assert performed(run, owner) == {"new": 2}
    assert "merged cells" in said(run)
    assert set(Party.objects.filter(kind="person").values_list("company__name", flat=True)) == {"Field & Sons"}


def test_dates_in_five_formats_and_as_serials(owner: Actor) -> None:
    forms = ("1980-12-24", "24.12.1980", "24/12/1980", "24 Dec 1980", "19801224")
    rows = "".join(f"P{n} Field,{form}\n" for n, form in enumerate(forms))
    run = brought(f"Name,Birthday\n{rows}P9 Field,nonsense\n", owner, "a.csv")
    assert performed(run, owner) == {"new": 6}
    assert set(Party.objects.exclude(name="P9 Field").values_list("birthday", flat=True)) == {date(1980, 12, 24)}
    assert "“nonsense” could not be taken" in said(run)
    assert Note.objects.get().text == "Birthday: nonsense"
    book = workbook(
        ["Name", "Birthday"], ["Ser Ial", 29579], ["Ty Ped", date(1980, 12, 24)], ["Wr Itten", "12/24/1980"]
    )
    assert performed(brought(book, owner, "b.xlsx"), owner) == {"new": 3}
    assert set(Party.objects.exclude(name="P9 Field").values_list("birthday", flat=True)) == {date(1980, 12, 24)}


def test_a_day_that_somebody_typed_into_a_workbook_is_asked_about(owner: Actor) -> None:
    run = brought(workbook(["Name", "Birthday"], ["A B", date(1980, 12, 24)], ["C D", "2/3/1990"]), owner, "a.xlsx")
    assert runs.unsure(run) == {1: "2/3/1990"}


def test_private_people_among_the_firms_of_a_list_are_people(owner: Actor) -> None:
    text = "Company,Contact,Phone\nField Ltd,Anna Field,+44 20 7946 0018\n,Ben Moor,+44 20 7946 0019\n"
    performed(brought(text, owner, "a.csv", row_is="company"), owner)
    assert people() == ["Anna Field", "Ben Moor"]
    assert [*Party.objects.filter(kind="company").values_list("name", flat=True)] == ["Field Ltd"]
    performed(brought("Name,Phone\nMoor Mills,+44 20 7946 0020\n", owner, "b.csv", row_is="company"), owner)
    assert Party.objects.get(name="Moor Mills").kind == "company"


def test_phones_that_a_spreadsheet_made_numbers_of(owner: Actor) -> None:
    book = workbook(["Name", "Phone"], ["Anna Field", 442079460018.0], ["Ben Moor", 2079460019])
    assert performed(brought(book, owner, "a.xlsx"), owner) == {"new": 2}
    rows = ("Cy Dale,442079460020.0", "Di Ford,4.4E+11", "Ed Gale,4.42079460021E+11", "Flo Hart,+4.4207E+11")
    performed(brought("\n".join(["Name,Phone", *rows, ""]), owner, "b.csv"), owner)
    phones = ContactPoint.objects.filter(kind="phone").order_by("fold")
    assert list(phones.values_list("shown", flat=True)) == [f"+44 20 7946 00{n}" for n in (18, 19, 20, 21)]
    assert "last digits are not in the file" in "".join(row.sentence for row in ImportRow.objects.all())
    assert "4.4E+11" in Note.objects.get(about_id=Party.objects.get(name="Di Ford").pk).text


def test_mails_joined_by_commas_are_several(owner: Actor) -> None:
    run = brought('Name,Email\nAnna Field,"a@field.example, b@field.example; c@field.example"\n', owner, "a.csv")
    assert performed(run, owner) == {"new": 1}
    assert sorted(ContactPoint.objects.values_list("value", flat=True)) == [f"{n}@field.example" for n in "abc"]


def test_junk_below_the_table_is_left_out_and_said(owner: Actor) -> None:
    run = brought(f"{HEAD}{GOOD}\nTotal: 1,,,\nprinted on 2026-01-01,,,\n(secret),,,\n", owner, "a.csv")
    assert checked(run, owner) == {"new": 1, "left": 3}
    assert repair(run, 6, owner, choice="").counted == "new"
    assert performed(run, owner) == {"new": 2, "left": 2}
    assert people() == ["(secret)", "Anna Field"]
    assert "looks like a sum or a remark" in said(run)


def test_ragged_rows_are_filled_or_wait(owner: Actor) -> None:
    run = brought(f"{HEAD}{GOOD}Ben,Moor\nCy,Dale,c@dale.example,,Leeds,UK\n", owner, "a.csv")
    assert checked(run, owner) == {"new": 2, "refused": 1}
    assert performed(run, owner) == {"new": 2, "refused": 1}
    assert people() == ["Anna Field", "Ben Moor"]
    assert "has 6 cells, but there are 4 columns" in said(run)


def test_headers_that_come_twice_are_told_apart(owner: Actor) -> None:
    run = brought("Name,Email,Email\nAnna Field,a@field.example,b@field.example\n", owner, "a.csv")
    assert "stands above 2 columns" in said(run)
    assert performed(run, owner) == {"new": 1}
    assert ContactPoint.objects.filter(kind="mail").count() == 2


def test_empty_files_are_refused_and_an_empty_table_writes_nothing(owner: Actor) -> None:
    assert "The file is empty" in refused("", "a.csv", owner)
    assert "The file is empty" in refused("\n  \n \n", "a.csv", owner)
    run = brought(HEAD, owner, "a.csv")
    assert "no row below them" in said(run)
    assert performed(run, owner) == {}
    assert run.batch is None


def test_a_workbook_that_is_called_csv_is_read_as_what_it_is(owner: Actor) -> None:
    run = brought(workbook(["Name", "Email"], ["Anna Field", "a@field.example"]), owner, "contacts.csv")
    assert "Excel" in run.found["sentence"]
    assert performed(run, owner) == {"new": 1}


def test_one_broken_card_costs_only_itself(owner: Actor) -> None:
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{}\r\nEMAIL:{}@field.example\r\nEND:VCARD\r\n"
    broken = "BEGIN:VCARD\r\nVERSION:3.0\r\nthis is no line\r\nEND:VCARD\r\n"
    run = brought(card.format("Anna Field", "a") + broken + card.format("Ben Moor", "b"), owner, "phone.vcf")
    assert performed(run, owner) == {"new": 2, "refused": 1}
    assert people() == ["Anna Field", "Ben Moor"]
    assert "holds nothing" in said(run)


def test_a_quote_that_is_never_closed_swallows_nothing(owner: Actor) -> None:
    run = brought(f'{HEAD}"Ben,Moor,b@moor.example,\n{GOOD}Cy,Dale,c@dale.example,\n', owner, "a.csv")
    assert performed(run, owner) == {"new": 3}
    assert "opens a quote that is never closed" in said(run)


def test_a_second_table_a_sum_and_words_for_nothing_make_nobody(owner: Actor) -> None:
    text = "Name,Email,Phone,Country\nAnna Lee,-,0,NA\nBen Lee,a@lee.example / b@lee.example,n/a,\n,,,\nTotal,,2,\n"
    run = brought(text + "\nSupplier,Street,Town,Phone\nSteel Ltd,1 High Street,Leeds,020 7946 0018\n", owner, "a.csv")
    assert {problem["code"] for problem in run.found["problems"]} >= {"second_table"}
    assert checked(run, owner) == {"new": 2, "left": 3}
    assert not run.checked["remarks"]
    assert performed(run, owner) == {"new": 2, "left": 3}
    assert list(Party.objects.order_by("name").values_list("name", "country")) == [("Anna Lee", "NA"), ("Ben Lee", "")]
    assert ContactPoint.objects.count() == 2


def test_numbers_that_no_plan_knows_are_kept_as_they_were_typed(owner: Actor) -> None:
    typed = ("+49 176 123456789", "0176 123456789012", "+49 89 12345678901234", "030/123456-7890123")
    rows = "".join(f"P{place},{number}\n" for place, number in enumerate(typed))
    assert performed(brought(f"Name,Phone\n{rows}", owner, "numbers.csv"), owner) == {"new": len(typed)}
    points = ContactPoint.objects.order_by("party__name")
    assert [point.value for point in points] == list(typed)
    assert [digits(point.shown)[-9:] for point in points] == [digits(number)[-9:] for number in typed]
    assert performed(brought(f"Name,Phone\n{rows}", owner, "numbers.csv"), owner) == {"same": len(typed)}


def test_a_family_is_a_household(owner: Actor) -> None:
    rows = "Fam. Huber;huber@x.example\nFamilie Roth;roth@x.example\nFamia Roth;f@x.example\n"
    run = brought(f"Name;Mail\n{rows}", owner, "people.csv")
    assert checked(run, owner) == {"new": 3}
    performed(run, owner)
    kinds = dict(Party.objects.values_list("name", "kind"))
    assert kinds == {"Fam. Huber": "household", "Familie Roth": "household", "Famia Roth": "person"}


def test_a_customer_with_a_legal_form_is_a_company(owner: Actor) -> None:
    names = (
        "Vogel GmbH",
        "Acme Ltd. (formerly Bros)",
        "Eva Roth",
        "Ada Limited Lee",
        "Bo Berg",
        "Cy Lind",
        "Jo Wu",
        "Al Ek",
    )
    rows = "".join(f"{name};0221 100{place}\n" for place, name in enumerate(names))
    performed(brought(f"Customer;Phone\n{rows}", owner, "customers.csv"), owner)
    companies = Party.objects.filter(kind="company").order_by("name").values_list("name", flat=True)
    assert list(companies) == ["Acme Ltd. (formerly Bros)", "Vogel GmbH"]
    assert set(people()) == set(names) - set(companies)


def test_mails_that_hide_their_at_are_mails(owner: Actor) -> None:
    performed(brought("Name;Mail\nEva Roth;eva (at) roth [dot] example\n", owner, "a.csv"), owner)
    assert ContactPoint.objects.get().value == "eva@roth.example"


@pytest.mark.parametrize(
    ("cell", "points"),
    [
        ("020 7946 0011, 07700 900123", [("phone", "", "020 7946 0011"), ("phone", "", "07700 900123")]),
        (
            "020 7946 0011 / 07700 900123 (mobile)",
            [("phone", "", "020 7946 0011"), ("phone", "mobile", "07700 900123 (mobile)")],
        ),
        (
            "020 7946 0999 ext 12; fax 020 7946 0998",
            [("fax", "", "fax 020 7946 0998"), ("phone", "", "020 7946 0999 ext 12")],
        ),
        ("020 / 7946 0011", [("phone", "", "020 / 7946 0011")]),
        ("020 7946 0011 / -12", [("phone", "", "020 7946 0011 / -12")]),
        ("020 7946 0011, ext 12", [("phone", "", "020 7946 0011, ext 12")]),
    ],
)
def test_several_phones_in_one_cell_are_several(cell: str, points: list[tuple[str, str, str]], owner: Actor) -> None:
    performed(brought(f'Name;Phone\nEva Roth;"{cell}"\n', owner, "a.csv"), owner)
    found = ContactPoint.objects.order_by("kind", "position").values_list("kind", "label", "value")
    assert list(found) == points


def test_the_page_says_of_an_empty_column_that_its_formulas_have_no_results(owner: Actor, browse: Any) -> None:
    cell = '<c r="%s" t="inlineStr"><is><t>%s</t></is></c>'
    rows = f"<row r='1'>{cell % ('A1', 'Name')}{cell % ('B1', 'Total')}{cell % ('C1', 'Hobby')}</row>"
    rows += f"<row r='2'>{cell % ('A2', 'Anna Field')}<c r=\"B2\"><f>1+1</f></c></row>"
    run = brought(xlsx_of(rows), owner, "people.xlsx")
    page = browse(owner).get(reverse("import_columns", args=[run.pk])).content.decode()
    assert "2 columns are empty here" in page
    assert "<bdi>Total</bdi> (formulas without results)" in page
    assert "<bdi>Hobby</bdi></p>" in page


def test_a_whole_book_in_one_cell_is_looked_at_no_longer_than_a_line() -> None:
    book = profile(["Chapter one, by anna@x.de, " * 400_000, "see b@x.de"])
    assert (book.filled, book.long, book.several_mails) == (2, 1, "")
    assert max(map(len, book.samples)) == LONGEST


def test_a_number_that_two_people_of_a_file_bear_is_said(owner: Actor) -> None:
    text = "Customer number,First name,Last name,Email\n7,Anna,Field,a@field.example\n7,Tom,Moor,t@moor.example\n"
    run = brought(text, owner, "list.csv")
    assert checked(run, owner) == {"new": 1, "updated": 1}
    row = run.rows.get()
    assert (row.outcome, row.number) == ("problem", 3)
    assert "This number is that of Anna Field" in row.sentence


def test_signs_for_nothing_are_no_names(owner: Actor) -> None:
    run = brought("First name,Last name,Company,City\nAnna,Field,-,Ulm\nN/A,n/a,-,\n", owner, "list.csv")
    assert checked(run, owner) == {"new": 1, "refused": 1}
    assert performed(run, owner)["new"] == 1
    assert list(Party.objects.values_list("name", flat=True)) == ["Anna Field"]


def test_only_fields_have_policies_of_their_own(owner: Actor, browse: Any) -> None:
    text = "Name,Email,Last contact\nAnna Field,a@field.example,2024-03-01\n"
    run = brought(text, owner, "list.csv")
    assert run.mapping["2"]
    page = browse(owner).get(f"/import/{run.pk}/options").content.decode()
    assert 'name="policy-mail' in page
    performed(run, owner)
    assert Note.objects.get().text == "Last contact: 2024-03-01"
    assert f'name="policy-{run.mapping["2"]}"' not in page
