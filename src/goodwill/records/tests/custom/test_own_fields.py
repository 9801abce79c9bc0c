"""Fields that a firm makes for itself do everywhere what built-in ones do."""

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest

from goodwill.kernel import changes
from goodwill.kernel.errors import Invalid, Refused
from goodwill.kernel.models import Change, CustomField
from goodwill.kernel.money import Money
from goodwill.records import bulk, registry, writing
from goodwill.records.codec import codec, plain_row
from goodwill.records.custom.verbs import change_field, make_field, order_fields, remove_field, restore_field
from goodwill.records.filter.predicate import predicate
from goodwill.records.filter.resolve import known_fields
from goodwill.records.query import Listing, QueryError
from goodwill.records.query.foot import foot_of
from goodwill.records.search import search
from goodwill.records.story import story_of

TOY = registry.get("toy")
BODY = "application/json"


@pytest.fixture
def car(filled, owner):
    return writing.create(TOY, {"name": "Car", **filled}, by=owner)


def names(owner, **asked):
    return [row["name"] for row in Listing(TOY, owner, columns=["name"], **asked).rows()]


def test_a_list_reads_every_kind(car, filled, owner):
    row = Listing(TOY, owner, columns=["name", *filled]).rows()[0]
    assert row["x_motto"] == "Größer ist besser"
    assert (row["x_wheels"], row["x_length"], row["x_margin"]) == (4, 1250, 125)
    assert row["x_cost"] == Money(9995, "GBP")
    assert row["x_recall_day"] == date(2026, 3, 15)
    assert row["x_seen_at"] == datetime(2026, 3, 15, 14, 30, tzinfo=UTC)
    assert row["x_opens_at"] == "09:05"
    assert (row["x_colour"], row["x_colours"], row["x_loud"]) == ("sea_blue", ["red", "green"], True)
    assert row["x_tester"].id == owner.user_id
    assert row["x_rival"].label == "Ravensburger"


def test_all_fields_are_listed_however_many_a_firm_has(car, owner, monkeypatch):
    monkeypatch.setattr("goodwill.records.query.columns.MAX_COLUMNS", 3)
    every = [field.name for field in known_fields(TOY, owner)]
    assert [field.name for field in Listing(TOY, owner, columns=every).columns] == every
    with pytest.raises(QueryError, match="columns at most"):
        Listing(TOY, owner, columns=[*every, "maker.name"])


def test_columns_of_the_firm_cost_no_query(car, filled, owner, queries_of):
    plain = [name for name in filled if name not in ("x_tester", "x_rival")]
    TOY.field("x_motto")  # a write empties what is remembered of the firm
    without = queries_of(lambda: Listing(TOY, owner, columns=["name"]).rows())
    assert queries_of(lambda: Listing(TOY, owner, columns=["name", *plain]).rows()) == without


@pytest.mark.parametrize(
    "text",
    [
        'x_motto is "grosser IST besser"',
        'x_motto contains "BESS"',
        'x_motto starts with "gro"',
        "x_motto is not empty",
        'x_manual contains "then that"',
        "x_wheels = 4",
        "x_wheels between 3 and 5",
        "x_length > 12.4",
        "x_cost >= 99.95",
        "x_margin < 13",
        "x_recall_day on 2026-03-15",
        "x_recall_day before 2026-04-01",
        "x_seen_at on 2026-03-15",
        'x_opens_at is "9:05 am"',
        'x_opens_at before "14:30"',
        'x_opens_at between "09:00" and "10:00"',
        "x_opens_at is not empty",
        "x_colour is sea_blue",
        'x_colour is "Sea blue"',
        "x_colour in (red, sea_blue)",
        "x_colours has red",
        "x_colours has all of (red, green)",
        "x_colours is not empty",
        "x_loud is yes",
        'x_shop contains "example"',
        'x_maker_mail is "hello@example.com"',
        'x_hot_line contains "7946"',
        "x_tester is me",
        'x_rival is "Ravensburger"',
        'x_rival.name contains "burger"',
        "x_rival is not empty",
        '"grosser"',
    ],
)
def test_a_filter_finds_the_one_in_the_database_and_in_memory(text, car, filled, owner):
    """And the opposite finds exactly the other one, which has nothing anywhere."""
    other = writing.create(TOY, {"name": "Doll"}, by=owner)
    if text.startswith('"'):
        assert names(owner, filter='x_motto contains "grosser"') == ["Car"]
        return
    assert names(owner, filter=text) == ["Car"]
    assert names(owner, filter=f"not ({text})") == ["Doll"]
    passes = predicate(text, TOY, owner)
    assert (passes(car), passes(other)) == (True, False)


@pytest.mark.parametrize("name", ["x_motto", "x_wheels", "x_cost", "x_recall_day", "x_seen_at", "x_colour", "x_loud"])
def test_a_list_is_sorted_and_paged_by_it(name, fields, owner):
    values = {
        "x_motto": ["émile", "Zoe", "anton"],
        "x_wheels": [10, 100, 9],
        "x_cost": [10, 100, 9],
        "x_recall_day": ["2026-01-10", "2026-02-01", "2025-12-31"],
        "x_seen_at": ["2026-01-10 10:00", "2026-02-01 09:00", "2025-12-31 23:00"],
        "x_colour": ["red", "sea_blue", "green"],
        "x_loud": [True, True, False],
    }[name]
    for number, value in enumerate(values):
        writing.create(TOY, {"name": f"Toy {number}", name: value}, by=owner)
    writing.create(TOY, {"name": "Nothing"}, by=owner)
    for sort in (name, f"-{name}"):
        whole = names(owner, sort=sort)
        if name != "x_loud":
            assert whole == [*("Toy 2", "Toy 0", "Toy 1")[:: 1 if sort == name else -1], "Nothing"]
        paged, after = [], ""
        for _page in range(4):
            page = Listing(TOY, owner, columns=["name"], sort=sort, size=1, after=after).page
            paged, after = [*paged, *(row["name"] for row in page.rows)], page.next
        assert paged == whole
        back = Listing(TOY, owner, columns=["name"], sort=sort, size=3, before=_last(owner, sort)).page
        assert [row["name"] for row in back.rows] == whole[:3]
        assert names(owner, sort=sort, offset=2) == whole[2:]


def _last(owner, sort):
    first = Listing(TOY, owner, columns=["name"], sort=sort, size=3).page
    return Listing(TOY, owner, columns=["name"], sort=sort, size=1, after=first.next).page.previous


def test_its_sum_stands_below_the_list(car, filled, owner):
    writing.create(TOY, {"name": "Doll", "x_cost": "0.05", "x_length": 2}, by=owner)
    found = foot_of(Listing(TOY, owner, columns=["x_cost"]), ["x_cost:sum", "x_length:average", "x_recall_day:most"])
    assert found["x_cost"].values == (Money(10000, "GBP"),)
    assert found["x_length"].values == (7.25,)
    assert found["x_recall_day"].values == (date(2026, 3, 15),)


def test_history_tells_of_each_field_by_its_name(car, owner):
    with changes.batch(owner, "edit") as batch:
        writing.edit(TOY, car, {"x_colour": "red", "x_cost": "5", "x_loud": False}, by=owner)
    change = Change.objects.get(batch=batch.id)
    assert change.before == {"x_colour": "sea_blue", "x_cost": 9995, "x_loud": True}
    assert change.after == {"x_colour": "red", "x_cost": 500, "x_loud": False}
    told = {str(one.label): (one.before, one.after) for one in story_of(car, owner)[0].differences}
    assert told == {"Colour": ("Sea blue", "Red"), "Cost": ("£99.95", "£5.00"), "Loud": ("yes", "no")}


def test_undo_takes_back_one_field_and_leaves_what_was_changed_since(car, owner):
    with changes.batch(owner, "edit") as batch:
        writing.edit(TOY, car, {"x_colour": "red", "x_wheels": 6}, by=owner)
    writing.edit(TOY, car, {"x_wheels": 8}, by=owner)
    result = changes.undo(batch.id, owner)
    assert [clash.field for clash in result.clashes] == ["x_wheels"]
    car.refresh_from_db()
    assert (car.extra["x_colour"], car.extra["x_wheels"]) == ("sea_blue", 8)


def test_two_people_change_two_fields_and_nothing_is_lost(car, owner):
    base = car.version
    writing.edit(TOY, car, {"x_wheels": 6}, by=owner, base_version=base)
    writing.edit(TOY, car, {"x_motto": "Klein"}, by=owner, base_version=base)
    with pytest.raises(changes.writing.Conflict):
        writing.edit(TOY, car, {"x_wheels": 7}, by=owner, base_version=base)
    car.refresh_from_db()
    assert (car.extra["x_wheels"], car.extra["x_motto"]) == (6, "Klein")


def test_a_program_gives_and_gets_it(filled, owner, browse):
    client = browse(owner)
    made = client.post("/api/v1/toys", json.dumps({"name": "Car", **filled}), content_type=BODY)
    assert made.status_code == 201, made.content
    record = made.json()
    assert record["x_cost"] == {"amount": "99.95", "currency": "GBP"}
    assert (record["x_length"], record["x_colours"], record["x_loud"]) == ("12.50", ["red", "green"], True)
    changed = client.patch(made["Location"], json.dumps({"x_colour": "Green", "x_loud": None}), content_type=BODY)
    assert (changed.json()["x_colour"], changed.json()["x_loud"]) == ("green", False)
    refused = client.patch(made["Location"], json.dumps({"x_colour": "mauve", "x_wheels": "many"}), content_type=BODY)
    assert (refused.status_code, set(refused.json()["problems"])) == (422, {"x_colour", "x_wheels"})
    described = client.get("/api/v1/openapi.json").content.decode()
    assert '"x_recall_day"' in described


def test_a_row_returns_from_a_file_as_it_was(car, owner):
    listing = Listing(TOY, owner, columns=[name for name in TOY.all_fields if name.startswith("x_")])
    fields, found = {field.name: field for field in listing.columns}, codec(TOY, listing.columns)
    plain = plain_row(fields, listing.rows()[0])
    out = io.StringIO(newline="")
    csv.writer(out).writerows([found.headers, found.texts(plain)])
    headers, texts = csv.reader(io.StringIO(out.getvalue(), newline=""), strict=True)
    assert "Recall day" in headers
    assert {**found.plain(headers, texts), "version": plain["version"]} == plain


def test_the_search_finds_it(car, owner):
    assert [hit.id for hit in search("grosser", owner)] == [car.pk]
    writing.edit(TOY, car, {"x_motto": "Winzig"}, by=owner)
    assert search("grosser", owner) == []
    assert [hit.id for hit in search("winzig", owner)] == [car.pk]
    motto = CustomField.objects.get(label="Motto")
    remove_field(motto, by=owner)
    assert search("winzig", owner) == []
    restore_field(motto, by=owner)
    assert [hit.id for hit in search("winzig", owner)] == [car.pk]


def test_many_are_changed_at_once(fields, owner):
    records = [writing.create(TOY, {"name": f"Toy {n}"}, by=owner) for n in range(3)]
    with changes.batch(owner, "edit"):
        for record in records:
            bulk.do_one(TOY, record, "edit", {"x_colour": "red"}, by=owner)
    assert len(names(owner, filter="x_colour is red")) == 3


def test_pages_show_and_take_it(car, owner, browse):
    client = browse(owner)
    page = client.get("/toys/?columns=name,x_colour,x_cost,x_recall_day,x_rival,x_loud").content.decode()
    assert all(text in page for text in ("Sea blue", "£99.95", "Ravensburger", "Recall day"))
    assert f"/toys/{car.pk}/fields/x_colour" in page
    saved = client.post(f"/toys/{car.pk}/fields/x_colour", {"x_colour": "red"})
    assert (saved.status_code, "Red" in saved.content.decode()) == (200, True)
    form = client.get(f"/toys/{car.pk}/edit").content.decode()
    assert all(f'name="{name}"' in form for name in ("x_motto", "x_cost", "x_colours", "x_loud", "x_seen_at"))
    assert "Größer ist besser" in client.get(f"/toys/{car.pk}/").content.decode()


def test_what_is_needed_or_usual_is_so_for_pages_and_programs(firm, owner):
    make_field(by=owner, type="toy", kind="choice", label="Shelf", choices=[{"label": "Top"}], default="top")
    make_field(by=owner, type="toy", kind="money", label="Tax", default="1.50")
    make_field(by=owner, type="toy", kind="text", label="Code", required=True)
    with pytest.raises(Invalid) as refusal:
        writing.create(TOY, {"name": "Car"}, by=owner)
    assert set(refusal.value.problems) == {"x_code"}
    made = writing.create(TOY, {"name": "Car", "x_code": "C1"}, by=owner)
    assert (made.extra["x_shelf"], made.extra["x_tax"]) == ("top", 150)


def test_removing_hides_it_and_bringing_it_back_brings_the_values(car, fields, owner):
    with changes.batch(owner, "remove_field") as batch:
        remove_field(fields["Colour"], by=owner)
    assert "x_colour" not in TOY.all_fields
    again = make_field(by=owner, type="toy", kind="number", label="Colour")
    assert again.name == "x_colour_2"
    remove_field(again, by=owner)
    changes.undo(batch.id, owner)
    assert Listing(TOY, owner, columns=["x_colour"]).rows()[0]["x_colour"] == "sea_blue"
    remove_field(fields["Colour"], by=owner)
    restore_field(fields["Colour"], by=owner)
    assert names(owner, filter="x_colour is sea_blue") == ["Car"]


def test_renaming_keeps_values_filters_and_choices(car, fields, owner):
    choices = [{"value": "sea_blue", "label": "Ocean"}, {"label": "Black"}]
    change_field(fields["Colour"], by=owner, label="Paint", choices=choices)
    assert str(TOY.field("x_colour").label) == "Paint"
    assert [(one.value, one.label) for one in TOY.field("x_colour").options()] == [
        ("sea_blue", "Ocean"),
        ("black", "Black"),
    ]
    assert names(owner, filter='x_colour is "Ocean"') == ["Car"]


def test_fields_stand_in_the_order_that_was_chosen(fields, owner):
    order_fields(by=owner, type="toy", ids=[fields["Shop"].pk, fields["Motto"].pk])
    assert [name for name in TOY.all_fields if name.startswith("x_")][:3] == ["x_shop", "x_motto", "x_manual"]


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ({"kind": "text", "label": " "}, "label"),
        ({"kind": "text", "label": "Stage"}, "label"),
        ({"kind": "choice", "label": "A"}, "choices"),
        ({"kind": "choice", "label": "A", "choices": [{"label": "x"}, {"label": "X"}]}, "choices"),
        ({"kind": "relation", "label": "A"}, "target"),
        ({"kind": "number", "label": "A", "decimals": 9}, "decimals"),
        ({"kind": "number", "label": "A", "default": "many"}, "default"),
        ({"kind": "json", "label": "A"}, ""),
    ],
)
def test_a_field_that_cannot_be_is_refused_with_a_sentence(given, part, firm, owner):
    with pytest.raises(Invalid) as refusal:
        make_field(by=owner, type="toy", **given)
    assert list(refusal.value.problems) == [part]
    assert not CustomField.everything.exists()


def test_only_who_may_change_the_settings_makes_fields(firm, as_role):
    with pytest.raises(Refused):
        make_field(by=as_role("staff"), type="toy", kind="text", label="Motto")
    assert not CustomField.everything.exists()


def test_a_change_that_was_rolled_back_leaves_no_trace(firm, owner):
    before = list(TOY.all_fields)

    def fails():
        with changes.batch(owner, "make_field") as batch:
            make_field(by=owner, type="toy", kind="text", label="Motto")
            batch.flush()
            assert "x_motto" in TOY.all_fields
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert list(TOY.all_fields) == before
