"""A type that somebody made by clicking is everywhere where one of an area is, in its firm alone."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from goodwill.kernel import changes, rights, workspace as workspaces
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Refused
from goodwill.kernel.models import Batch, Change, CustomField, CustomRecord, CustomType, Role, SearchRow, User
from goodwill.kernel.refs import fetch
from goodwill.records import registry, writing
from goodwill.records.custom.verbs import make_field
from goodwill.records.custom_types import verbs
from goodwill.records.registry import RecordType
from goodwill.records.search import search
from goodwill.records.veil import veil

Browse = Callable[..., Client]
Made = Callable[..., RecordType]
BODY = "application/json"


@pytest.fixture
def made(owner: Actor) -> Made:
    """A function that makes a record type and gives its declaration."""

    def make(label: str = "Vehicle", **more: Any) -> RecordType:
        found = registry.get(verbs.make_type(by=owner, label=label, **more).name)
        assert found is not None
        return found

    return make


@pytest.fixture
def vehicle(made: Made) -> RecordType:
    return made(plural="Vehicles", icon="car", title_label="Plate")


def add(type: RecordType, title: str, actor: Actor) -> Any:
    return writing.create(type, {"title": title}, by=actor)


def test_it_is_made_on_a_page_and_then_stands_in_the_frame(browse: Browse, owner: Actor) -> None:
    client = browse(owner)
    sent = {"label": "Vehicle", "plural": "Vehicles", "title_label": "Plate", "icon": "car"}
    answered = client.post("/record-types/new", sent)
    made = CustomType.objects.get()
    assert (answered.status_code, answered["Location"]) == (303, "/settings/fields?type=custom_vehicle")
    assert (made.name, made.slug) == ("custom_vehicle", "vehicles")
    page = client.get("/").content.decode()
    assert 'href="/vehicles/"' in page
    assert 'href="/vehicles/new"' in client.get("/palette").content.decode() + page
    assert "Plate" in client.get("/vehicles/new").content.decode()


def test_its_records_are_made_found_changed_thrown_away_and_taken_back(
    vehicle: RecordType, browse: Browse, owner: Actor
) -> None:
    client = browse(owner)
    made = client.post("/api/v1/vehicles", json.dumps({"title": "LX 21 Ähre"}), content_type=BODY)
    assert made.status_code == 201, made.content
    pk = made.json()["id"]
    assert "LX 21 Ähre" in client.get("/vehicles/").content.decode()
    assert "LX 21 Ähre" in client.get(f"/vehicles/{pk}/").content.decode()
    assert [(hit.type.name, hit.id) for hit in search("ahre", owner)] == [("custom_vehicle", pk)]
    changed = client.post(f"/vehicles/{pk}/fields/title", {"title": "LX 22", "version": 1})
    assert (changed.status_code, fetch(("custom_vehicle", pk)).title) == (200, "LX 22")
    client.post(f"/vehicles/{pk}/trash")
    assert client.get(f"/vehicles/{pk}/").status_code == 404
    assert "LX 22" in client.get("/trash?type=custom_vehicle").content.decode()
    changes.undo(Batch.objects.latest("id").pk, owner)
    assert vehicle.rows(owner).get().title == "LX 22"
    assert set(Change.objects.filter(ref_id=pk).values_list("type", flat=True)) >= {"custom_vehicle"}


def test_a_plate_that_is_never_twice(made: Made, browse: Browse, owner: Actor) -> None:
    vehicle = made("Vehicle", plural="Vehicles")
    row = CustomType.objects.get()
    first, second = add(vehicle, "LX 21", owner), add(vehicle, "lx  21", owner)
    with pytest.raises(Invalid) as refused:
        verbs.edit(row, by=owner, title_once=True)
    assert "LX 21" in refused.value.sentence
    writing.trash(second, by=owner)
    verbs.edit(row, by=owner, title_once=True)
    with pytest.raises(Invalid) as refused:
        add(vehicle, "Lx 21", owner)
    assert list(refused.value.problems) == ["title"]
    other = add(vehicle, "LX 22", owner)
    with pytest.raises(Invalid):
        writing.edit(vehicle, other, {"title": "LX 21"}, by=owner)
    writing.edit(vehicle, first, {"title": "LX 21 "}, by=owner)
    assert vehicle.rows(owner).count() == 2


def test_two_types_in_one_table_never_see_each_other(made: Made, owner: Actor) -> None:
    car, visit = made("Car"), made("Visit")
    one = add(car, "Mini", owner)
    assert not visit.rows(owner).exists()
    assert fetch(("custom_visit", one.pk)) is None
    assert fetch(("custom_car", one.pk)) == one
    assert registry.for_record(one) is registry.get(car.name)
    assert search("mini", owner, types=[visit]) == []


def test_a_role_reaches_it_by_its_own_line(
    vehicle: RecordType, browse: Browse, owner: Actor, as_role: Callable[[str], Actor]
) -> None:
    mine = add(vehicle, "Mine", owner)
    assert "Vehicles" in browse(owner).get(f"/settings/roles/{owner.user.role.pk}").content.decode()
    staff = as_role("staff")
    role = Role.objects.get(pk=staff.user.role.pk)
    assert vehicle.rows(staff).exists()
    with changes.batch(owner, "edit"):
        changes.update(role, scopes={**role.scopes, "custom_vehicle": {"read": "own", "create": "all"}})
    staff = as_role("staff")
    own = add(vehicle, "Own", staff)
    assert list(vehicle.rows(staff)) == [own]
    assert not rights.allows(staff, "read", mine)
    assert not rights.allows(staff, "change", own)


def test_without_the_power_nobody_makes_or_sees_types(browse: Browse, staff: Actor) -> None:
    with pytest.raises(Refused):
        verbs.make_type(by=staff, label="Vehicle")
    client = browse(staff)
    assert client.get("/record-types/").status_code == 403
    assert client.post("/record-types/new", {"label": "Vehicle"}).status_code == 403
    assert not CustomType.everything.exists()


def test_a_removed_type_is_gone_everywhere_and_comes_back_whole(
    vehicle: RecordType, browse: Browse, owner: Actor
) -> None:
    client, car = browse(owner), add(vehicle, "LX 21", owner)
    row = CustomType.objects.get()
    question = client.get(f"/record-types/{row.pk}/remove").content.decode()
    assert "1 Vehicle" in question
    client.post(f"/record-types/{row.pk}/remove")
    assert client.get("/vehicles/").status_code == 404
    assert client.get("/api/v1/vehicles").status_code == 404
    assert search("LX 21", owner) == []
    assert 'href="/vehicles/"' not in client.get("/").content.decode()
    again = verbs.make_type(by=owner, label="Vehicle", plural="Vehicles")
    assert (again.name, again.slug) == ("custom_vehicle_2", "vehicles-2")
    verbs.trash(again, by=owner)
    client.post(f"/record-types/{row.pk}/restore")
    assert f"/vehicles/{car.pk}/" in client.get("/vehicles/").content.decode()
    assert [hit.id for hit in search("LX 21", owner)] == [car.pk]


def test_emptying_the_trash_takes_the_records_along(vehicle: RecordType, owner: Actor) -> None:
    car, row = add(vehicle, "LX 21", owner), CustomType.objects.get()
    make_field(by=owner, type="custom_vehicle", kind="relation", label="Replaces", target="custom_vehicle")
    writing.create(registry.get("custom_vehicle"), {"title": "LX 22", "x_replaces": car.pk}, by=owner)
    verbs.trash(row, by=owner)
    with changes.batch(owner, "empty_trash"):
        assert changes.purge(row)
    assert not CustomRecord.everything.exists()
    assert not CustomField.everything.exists()
    assert not SearchRow.objects.filter(type="custom_vehicle").exists()
    assert verbs.make_type(by=owner, label="Vehicle", plural="Vehicles").name == "custom_vehicle_2"
    assert Change.objects.filter(type="custom_vehicle").exclude(after={}).count() == 0


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"label": " "}, "label"),
        ({"label": "x" * 61}, "label"),
        ({"label": "Vehicle", "icon": "no-such"}, "icon"),
        ({"label": "Toy", "plural": "Playthings"}, "label"),
        ({"label": "Plaything", "plural": "toys"}, "plural"),
    ],
)
def test_what_cannot_be_a_type_gets_a_sentence(owner: Actor, given: dict[str, str], wrong: str) -> None:
    with pytest.raises(Invalid) as refused:
        verbs.make_type(by=owner, **given)
    assert list(refused.value.problems) == [wrong]
    assert not CustomType.everything.exists()


@pytest.mark.parametrize(
    ("plural", "slug"),
    [
        ("Settings", "settings-2"),
        ("Api", "api-2"),
        ("Go", "go-2"),
        ("Автомобили", "thing"),
        ("Ärzte & Co", "arzte-co"),
    ],
)
def test_its_address_is_no_other_page(made: Made, browse: Browse, owner: Actor, plural: str, slug: str) -> None:
    assert made("Thing", plural=plural).slug == slug
    assert browse(owner).get(f"/{slug}/").status_code == 200


def test_another_firm_knows_nothing_of_it(own_firm: Any, new_firm: Callable[[], Any], owner: Actor, made: Made) -> None:
    made("Vehicle")
    with workspaces.entered(new_firm()):
        assert registry.by_slug("vehicles") is None
        assert fetch(("custom_vehicle", 1)) is None
    assert registry.by_slug("vehicles") is not None


def test_hot_pages_ask_no_more_because_of_it(
    made: Made, browse: Browse, owner: Actor, queries_of: Callable[[Callable[[], Any]], int]
) -> None:
    client = browse(owner)
    client.get("/toys/")
    before = queries_of(lambda: client.get("/toys/"))
    for n in range(3):
        made(f"Thing {n}")
    client.get("/toys/")
    assert queries_of(lambda: client.get("/toys/")) == before


def test_who_may_not_know_a_field_sees_the_page_without_it(owner: Actor, staff: Actor, browse: Any) -> None:
    verbs.make_type(by=owner, label="Matter", plural="Matters", title_label="Matter")
    make_field(by=owner, type="custom_matter", kind="number", label="Hours")
    make_field(by=owner, type="custom_matter", kind="formula", label="Twice", formula="[Hours] * 2")
    kind = registry.get("custom_matter")
    assert kind is not None
    row = writing.create(kind, {"title": "Field v Moor", "x_hours": 4711}, by=owner)
    with changes.batch(owner, "play"):
        changes.update(staff.user.role, field_rights={"custom_matter": {"x_twice": "hidden"}})
    narrow = Actor.of(User.objects.get(pk=staff.user_id))
    page = browse(narrow).get(f"/matters/{row.pk}/").content.decode()
    assert ("4,711" in page, "9,422" in page, "Twice" in page) == (True, False, False)
    assert "9422" not in str(veil(row, narrow).extra)


def test_each_type_computes_its_own_fields_whichever_is_written_first(owner: Actor) -> None:
    for label in ("Filing", "Matter"):
        verbs.make_type(by=owner, label=label, plural=f"{label}s", title_label="Name")
    make_field(by=owner, type="custom_filing", kind="number", label="Pages")
    make_field(by=owner, type="custom_matter", kind="text", label="Court")
    make_field(by=owner, type="custom_matter", kind="formula", label="Where", formula='[Court] & "!"')
    filing, matter = registry.get("custom_filing"), registry.get("custom_matter")
    assert filing is not None
    assert matter is not None
    writing.create(filing, {"title": "Answer", "x_pages": 3}, by=owner)
    made = writing.create(matter, {"title": "Field v Moor", "x_court": "Göteborg"}, by=owner)
    assert (list(made.extra["="].values()), made.extra["~"]["x_court"]) == (["Göteborg!"], "goteborg")
