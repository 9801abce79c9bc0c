"""Indexes come when somebody saves a view, and what is unique is so for everybody."""

import pytest
from django.db import connection

from goodwill.kernel import changes, jobs
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import CustomField, Job
from goodwill.kernel.seeds import seed_all
from goodwill.records import registry, writing
from goodwill.records.custom.jobs import AT_ONCE
from goodwill.records.custom.verbs import change_field, make_field, remove_field, restore_field
from goodwill.records.query import Listing
from goodwill.records.saved.verbs import delete_view, save_view

TOY = registry.get("toy")


def indexes():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE 'own_field%'")
        else:
            cursor.execute("SELECT indexname FROM pg_indexes WHERE indexname LIKE 'own_field%'")
        return [name for (name,) in cursor.fetchall()]


def plan(listing):
    found = listing._values(listing.queryset()).filter(sort_x_wheels__isnull=False)
    return found.order_by(*listing.sort.ordering())[:10].explain()


@pytest.mark.parametrize("asked", [{"sort": "-x_wheels"}, {"filter": "x_wheels > 3"}])
def test_a_saved_view_brings_an_index_and_takes_it_along(asked, own_firm, owner):
    make_field(by=owner, type="toy", kind="number", label="Wheels")
    make_field(by=owner, type="toy", kind="number", label="Doors")
    for n in range(20):
        writing.create(TOY, {"name": f"Toy {n}", "x_wheels": n}, by=owner)
    jobs.run_due()
    assert indexes() == []
    view = save_view(by=owner, type=TOY, name="By wheels", **asked)
    jobs.run_due()
    assert len(indexes()) == 1
    assert (TOY.field("x_wheels").index, TOY.field("x_doors").index) == (True, False)
    if connection.vendor == "sqlite":
        assert "own_field" in plan(Listing(TOY, owner, columns=["name"], sort="-x_wheels"))
    assert len(Listing(TOY, owner, columns=["name"], filter="x_wheels > 3", sort="x_wheels").rows()) == 16
    delete_view(view, by=owner)
    jobs.run_due()
    assert indexes() == []
    assert not TOY.field("x_wheels").index


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", "Ä"), ("number", 3), ("money", 3), ("percent", 3), ("date", "2026-01-31"), ("yes_no", True),
        ("moment", "2026-01-31 10:00"), ("mail", "a@example.com"), ("phone", "+442079460000"), ("link", "x.example"),
    ],
)  # fmt: skip
def test_every_kind_can_be_indexed(kind, value, firm, owner):
    field = make_field(by=owner, type="toy", kind=kind, label="Thing")
    save_view(by=owner, type=TOY, name="By thing", sort=field.name)
    jobs.run_due()
    assert len(indexes()) == 1
    writing.create(TOY, {"name": "Car", field.name: value}, by=owner)
    assert [row["name"] for row in Listing(TOY, owner, columns=["name"], sort=field.name).rows()] == ["Car"]


def test_a_formula_that_comes_to_something_else_gets_another_index(own_firm, owner):
    field = make_field(by=owner, type="toy", kind="formula", label="Worth it", formula="[Pieces] * 2")
    writing.create(TOY, {"name": "Car", "pieces": 4}, by=owner)
    save_view(by=owner, type=TOY, name="By worth", sort=field.name)
    jobs.run_due()
    first = indexes()
    change_field(field, by=owner, label="Worth it", formula='"n" & [Pieces]')
    assert not TOY.field(field.name).index
    jobs.run_due()
    assert len(indexes()) == 1
    assert indexes() != first
    assert [row["name"] for row in Listing(TOY, owner, columns=["name"], sort=field.name).rows()] == ["Car"]


def test_an_update_has_made_at_once_what_it_makes_otherwise(own_firm, owner):
    field = make_field(by=owner, type="toy", kind="number", label="Heft")
    save_view(by=owner, type=TOY, name="By heft", sort=field.name)
    jobs.run_due()
    (made,) = indexes()
    with changes.batch(owner, "seed"):
        changes.update(CustomField.objects.get(), validated=True, indexed_as="own_field_of_old")
    seed_all()
    jobs.run_due()
    assert CustomField.objects.get().indexed_as == made


def test_no_two_records_have_a_unique_value(own_firm, owner):
    make_field(by=owner, type="toy", kind="text", label="Code", unique=True)
    car = writing.create(TOY, {"name": "Car", "x_code": "A 1"}, by=owner)
    doll = writing.create(TOY, {"name": "Doll", "x_code": "A 2"}, by=owner)
    writing.create(TOY, {"name": "Ball"}, by=owner)
    writing.create(TOY, {"name": "Kite"}, by=owner)
    with pytest.raises(Invalid) as refusal:
        writing.create(TOY, {"name": "Bus", "x_code": "a  1"}, by=owner)
    assert "Car" in refusal.value.problems["x_code"]
    with pytest.raises(Invalid):
        writing.edit(TOY, doll, {"x_code": "A 1"}, by=owner)
    writing.edit(TOY, car, {"x_code": "A 1", "name": "Cart"}, by=owner)
    with pytest.raises(Invalid), changes.batch(owner, "import"):
        changes.create_many([TOY.model(form="toy", name=f"Twin {n}", extra={"x_code": "B"}) for n in range(2)])
    with changes.batch(owner, "trash") as thrown:
        writing.trash(car, by=owner)
    assert writing.create(TOY, {"name": "Bus", "x_code": "A 1"}, by=owner).pk
    for back in (lambda: writing.restore(car, by=owner), lambda: changes.undo(thrown.row.pk, owner)):
        with pytest.raises(Invalid) as refusal:
            back()
        assert "Bus" in refusal.value.problems["x_code"]


def test_a_value_that_went_from_one_to_another_goes_back_by_undo(firm, owner):
    make_field(by=owner, type="toy", kind="text", label="Code", unique=True)
    car, doll = (writing.create(TOY, {"name": name}, by=owner) for name in ("Car", "Doll"))
    for giver, taker in ((car, doll), (doll, car)):
        writing.edit(TOY, giver, {"x_code": "A"}, by=owner)
        with changes.batch(owner, "hand_over") as batch:
            writing.edit(TOY, giver, {"x_code": ""}, by=owner)
            writing.edit(TOY, taker, {"x_code": "A"}, by=owner)
        changes.undo(batch.row.pk, owner)
        assert [TOY.model.objects.get(pk=one.pk).extra.get("x_code") for one in (giver, taker)] == ["A", None]
        writing.edit(TOY, TOY.model.objects.get(pk=giver.pk), {"x_code": ""}, by=owner)


def test_the_database_refuses_what_comes_past_the_look(own_firm, owner):
    field = make_field(by=owner, type="toy", kind="text", label="Code", unique=True)
    car = writing.create(TOY, {"name": "Car", "x_code": "A 1"}, by=owner)
    twin = TOY.model.objects.get()
    twin.pk = None
    with pytest.raises(Invalid) as refusal, changes.batch(owner, "play"):
        TOY.model.objects.bulk_create([twin])
    assert list(refusal.value.problems) == [field.name]
    assert TOY.model.objects.get().pk == car.pk
    remove_field(field, by=owner)
    assert indexes() == []
    TOY.model.objects.bulk_create([twin])
    with pytest.raises(Invalid):
        restore_field(field, by=owner)
    assert CustomField.objects.count() == 0


def test_what_is_there_twice_cannot_become_unique(firm, owner):
    field = make_field(by=owner, type="toy", kind="text", label="Code")
    for name in ("Car", "Doll"):
        writing.create(TOY, {"name": name, "x_code": "A"}, by=owner)
    with pytest.raises(Invalid) as refusal:
        change_field(field, by=owner, label="Code", unique=True)
    assert list(refusal.value.problems) == ["unique"]
    assert not CustomField.objects.get().unique


def test_a_field_that_comes_back_compares_what_was_written_meanwhile(firm, owner):
    field = make_field(by=owner, type="toy", kind="text", label="Code")
    car = writing.create(TOY, {"name": "Car", "x_code": "Änne"}, by=owner)
    remove_field(field, by=owner)
    writing.edit(TOY, car, {"name": "Cart"}, by=owner)
    restore_field(field, by=owner)
    rows = Listing(TOY, owner, columns=["name"], filter='x_code is "anne"').rows()
    assert [row["name"] for row in rows] == ["Cart"]


def test_a_unique_field_comes_back_on_many_records_and_no_value_can_be_taken_twice_meanwhile(firm, owner):
    """A job brings its records up to date, and has not run yet; the database knows what they hold all the same."""
    field = make_field(by=owner, type="toy", kind="text", label="Code", unique=True)
    car, doll = (writing.create(TOY, {"name": name}, by=owner) for name in ("Car", "Doll"))
    with changes.batch(owner, "fill"):
        changes.create_many([TOY.model(name=f"Toy {n}", extra={"x_code": f"T {n}"}) for n in range(AT_ONCE)])
    writing.edit(TOY, car, {"x_code": "Änne"}, by=owner)
    writing.edit(TOY, doll, {"x_code": "Bär"}, by=owner)
    with changes.batch(owner, "edit") as renamed:
        writing.edit(TOY, doll, {"x_code": "Car"}, by=owner)
    remove_field(field, by=owner)
    for toy in (car, doll):
        writing.edit(TOY, toy, {"pieces": 3}, by=owner)
    changes.undo(renamed.row.pk, owner)
    restore_field(field, by=owner)
    assert Job.objects.filter(name="compute-fields", state="waiting").exists()
    for taken in ("anne", "BAR", "t 7"):
        with pytest.raises(Invalid) as refusal:
            writing.create(TOY, {"name": "Bus", "x_code": taken}, by=owner)
        assert list(refusal.value.problems) == ["x_code"]
    assert writing.create(TOY, {"name": "Bus", "x_code": "car"}, by=owner).pk
    assert {job.state for job in jobs.run_due() if job.name == "compute-fields"} == {"done"}


def test_a_large_list_says_that_it_reads_every_record(own_firm, owner, browse, monkeypatch):
    from goodwill.records.query import listing

    monkeypatch.setattr(listing, "COUNTED", 3)
    make_field(by=owner, type="toy", kind="number", label="Wheels")
    for n in range(60):  # more than a page: what was read to its end is counted
        writing.create(TOY, {"name": f"Toy {n}", "x_wheels": n}, by=owner)
    client = browse(owner)
    said = "reads every record"
    assert said not in client.get("/toys/").content.decode()
    assert said in client.get("/toys/?sort=x_wheels").content.decode()
    assert said in client.get("/toys/?filter=x_wheels+%3E+0").content.decode()
    view = save_view(by=owner, type=TOY, name="By wheels", sort="x_wheels")
    assert "in the background" in client.get(f"/toys/?view={view.pk}").content.decode()
    jobs.run_due()
    assert said not in client.get(f"/toys/?view={view.pk}").content.decode()
