"""A garage: vehicles with their owners, and visits with their vehicles, made of nothing but declarations by hand."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from goodwill.areas.people.models import Party
from goodwill.areas.people.verbs.merge import merge
from goodwill.areas.people.verbs.notes import write_note
from goodwill.areas.people.verbs.parties import create_person
from goodwill.areas.people.verbs.tasks import plan_task
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Batch, Change, CustomField, CustomType, Link, Webhook
from goodwill.office.webhook_events import deliveries_for, events_of
from goodwill.records import registry, writing
from goodwill.records.codec.whole import lists_of
from goodwill.records.custom.verbs import change_field, make_field
from goodwill.records.custom_types import verbs
from goodwill.records.mcp.calling import call
from goodwill.records.query import Listing
from goodwill.records.registry import RecordType
from goodwill.records.search import search
from goodwill.transfer.tests.bringing import brought, checked, mapped, performed

Browse = Callable[..., Client]
BODY = "application/json"


@pytest.fixture
def garage(owner: Actor) -> tuple[RecordType, RecordType]:
    verbs.make_type(by=owner, label="Vehicle", plural="Vehicles", icon="car", title_label="Plate")
    verbs.make_type(by=owner, label="Visit", plural="Visits", icon="wrench", title_label="Work")
    for kind, label, more in (
        ("text", "Make", {}),
        ("number", "Mileage", {}),
        ("relation", "Owner", {"target": "party"}),
    ):
        make_field(by=owner, type="custom_vehicle", kind=kind, label=label, **more)
    for kind, label, more in (
        ("relation", "Vehicle", {"target": "custom_vehicle"}),
        ("date", "Day", {}),
        ("money", "Price", {"currency": "EUR"}),
    ):
        make_field(by=owner, type="custom_visit", kind=kind, label=label, **more)
    vehicle, visit = registry.get("custom_vehicle"), registry.get("custom_visit")
    assert vehicle is not None
    assert visit is not None
    return vehicle, visit


@pytest.fixture
def anna(owner: Actor) -> Party:
    return create_person(by=owner, name="Anna Field")


def vehicle_of(garage: tuple[RecordType, RecordType], anna: Party, owner: Actor) -> Any:
    given = {"title": "LX 21 ABC", "x_make": "Škoda", "x_mileage": 81000, "x_owner": anna.pk}
    return writing.create(garage[0], given, by=owner)


def test_a_vehicle_and_its_keeper_know_each_other(
    garage: tuple[RecordType, RecordType], anna: Party, browse: Browse, owner: Actor
) -> None:
    client, car = browse(owner), vehicle_of(garage, anna, owner)
    page = client.get(f"/vehicles/{car.pk}/").content.decode()
    assert "Anna Field" in page
    assert f"/visits/new?origin=x_vehicle%3A{car.pk}" in page
    keeper = client.get(f"/people/{anna.pk}/").content.decode()
    assert f"/vehicles/{car.pk}/" in keeper
    assert f"/vehicles/new?origin=x_owner%3A{anna.pk}" in keeper
    form = client.get(f"/visits/new?origin=x_vehicle%3A{car.pk}").content.decode()
    assert "LX 21 ABC" in form
    sent = {"title": "Oil", "x_vehicle": car.pk, "x_day": "2026-03-01", "x_price": "120.50"}
    sent["origin"] = f"x_vehicle:{car.pk}"
    wrong = client.post("/visits/new", {**sent, "x_day": "soon"})
    assert (wrong.status_code, wrong.content.decode().count(f'name="origin" value="x_vehicle:{car.pk}"')) == (422, 1)
    assert f'href="/go/custom_vehicle/{car.pk}"' in wrong.content.decode()
    assert client.post("/visits/new", sent)["Location"] == f"/go/custom_vehicle/{car.pk}"
    page = client.get(f"/vehicles/{car.pk}/").content.decode()
    assert "Oil" in page
    assert "120.50" in page


def test_what_is_made_beside_a_record_leads_to_it_though_the_form_draws_no_field_for_it(
    garage: tuple[RecordType, RecordType], anna: Party, browse: Browse, owner: Actor
) -> None:
    client, car = browse(owner), vehicle_of(garage, anna, owner)
    field = CustomField.objects.get(type="custom_visit", name="x_vehicle")
    change_field(field, by=owner, label="Vehicle", shown_when="x_day is not empty")
    url = f"/visits/new?origin=x_vehicle%3A{car.pk}"
    assert 'name="x_vehicle"' not in client.get(url).content.decode()
    again = client.get(f"/visits/new?again=1&origin=x_vehicle%3A{car.pk}&title=Oil").content.decode()
    assert f'name="origin" value="x_vehicle:{car.pk}"' in again
    client.post("/visits/new", {"title": "Oil", "origin": f"x_vehicle:{car.pk}"})
    assert garage[1].model.objects.get(title="Oil").extra["x_vehicle"] == car.pk
    for bogus in ("x_vehicle", "x_vehicle:", "x_day:3", "title:3", "x_gone:3", f"x_vehicle:{10**20}"):
        assert client.get("/visits/new", {"origin": bogus}).status_code == 200


def test_what_leads_to_it_follows_each_change(garage: tuple[RecordType, RecordType], anna: Party, owner: Actor) -> None:
    car = vehicle_of(garage, anna, owner)
    ben = create_person(by=owner, name="Ben Moor")

    def kept_by(party: Party) -> list[int]:
        return list(Link.objects.filter(to_type="party", to_id=party.pk).values_list("ref_id", flat=True))

    assert (kept_by(anna), kept_by(ben)) == ([car.pk], [])
    writing.edit(garage[0], car, {"x_owner": ben.pk}, by=owner)
    assert (kept_by(anna), kept_by(ben)) == ([], [car.pk])
    changes.undo(Batch.objects.latest("id").pk, owner)
    assert (kept_by(anna), kept_by(ben)) == ([car.pk], [])
    car.refresh_from_db()
    writing.edit(garage[0], car, {"x_owner": None}, by=owner)
    assert not Link.objects.exists()


def test_a_relation_is_hidden_with_the_type_that_it_leads_to(
    garage: tuple[RecordType, RecordType], anna: Party, browse: Browse, owner: Actor
) -> None:
    client, car = browse(owner), vehicle_of(garage, anna, owner)
    oil = writing.create(garage[1], {"title": "Oil", "x_vehicle": car.pk}, by=owner)
    row = CustomType.objects.get(name="custom_vehicle")
    verbs.trash(row, by=owner)
    for url in ("/visits/", f"/visits/{oil.pk}/", "/visits/new", f"/people/{anna.pk}/"):
        page = client.get(url)
        assert page.status_code == 200, url
        assert "LX 21 ABC" not in page.content.decode()
    with changes.batch(owner, "restore"):
        changes.restore(row)
    assert "LX 21 ABC" in client.get(f"/visits/{oil.pk}/").content.decode()


def test_what_visits_come_to_stands_at_the_vehicle_with_and_without_their_type(
    garage: tuple[RecordType, RecordType], anna: Party, browse: Browse, owner: Actor
) -> None:
    spec = {"source": "custom_visit.x_vehicle", "how": "sum", "field": "x_price"}
    make_field(by=owner, type="custom_vehicle", kind="rollup", label="Spent", rollup=spec)
    client, car = browse(owner), vehicle_of(garage, anna, owner)
    visit = registry.get("custom_visit")
    assert visit is not None
    for price in ("120.50", "9.50"):
        writing.create(visit, {"title": "Oil", "x_vehicle": car.pk, "x_price": price}, by=owner)
    assert "€130.00" in client.get("/vehicles/?columns=title,x_spent").content.decode()
    row = CustomType.objects.get(name="custom_visit")
    verbs.trash(row, by=owner)
    for url in ("/vehicles/", f"/vehicles/{car.pk}/", "/vehicles/new", "/settings/fields?type=custom_vehicle"):
        assert client.get(url).status_code == 200, url
    with changes.batch(owner, "restore"):
        changes.restore(row)
    assert "€130.00" in client.get(f"/vehicles/{car.pk}/").content.decode()


def test_notes_and_tasks_stand_on_its_page(
    garage: tuple[RecordType, RecordType], anna: Party, browse: Browse, owner: Actor
) -> None:
    client, car = browse(owner), vehicle_of(garage, anna, owner)
    write_note(car, by=owner, html="<p>Wants the <b>old</b> tyres back</p>")
    plan_task(car, by=owner, title="Order tyres")
    page = client.get(f"/vehicles/{car.pk}/").content.decode()
    assert page.count("Wants the old tyres back") == 2  # in the panel and in the history
    assert "Order tyres" in page
    assert "Write a note" in page
    assert "Order tyres" not in client.get(f"/people/{anna.pk}/").content.decode()
    plan_task(anna, by=owner, title="Send the bill")
    tasks = Listing(registry.get("task"), owner, columns=["title", "about"], sort="-title").rows()
    assert [(row["title"], row["about"]) for row in tasks] == [
        ("Send the bill", "Anna Field"),
        ("Order tyres", "LX 21 ABC"),
    ]


def test_a_filter_hops_over_the_relation(garage: tuple[RecordType, RecordType], anna: Party, owner: Actor) -> None:
    _vehicle, visit = garage
    car = vehicle_of(garage, anna, owner)
    writing.create(visit, {"title": "Oil", "x_vehicle": car.pk}, by=owner)
    writing.create(visit, {"title": "Wash"}, by=owner)
    for asked in (f"x_vehicle is #{car.pk}", 'x_vehicle.x_make is "skoda"', 'x_vehicle.title contains "21"'):
        assert [row["title"] for row in Listing(visit, owner, filter=asked).rows()] == ["Oil"], asked
    assert [row["title"] for row in Listing(visit, owner, filter="x_vehicle is empty").rows()] == ["Wash"]
    assert [hit.type.name for hit in search("skoda", owner)] == ["custom_vehicle"]


def test_programs_write_and_read_it(
    garage: tuple[RecordType, RecordType], anna: Party, browse: Browse, owner: Actor
) -> None:
    client = browse(owner)
    given = {"title": "LX 21", "x_make": "Fiat", "x_owner": anna.pk}
    made = client.post("/api/v1/vehicles", json.dumps(given), content_type=BODY)
    assert made.status_code == 201, made.content
    assert "Anna Field" in made.json()["x_owner"].values()
    listed = client.get('/api/v1/vehicles?filter=x_make+is+"fiat"').json()
    assert [row["title"] for row in listed["items"]] == ["LX 21"]
    described = client.get("/api/v1/openapi.json").content.decode()
    assert '"/vehicles"' in described
    assert "x_owner" in described


def test_a_keeper_who_is_purged_is_held_by_the_vehicle(
    garage: tuple[RecordType, RecordType], anna: Party, owner: Actor
) -> None:
    car = vehicle_of(garage, anna, owner)
    with changes.batch(owner, "trash"):
        changes.trash(anna)
        assert not changes.purge(anna)
        changes.trash(car)
        assert changes.purge(car)
        assert changes.purge(anna)


SHEET = (
    "Plate;Make;Mileage;Owner;Next service\n"
    "LX 21 ABC;Škoda;81000;Anna Field;90000\n"
    "HD 7;Fiat;12500;;\n"
    "LX 21 ABD;;many;Anna Field;\n"
)


def test_its_sheet_comes_in_and_once_more_changes_nothing(
    garage: tuple[RecordType, RecordType], anna: Party, owner: Actor
) -> None:
    make_field(by=owner, type="custom_vehicle", kind="number", label="Next service")
    run = brought(SHEET, owner, "vehicles.csv", "custom_vehicle")
    assert checked(run, owner) == {"new": 2, "refused": 1}
    assert performed(run, owner) == {"new": 2, "refused": 1}
    vehicle = registry.get("custom_vehicle")
    assert vehicle is not None
    car = vehicle.rows(owner).get(title="LX 21 ABC")
    assert (car.extra["x_mileage"], car.extra["x_owner"], car.extra["x_next_service"]) == (81000, anna.pk, 90000)
    again = brought(SHEET, owner, "vehicles.csv", "custom_vehicle", match="custom_vehicle.title", policy="overwrite")
    assert checked(again, owner) == {"same": 2, "refused": 1}
    changes.undo(run.batch_id, owner)
    assert not vehicle.rows(owner).exists()


def test_keepers_come_in_with_the_sheet_of_vehicles(
    garage: tuple[RecordType, RecordType], anna: Party, browse: Browse, owner: Actor
) -> None:
    sheet = "Plate,Keeper\nLX 21 ABC,Anna Field\nLX 21 ABD,Ben Stone\nLX 21 ABE,ben stone\n"
    run = brought(sheet, owner, "vehicles.csv", "custom_vehicle")
    mapped(run, "custom_vehicle.title", "custom_vehicle.x_owner")
    assert checked(run, owner) == {"new": 1, "refused": 2}
    client, options = browse(owner), f"/import/{run.pk}/options"
    assert "is added as household, by name" in client.get(options).content.decode()
    client.post(options, {"row_is": "custom_vehicle", "add-custom_vehicle.x_owner": "person"})
    run.refresh_from_db()
    assert run.options["adds"] == {"custom_vehicle.x_owner": "person"}
    assert checked(run, owner) == performed(run, owner) == {"new": 3}
    ben = Party.objects.get(name="Ben Stone")
    assert (ben.kind, ben.given, ben.family) == ("person", "Ben", "Stone")
    kept = {vehicle.title: vehicle.extra["x_owner"] for vehicle in garage[0].rows(owner)}
    assert kept == {"LX 21 ABC": anna.pk, "LX 21 ABD": ben.pk, "LX 21 ABE": ben.pk}


def test_programs_are_told_of_it(garage: tuple[RecordType, RecordType], anna: Party, owner: Actor) -> None:
    car = vehicle_of(garage, anna, owner)
    told = events_of(Change.objects.filter(type="custom_vehicle").select_related("batch"))
    assert [(event.name, event.record) for event in told] == [("custom_vehicle.created", car)]
    with changes.batch(owner, "make_webhook"):
        hook = changes.create(
            Webhook(name="Books", url="https://books.example", user=owner.user, secret="", types=[car.kind])
        )
    hook.created_at = told[0].change.at
    (delivery,) = deliveries_for(hook, told)
    assert json.loads(delivery.body)["data"]["record"]["x_make"] == "Škoda"


def test_an_assistant_works_with_it(garage: tuple[RecordType, RecordType], owner: Actor) -> None:
    def used(name: str, **given: Any) -> Any:
        return call(name, given, owner.through_("mcp"))["structuredContent"]

    assert "custom_vehicle" in [kind["type"] for kind in used("list_types")["types"]]
    made = used("create", type="custom_vehicle", values={"title": "LX 1", "x_mileage": 7})
    assert used("read", type="custom_vehicle", id=made["record"]["id"])["x_mileage"] == 7


def test_merging_and_taking_out_a_keeper_know_the_vehicle(
    garage: tuple[RecordType, RecordType], anna: Party, owner: Actor
) -> None:
    car, double = vehicle_of(garage, anna, owner), create_person(by=owner, name="A. Field")
    merge(double, by=owner, others=[anna.pk])
    batch = Batch.objects.latest("id").pk
    car.refresh_from_db()
    assert car.extra["x_owner"] == double.pk
    person = registry.for_record(double)
    assert person is not None
    parts = {part.name: part for part in lists_of(person, double, owner)}
    assert [row["title"] for row in parts["vehicles_x_owner"]] == ["LX 21 ABC"]
    changes.undo(batch, owner)
    car.refresh_from_db()
    assert car.extra["x_owner"] == anna.pk
