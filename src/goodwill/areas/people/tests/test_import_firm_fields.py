"""Fields that the firm made come in with a file, and go round with it."""

import io

import pytest

from goodwill.areas.people.models import Note, Party
from goodwill.areas.people.tests.test_import import brought, checked, performed
from goodwill.kernel.models import Change, CustomField
from goodwill.records import registry
from goodwill.records.codec.export import Asked, export
from goodwill.records.custom.verbs import make_field
from goodwill.transfer import runs

HEADER = "Name,Email,Colour,Budget,Likes boats,Next check,Wishes,Referred to\n"
ADA = 'Ada Byron,ada@example.com,Sea blue,12.50,yes,2026-03-15,"Tea, Cake",Grace Hopper\n'
BEN = "Ben Moor,ben@example.com,Mauve,,no,,,\n"


def make_fields(owner):
    choices = [{"label": "Tea"}, {"label": "Cake"}]
    given = {
        "Colour": {"kind": "choice", "choices": [{"label": "Red"}, {"label": "Sea blue"}]},
        "Budget": {"kind": "money", "currency": "GBP"},
        "Likes boats": {"kind": "yes_no"},
        "Next check": {"kind": "date"},
        "Wishes": {"kind": "choices", "choices": choices},
        "Referred to": {"kind": "relation", "target": "person"},
    }
    for label, one in given.items():
        make_field(by=owner, type="person", label=label, **one)


def test_columns_are_found_by_their_names_and_read_as_their_kind(owner):
    grace = performed(brought("Name,Email\nGrace Hopper,grace@example.com\n", owner), owner)
    assert grace == {"new": 1}
    make_fields(owner)
    run = brought(HEADER + ADA + BEN, owner)
    assert {run.targets[at] for at in range(2, 8)} == {
        f"person.x_{name}" for name in ("colour", "budget", "likes_boats", "next_check", "wishes", "referred_to")
    }
    assert checked(run, owner) == {"new": 2}
    assert performed(run, owner) == {"new": 2}
    ada, ben = Party.objects.get(name="Ada Byron"), Party.objects.get(name="Ben Moor")
    referred = Party.objects.get(name="Grace Hopper").pk
    assert {name: value for name, value in ada.extra.items() if name.startswith("x_")} == {
        "x_colour": "sea_blue",
        "x_budget": 1250,
        "x_likes_boats": True,
        "x_next_check": "2026-03-15",
        "x_wishes": ["tea", "cake"],
        "x_referred_to": referred,
    }
    assert "x_colour" not in ben.extra
    assert Note.objects.get(about_id=ben.pk).text == "Colour: Mauve"
    assert Change.objects.get(type="party", ref_id=ada.pk, kind="create").after["x_budget"] == 1250


def test_the_same_file_again_changes_nothing_and_another_value_one_field(owner):
    make_fields(owner)
    performed(brought(HEADER + ADA, owner), owner)
    assert performed(brought(HEADER + ADA, owner), owner) == {"same": 1}
    changed = brought(HEADER + ADA.replace("12.50", "20"), owner, policy="overwrite")
    assert performed(changed, owner) == {"updated": 1}
    last = Change.objects.filter(type="party").latest("id")
    assert (last.before, last.after) == ({"x_budget": 1250}, {"x_budget": 2000})
    runs.undo(changed, owner)
    assert Party.objects.get(name="Ada Byron").extra["x_budget"] == 1250


def test_what_left_comes_back_as_it_was(owner):
    make_fields(owner)
    performed(brought(HEADER + ADA.replace("Grace Hopper", ""), owner), owner)
    left = export(registry.get("person"), Asked("csv", columns=("*",)), by=owner).file.read().decode()
    ada = Party.objects.get(name="Ada Byron")
    assert performed(brought(left, owner), owner) == {"same": 1}
    before = dict(ada.extra)
    changed = left.replace("Sea blue", "Red")
    assert performed(brought(changed, owner, policy="overwrite"), owner) == {"updated": 1}
    ada.refresh_from_db()
    assert ada.extra == {**before, "x_colour": "red"}
    assert io.StringIO(left).readline().count("Colour") == 1


def test_a_column_that_fits_nothing_becomes_a_field_on_the_spot(owner, browse):
    rows = "".join(f"Ada {n},ada{n}@example.com,{('gold', 'silver')[n % 2]},{n}.5,x{n}\n" for n in range(12))
    run = brought("Name,Email,Shelf mark,Ring size,Zzyzx\n" + rows, owner)
    client, url = browse(owner), f"/import/{run.pk}/columns"
    page = client.get(url).content.decode()
    assert [text for text in ("New field: Choice", "New field: Number", "New field: Text") if text not in page] == [], (
        run.targets
    )
    for place in (2, 3):
        chosen = {f"c{at}": run.targets.get(at, "") for at in range(5)}
        client.post(url, {**chosen, "do": f"field:{place}"})
        run.refresh_from_db()
    assert (run.targets[2], run.targets[3]) == ("person.x_shelf_mark", "person.x_ring_size")
    assert performed(run, owner) == {"new": 12}
    assert Party.objects.get(name="Ada 3").extra["x_shelf_mark"] == "silver"
    assert Party.objects.get(name="Ada 3").extra["x_ring_size"] == 35


@pytest.mark.parametrize("days", [("03.02.2021", "14.03.2021"), ("2021-02-03", "2021-03-14")])
def test_days_become_a_field_of_dates_however_they_are_written(owner, browse, days):
    rows = "".join(f"Ada {n},ada{n}@example.com,{day}\n" for n, day in enumerate(days))
    run = brought("Name,Email,Zzyzx\n" + rows, owner)
    client, url = browse(owner), f"/import/{run.pk}/columns"
    assert "New field: Date" in client.get(url).content.decode()
    client.post(url, {**{f"c{at}": run.targets.get(at, "") for at in range(3)}, "do": "field:2"})
    assert performed(run, owner) == {"new": 2}
    assert Party.objects.get(name="Ada 1").extra["x_zzyzx"] == "2021-03-14"


ACCOUNTS = (
    "Account Name,Annual Revenue,Employees\n"
    'Quill Ltd,"EUR 1,250,000",48\nReed GmbH,"EUR 980,000.50",12\nSlate SA,"USD 10,000",7\n'
)
STAFF = 'First Name,Last Name,Company Name,Annual Revenue\nPia,Xeno,Xeno Ltd,"1,200,000"\nRob,Yarrow,Yarrow Ltd,80000\n'


def test_revenue_becomes_a_field_of_money_by_one_click_and_is_known_from_then_on(owner, browse):
    run = brought(ACCOUNTS, owner)
    client, url = browse(owner), f"/import/{run.pk}/columns"
    assert (run.targets[1], run.targets[2]) == ("revenue", "employees")
    page = client.get(url).content.decode()
    assert page.count("New field: ") == page.count("New field: Money") == 1
    client.post(url, {**{f"c{at}": run.targets[at] for at in range(3)}, "do": "field:1"})
    run.refresh_from_db()
    assert run.targets[1] == "company.x_annual_revenue"
    assert CustomField.objects.get().currency == "EUR"
    assert performed(run, owner) == {"new": 3}
    made = {party.name: party.extra.get("x_annual_revenue") for party in Party.objects.all()}
    assert made == {"Quill Ltd": 125_000_000, "Reed GmbH": 98_000_050, "Slate SA": None}
    assert Party.objects.get(name="Quill Ltd").employees == 48
    assert "10000 USD" in Note.objects.get().text
    again = brought(ACCOUNTS, owner)
    assert again.targets[1] == "company.x_annual_revenue"


def test_what_is_known_without_a_field_is_offered_as_one_above_the_columns(owner, browse):
    run = brought(ACCOUNTS, owner)
    client, url = browse(owner), f"/import/{run.pk}/columns"
    assert "There is no field for “Annual Revenue” yet." in client.get(url).content.decode()
    client.post(url, {**{f"c{at}": run.targets[at] for at in range(3)}, "do": "fields:noted"})
    run.refresh_from_db()
    assert run.targets[1] == "company.x_annual_revenue"
    assert CustomField.objects.get().kind == "money"
    assert "There is no field" not in client.get(url).content.decode()


def test_revenue_beside_people_is_a_field_of_their_company(owner, browse):
    run = brought(STAFF, owner)
    client, url = browse(owner), f"/import/{run.pk}/columns"
    assert "New field: Money" in client.get(url).content.decode()
    client.post(url, {**{f"c{at}": run.targets[at] for at in range(4)}, "do": "field:3"})
    run.refresh_from_db()
    assert run.targets[3] == "company.x_annual_revenue"
    performed(run, owner)
    assert Party.objects.get(name="Xeno Ltd").extra["x_annual_revenue"] == 120_000_000
    assert Party.objects.get(name="Pia Xeno").extra.get("x_annual_revenue") is None


def test_an_export_that_names_companies_alone_is_of_companies(owner):
    head = "Record ID,Company name,Company Domain Name,Annual Revenue,City,Create Date"
    run = brought(f"{head}\n1001,Quill Ltd,quill.example,1250000,Harwick,2023-05-01 10:22\n", owner)
    assert (run.found["maker"], run.options["row_is"]) == ("HubSpot", "company")
    performed(run, owner)
    assert list(Party.objects.values_list("kind", "name")) == [("company", "Quill Ltd")]
    run = brought("Record ID,Email,Company Name,Create Date\n1001,pia@xeno.example,Xeno Ltd,2023-05-01 10:22\n", owner)
    assert run.options["row_is"] == "person"


def test_who_may_not_make_fields_keeps_the_revenue_in_a_note(owner, staff, browse):
    run = brought(ACCOUNTS, staff)
    page = browse(staff).get(f"/import/{run.pk}/columns").content.decode()
    assert "A line of the note." in page
    assert "New field: " not in page


def test_all_that_fit_nothing_become_fields_by_one_click(owner, browse):
    rows = "".join(f"Ada {n},{('gold', 'silver')[n % 2]},{n}.5,x{n},\n" for n in range(12))
    run = brought("Name,Shelf mark,Ring size,Qwopf,Plugh\n" + rows, owner)
    client, url = browse(owner), f"/import/{run.pk}/columns"
    assert "Make fields of all" in client.get(url).content.decode()
    client.post(url, {**{f"c{at}": run.targets.get(at, "") for at in range(5)}, "do": "fields:all"})
    run.refresh_from_db()
    assert [run.targets.get(at, "") for at in range(1, 5)] == [
        "person.x_shelf_mark",
        "person.x_ring_size",
        "person.x_qwopf",
        "",  # there is nothing in it
    ]
    assert performed(run, owner) == {"new": 12}
    assert Party.objects.get(name="Ada 3").extra["x_qwopf"] == "x3"


def test_a_number_that_the_firm_gave_finds_its_customer_whatever_the_name(owner):
    make_field(by=owner, type="person", label="Customer no", kind="text", unique=True)
    header = "Name,Email,Customer no\n"
    performed(brought(header + "Anna Field,anna@field.example,K 17\n", owner), owner)
    text = header + "Anna Moor,new@moor.example,k 17\nAnna Field,anna@field.example,K 18\nBo,,K 19\nBoris,,K 19\n"
    run = brought(text, owner, policy="overwrite")
    assert run.options["match"] == "person.x_customer_no"
    assert checked(run, owner) == performed(run, owner) == {"new": 2, "updated": 2}
    assert sorted((each.extra["x_customer_no"], each.name) for each in Party.objects.all()) == [
        ("K 18", "Anna Field"),
        ("K 19", "Boris"),
        ("k 17", "Anna Moor"),
    ]
    assert performed(brought(text.replace("Bo,,K 19\n", ""), owner), owner) == {"same": 3}


def test_a_column_of_numbers_that_can_be_read_twice_is_asked_about_and_read_as_said(owner, browse):
    make_field(by=owner, type="person", label="Turnover", kind="number", decimals=2)
    run = brought("Name,Turnover\nAda,12.500\nBen,8.250\n", owner)
    client, url = browse(owner), f"/import/{run.pk}/columns"
    page = client.get(url).content.decode()
    assert "12.500 is read as" in page
    assert "12,500</option>" in page
    assert "12.5</option>" in page
    sent = {"c0": "full_name", "c1": "person.x_turnover"}
    assert client.post(url, sent).status_code == 422
    assert client.post(url, {**sent, "as1": ","})["Location"] == f"/import/{run.pk}/options"
    run.refresh_from_db()
    assert performed(run, owner) == {"new": 2}
    assert Party.objects.get(name="Ada").extra["x_turnover"] == 1_250_000


def test_a_row_whose_value_is_taken_is_refused_alone_with_a_sentence(own_firm, owner):
    make_field(by=owner, type="person", kind="number", label="Customer number", unique=True)
    performed(brought("Name,Customer number\nGrace Hopper,1\n", owner), owner)
    rows = "Ada Byron,1\nBen Moor,2\nCem Tan,2\nDora Lind,3\n"
    run = brought("Name,Customer number\n" + rows, owner, match="")
    assert performed(run, owner) == {"new": 2, "refused": 2}
    said = {row.number: row.sentence for row in run.rows.filter(outcome="refused")}
    assert ["Grace Hopper has this" in said[2], "Ben Moor has this" in said[4]] == [True, True]
    assert Party.objects.count() == 3
