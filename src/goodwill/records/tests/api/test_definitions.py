"""A firm is set up by a program: types of its own, and fields of theirs and of others."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import CustomField, CustomType
from goodwill.records.tests.api.test_api import Api

Browse = Callable[..., Client]


@pytest.fixture
def api(browse: Browse, owner: Actor) -> Api:
    return Api(browse(owner))


def fields_of(api: Api, name: str) -> dict[str, Any]:
    return {one["name"]: one for one in api("GET", f"firm/types/{name}").json()["fields"]}


TYPE = "custom_vehicle"
FIELDS = f"firm/types/{TYPE}/fields"
GARAGE: list[tuple[str, dict[str, Any]]] = [
    ("x_fuel", {"kind": "choice", "label": "Fuel", "choices": ["Petrol", {"label": "Electric", "tone": "good"}]}),
    ("x_mileage", {"kind": "number", "label": "Mileage", "decimals": 1, "help": "In thousands", "default": 12.5}),
    ("x_chassis", {"kind": "text", "label": "Chassis", "unique": True, "required": True}),
    ("x_maker", {"kind": "relation", "label": "Maker", "target": "maker"}),
    ("x_battery", {"kind": "text", "label": "Battery", "shown_when": "x_fuel is electric"}),
    ("x_twice", {"kind": "formula", "label": "Twice", "formula": "x_mileage * 2", "decimals": 1}),
    (
        "x_toys",
        {
            "kind": "rollup",
            "label": "Toys",
            "rollup": {"source": "toy.x_vehicle", "how": "count", "filter": "pieces > 1"},
        },
    ),
]


def make_garage(api: Api) -> None:
    """Vehicles with their fields, and toys that lead to them."""
    made = api("POST", "record-types", {"label": "Vehicle", "plural": "Vehicles", "title_label": "Plate"})
    assert (made.status_code, made.json()["name"]) == (201, TYPE)
    made = api("POST", "firm/types/toy/fields", {"kind": "relation", "label": "Vehicle", "target": TYPE})
    assert made.json()["name"] == "x_vehicle"
    for name, given in GARAGE:
        made = api("POST", FIELDS, given, **{"Idempotency-Key": name})
        again = api("POST", FIELDS, given, **{"Idempotency-Key": name})
        assert (made.status_code, made.json()["name"]) == (201, name), made.content
        assert (again.json(), again["Idempotent-Replayed"]) == (made.json(), "true")


def test_a_program_sets_a_firm_up_and_finds_all_of_it_at_once(api: Api) -> None:
    make_garage(api)
    vehicle = {"title": "AB12 CDE", "x_fuel": "electric", "x_chassis": "W0L1"}
    made = api("POST", "vehicles", vehicle).json()
    assert (made["x_mileage"], made["x_twice"]) == ("12.5", "25.0")
    toy = api("POST", "toys", {"name": "Ape", "pieces": 3, "x_vehicle": made["id"]}).json()
    assert api("GET", f"vehicles/{made['id']}").json()["x_toys"] == 1
    along = api("GET", f"toys/{toy['id']}?expand=x_vehicle").json()["x_vehicle"]
    assert along["record"]["x_chassis"] == "W0L1"
    listed = {one["name"]: one for one in api("GET", "firm/types").json()["items"]}
    assert (listed[TYPE]["own"], listed["toy"]["own"]) == (True, False)
    assert listed[TYPE]["records"] == "/api/v1/vehicles"


def test_what_a_definition_says_can_be_sent_to_make_the_field_again(api: Api) -> None:
    make_garage(api)
    known = fields_of(api, TYPE)
    assert known["x_fuel"]["choices"][1] == {"value": "electric", "label": "Electric", "tone": "good"}
    assert known["x_twice"]["kind"] == "formula"
    takes = ("kind", "help", "required", "unique", "default", "choices", "decimals", "shown_when", "formula",
             "rollup", "target", "currency")  # fmt: skip
    for name in (name for name, _given in GARAGE):
        told = {part: known[name][part] for part in takes if part in known[name]}
        again = api("POST", FIELDS, {**told, "label": f"{known[name]['label']} again"})
        assert again.status_code == 201, (told, again.content)
        assert {part: again.json()[part] for part in told} == told


def test_a_definition_is_changed_in_part_put_in_order_removed_and_taken_back(api: Api) -> None:
    make_garage(api)
    read = api("GET", f"{FIELDS}/x_fuel")
    changed = api("PATCH", f"{FIELDS}/x_fuel", {"label": "Drive"}, **{"If-Match": read["ETag"]})
    assert (changed.json()["label"], changed.json()["choices"]) == ("Drive", read.json()["choices"])
    late = api("PATCH", f"{FIELDS}/x_fuel", {"label": "Motor"}, **{"If-Match": read["ETag"]})
    assert (late.status_code, late.json()["theirs"]["label"]) == (412, "Drive")
    assert api("PATCH", f"{FIELDS}/x_toys", {"label": "Playthings"}).json()["rollup"]["how"] == "count"
    ordered = api("POST", f"{FIELDS}/order", {"fields": ["x_twice", "x_mileage"]}).json()["fields"]
    own = [one["name"] for one in ordered if one["own"]]
    assert own[:2] == ["x_twice", "x_mileage"]
    assert api("DELETE", f"{FIELDS}/x_mileage").status_code == 403  # a formula needs it
    gone = api("DELETE", f"{FIELDS}/x_chassis")
    assert (gone.status_code, "x_chassis" in fields_of(api, TYPE)) == (204, False)
    assert api("POST", f"undo/{gone['Goodwill-Batch']}").status_code == 200
    assert "x_chassis" in fields_of(api, TYPE)


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ({"kind": "text"}, "label"),
        ({"kind": "nonsense", "label": "x"}, "kind"),
        ({"kind": "text", "label": 1}, "label"),
        ({"kind": "text", "label": "x", "colour": "red"}, "colour"),
        ({"kind": "choice", "label": "x", "choices": "a, b"}, "choices"),
        ({"kind": "choice", "label": "x"}, "choices"),
        ({"kind": "choice", "label": "x", "choices": [1]}, "choices"),
        ({"kind": "number", "label": "x", "decimals": 99}, "decimals"),
        ({"kind": "formula", "label": "x", "formula": "1 +"}, "formula"),
        ({"kind": "rollup", "label": "x", "rollup": {"source": "no.such", "how": "count"}}, "source"),
        ({"kind": "relation", "label": "x", "target": "nonsense"}, "target"),
        ({"kind": "text", "label": "x", "shown_when": "nonsense is"}, "shown_when"),
        ({"kind": "money", "label": "x", "currency": "nonsense"}, "currency"),
        ({"kind": "text", "label": "x", "default": {"a": [1]}}, "default"),
    ],
)
def test_a_definition_that_cannot_be_is_refused_with_a_sentence(api: Api, given: Any, part: str) -> None:
    answered = api("POST", "firm/types/toy/fields", given)
    assert (answered.status_code, list(answered.json()["problems"])) == (422, [part]), answered.content
    assert not CustomField.everything.exists()


def test_definitions_are_read_as_far_as_their_fields_may_be_known_and_written_by_few(
    api: Api, browse: Browse, as_role: Callable[[str], Actor]
) -> None:
    make_garage(api)
    staff = as_role("staff")
    with changes.batch(as_role("owner"), "roles"):
        hidden = {TYPE: {"x_fuel": "hidden"}}
        scopes = {**staff.user.role.scopes, "maker": {"read": "none"}}
        changes.update(staff.user.role, field_rights=hidden, scopes=scopes)
    reader, before = Api(browse(staff)), [*CustomField.everything.values("name", "label", "position")]
    known = fields_of(reader, TYPE)
    assert ("x_fuel" in known, known["x_battery"]["shown_when"]) == (False, "")
    assert reader("GET", f"{FIELDS}/x_fuel").json() == reader("GET", f"{FIELDS}/nonsense").json()
    assert reader("GET", "firm/types/maker").status_code == 404
    for method, where, body in (
        ("POST", FIELDS, {"kind": "text", "label": "Mine"}),
        ("PATCH", f"{FIELDS}/x_battery", {"label": "Mine"}),
        ("DELETE", f"{FIELDS}/x_battery", None),
        ("POST", f"{FIELDS}/order", {"fields": ["x_fuel"]}),
        ("POST", "record-types", {"label": "Mine"}),
    ):
        assert reader(method, where, body).status_code == 403, where
    assert [*CustomField.everything.values("name", "label", "position")] == before
    assert CustomType.objects.count() == 1
