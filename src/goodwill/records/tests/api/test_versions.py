"""If-Match: every address that changes what has a version says so and hears it, and a refusal writes nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Batch, Change, CustomField
from goodwill.records.tests.api.test_api import Api, make_toys
from goodwill.records.toys.models import Toy

Browse = Callable[..., Client]
LATE = {"If-Match": '"77"'}
NAMES_NONE = ("/bulk",)
"""What makes something new names no version, and rows for many carry their own."""


@pytest.fixture
def api(browse: Browse, owner: Actor) -> Api:
    return Api(browse(owner))


def traces() -> tuple[Any, ...]:
    toys = [*Toy.everything.order_by("pk").values_list("name", "version")]
    return Change.objects.count(), Batch.objects.count(), toys


def test_each_address_that_changes_something_there_says_that_it_hears_versions(api: Api) -> None:
    silent = []
    for path, methods in api("GET", "openapi.json").json()["paths"].items():
        for method in methods.keys() & {"post", "put", "patch", "delete"}:
            heard = {one["name"] for one in methods[method].get("parameters", ())}
            is_new = "{" not in path
            if (not is_new and "If-Match" not in heard) or "Idempotency-Key" not in heard:
                silent.append(f"{method} {path}")
    assert [one for one in silent if not one.endswith(NAMES_NONE)] == []


def test_a_batch_is_taken_back_only_if_its_record_is_the_one_that_was_read(api: Api) -> None:
    (toy,) = make_toys("Ape")
    changed = api("PATCH", f"toys/{toy.pk}", {"name": "Bear"})
    address = f"undo/{changed['Goodwill-Batch']}"
    told = api("GET", address)
    assert told.json()["records"] == [{"type": "toy", "id": toy.pk, "name": "Bear"}]
    assert (told.json()["can_be_undone"], told.json()["changes"]) == (True, 1)
    api("PATCH", f"toys/{toy.pk}", {"pieces": 9})
    before = traces()
    late = api("POST", address, **{"If-Match": changed["ETag"]})
    assert (late.status_code, late["ETag"], late.json()["yours"]) == (412, '"3"', {"name": "Ape"})
    assert (late.json()["theirs"]["name"], late.json()["theirs"]["pieces"]) == ("Bear", 9)
    refused = api("POST", address, **{"If-Match": told["ETag"]})
    assert (refused.status_code, refused.json()["theirs"]["batch"]) == (412, int(changed["Goodwill-Batch"]))
    assert traces() == before
    asked = {"If-Match": late["ETag"], "Idempotency-Key": "back"}
    done, again = (api("POST", address, **asked) for _turn in range(2))
    assert (done.json(), again["Idempotent-Replayed"]) == ({"undone": 1, "left": [], "out_of_reach": 0}, "true")
    assert again["Goodwill-Batch"] == done["Goodwill-Batch"]
    assert api("GET", address).json()["undone"] is True
    assert Toy.objects.get(pk=toy.pk).name == "Ape"


def test_a_batch_of_several_records_is_taken_back_by_the_tag_of_all_of_them(api: Api) -> None:
    ape, bear = make_toys("Ape", "Bear")
    rows = [{"do": "change", "id": toy.pk, "values": {"pieces": 3}} for toy in (ape, bear)]
    address = f"undo/{api('POST', 'toys/bulk', {'rows': rows})['Goodwill-Batch']}"
    tag = api("GET", address)["ETag"]
    api("PATCH", f"toys/{bear.pk}", {"name": "Cat"})
    before = traces()
    assert api("POST", address, **{"If-Match": '"2"'}).status_code == 422
    late = api("POST", address, **{"If-Match": tag})
    assert (late.status_code, late["ETag"]) == (412, api("GET", address)["ETag"])
    assert traces() == before
    assert api("POST", address, **{"If-Match": late["ETag"]}).json()["undone"] == 2


def test_a_colleague_does_not_see_what_somebody_else_did(api: Api, browse: Browse, staff: Actor) -> None:
    (toy,) = make_toys("Ape")
    address = f"undo/{api('PATCH', f'toys/{toy.pk}', {'name': 'Bear'})['Goodwill-Batch']}"
    other = Api(browse(staff))
    assert {other(method, address).status_code for method in ("GET", "POST")} == {404}


def test_a_verb_for_ids_refuses_those_that_were_changed_since_and_tells_both_versions(api: Api) -> None:
    ape, bear = make_toys("Ape", "Bear")
    api("PATCH", f"toys/{bear.pk}", {"name": "Cat"})
    asked = {"ids": [ape.pk, bear.pk], "values": {"name": "Toy"}, "versions": [1, 1]}
    told = api("POST", "toys/bulk/change", asked).json()["results"]
    assert [row["status"] for row in told] == [200, 409]
    deeds = {"ids": [ape.pk, bear.pk]}
    told = api("POST", "toys/bulk/delete", deeds, **{"If-Match": '"2", "1"'}).json()["results"]
    assert [row["status"] for row in told] == [204, 412]
    assert (told[1]["theirs"]["name"], told[1]["theirs"]["version"]) == ("Cat", 2)
    before = traces()
    for body, headers in (
        ({**deeds, "versions": [1]}, {}),
        ({**deeds, "versions": ["1", 1]}, {}),
        (deeds, LATE),
        ({"filter": "", "versions": [1]}, {}),
        ({"filter": ""}, LATE),
    ):
        assert api("POST", "toys/bulk/delete", body, **headers).status_code == 422
    assert api("POST", "toys/bulk", {"rows": [{"do": "delete", "id": bear.pk}]}, **LATE).status_code == 422
    assert traces() == before


def test_fields_are_put_in_order_and_added_only_if_they_are_the_ones_that_were_read(api: Api) -> None:
    for label in ("Fuel", "Seats"):
        api("POST", "firm/types/toy/fields", {"kind": "text", "label": label})
    read = api("GET", "firm/types/toy")
    tag = {"If-Match": read["ETag"]}
    renamed = api("PATCH", "firm/types/toy/fields/x_fuel", {"label": "Drive"}, **{"If-Match": '"1"'})
    assert renamed["ETag"] == '"2"'
    before = traces()
    order = {"fields": ["x_seats", "x_fuel"]}
    late = api("POST", "firm/types/toy/fields/order", order, **tag)
    assert (late.status_code, late.json()["yours"]) == (412, order)
    assert "Drive" in [field["label"] for field in late.json()["theirs"]["fields"]]
    assert api("POST", "firm/types/toy/fields", {"kind": "text", "label": "Doors"}, **tag).status_code == 412
    late_field = api("PATCH", "firm/types/toy/fields/x_fuel", {"label": "Motor"}, **{"If-Match": '"1"'})
    assert (late_field.status_code, late_field.json()["yours"]) == (412, {"label": "Motor"})
    assert traces() == before
    key = {"If-Match": late["ETag"], "Idempotency-Key": "order"}
    done, again = (api("POST", "firm/types/toy/fields/order", order, **key) for _turn in range(2))
    assert (done.status_code, again["Idempotent-Replayed"]) == (200, "true")
    assert [*CustomField.objects.order_by("position").values_list("name", flat=True)] == order["fields"]
    gone = [api("DELETE", "firm/types/toy/fields/x_fuel", **{"Idempotency-Key": "gone"}) for _turn in range(2)]
    assert ({one.status_code for one in gone}, gone[1]["Idempotent-Replayed"]) == ({204}, "true")


def test_changing_a_yearly_date_by_program_leaves_it_yearly(api: Api) -> None:
    made = api("POST", "firm/types/toy/fields", {"kind": "date", "label": "Fair", "yearly": True})
    assert made.json()["yearly"] is True
    assert api("PATCH", "firm/types/toy/fields/x_fair", {"label": "Toy fair"}).json()["yearly"] is True


def test_a_file_is_added_and_replaced_only_where_nobody_was_faster(browse: Browse, owner: Actor) -> None:
    (toy,) = make_toys("Ape")
    client = browse(owner)

    def send(method: str, path: str, **headers: str) -> Any:
        told = {"content_type": "application/octet-stream", "headers": headers}
        return getattr(client, method)(f"/api/v1/{path}", b"plain text", **told)

    assert send("post", f"toys/{toy.pk}/files?name=a.txt", **LATE).status_code == 412
    file = send("post", f"toys/{toy.pk}/files?name=a.txt", **{"If-Match": '"1"'}).json()["items"][0]["id"]
    assert send("put", f"files/{file}/content", **LATE).status_code == 412
    key = {"If-Match": '"1"', "Idempotency-Key": "new"}
    new, again = (send("put", f"files/{file}/content", **key) for _turn in range(2))
    assert (new.json(), again["Idempotent-Replayed"]) == (again.json(), "true")
