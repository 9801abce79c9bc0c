import json
from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest
from django.test import Client

from goodwill.kernel import api_keys, changes
from goodwill.kernel.actors import Actor, system
from goodwill.kernel.models import Batch, Change
from goodwill.records.toys.models import Maker, Toy
from goodwill.records.toys.records import TOY

Browse = Callable[..., Client]


class Api:
    """A client that speaks JSON."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        sent = {"data": json.dumps(body), "content_type": "application/json"} if body is not None else {}
        return self.client.generic(method, f"/api/v1/{path}", headers=headers, **sent)


@pytest.fixture
def api(browse: Browse, owner: Actor) -> Api:
    return Api(browse(owner))


def make_toys(*names: str) -> list[Toy]:
    with changes.batch(system(), "play"):
        return [changes.create(Toy(name=name, pieces=number + 1)) for number, name in enumerate(names)]


def test_a_list_is_filtered_sorted_and_read_on(api: Api) -> None:
    make_toys("Ape", "Bear", "Cat", "Dog")
    first = api("GET", "toys?filter=pieces > 1&sort=-name&fields=name,pieces&limit=2").json()
    assert [item["name"] for item in first["items"]] == ["Dog", "Cat"]
    rest = api("GET", f"toys?filter=pieces > 1&sort=-name&fields=name&limit=2&after={first['next']}").json()
    assert [item["name"] for item in rest["items"]] == ["Bear"]
    assert rest["next"] is None


def test_a_record_is_made_read_changed_deleted_and_taken_back(api: Api) -> None:
    made = api("POST", "toys", {"name": "Ape", "price": {"amount": "12.50", "currency": "GBP"}, "owner": "me"})
    assert made.status_code == 201, made.content
    found = api("GET", f"toys/{made.json()['id']}")
    assert made["Location"] == f"/api/v1/toys/{made.json()['id']}"
    assert found.json() == made.json()
    assert found.json()["price"] == {"amount": "12.50", "currency": "GBP"}
    changed = api("PATCH", f"toys/{made.json()['id']}", {"name": "Bear"}, **{"If-Match": found["ETag"]})
    assert (changed.json()["name"], changed["ETag"]) == ("Bear", '"2"')
    assert api("GET", f"toys/{made.json()['id']}", **{"If-None-Match": '"2"'}).status_code == 304
    gone = api("DELETE", f"toys/{made.json()['id']}")
    assert gone.status_code == 204
    assert api("GET", f"toys/{made.json()['id']}").status_code == 404
    assert api("POST", f"undo/{gone['Goodwill-Batch']}").json()["undone"] == 1
    assert api("GET", f"toys/{made.json()['id']}").json()["name"] == "Bear"
    assert Batch.objects.filter(through="api").count() == 4


def test_what_a_record_says_can_be_sent_back(api: Api) -> None:
    given = {"name": "Ape", "price": "1.05", "discount": "2.5", "launched": "2026-01-31", "safe": True}
    made = api("POST", "toys", given).json()
    same = {name: made[name] for name, field in TOY.all_fields.items() if field.editable and field.many is None}
    answered = api("PATCH", f"toys/{made['id']}", same)
    assert answered.status_code == 200, answered.content
    assert answered.json() == made


def test_a_record_that_was_trashed_is_restored(api: Api) -> None:
    toy = make_toys("Ape")[0]
    api("DELETE", f"toys/{toy.pk}")
    assert api("POST", f"toys/{toy.pk}/restore").status_code == 200
    assert api("GET", f"toys/{toy.pk}").status_code == 200


def test_the_same_key_makes_one_record_and_another_body_is_refused(api: Api) -> None:
    key = {"Idempotency-Key": "order-1"}
    first, again = (api("POST", "toys", {"name": "Ape"}, **key) for _ in range(2))
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert again["Idempotent-Replayed"] == "true"
    assert api("POST", "toys", {"name": "Bear"}, **key).status_code == 422
    assert Toy.objects.count() == 1


def test_both_versions_are_told_when_somebody_was_faster(api: Api) -> None:
    toy = make_toys("Ape")[0]
    api("PATCH", f"toys/{toy.pk}", {"name": "Bear"})
    late = api("PATCH", f"toys/{toy.pk}", {"name": "Cat"}, **{"If-Match": '"1"'})
    assert late.status_code == 412
    assert (late.json()["theirs"]["name"], late.json()["yours"]) == ("Bear", {"name": "Cat"})
    clash = api("PATCH", f"toys/{toy.pk}", {"name": "Cat", "version": 1})
    assert (clash.status_code, clash.json()["theirs"], clash.json()["yours"]) == (
        409,
        {"name": "Bear"},
        {"name": "Cat"},
    )
    assert api("PATCH", f"toys/{toy.pk}", {"pieces": 9, "version": 1}).json()["pieces"] == 9
    assert api("DELETE", f"toys/{toy.pk}", **{"If-Match": '"1"'}).status_code == 412
    assert Toy.objects.get(pk=toy.pk).name == "Bear"


def test_every_write_asks_for_the_version_that_was_read_and_is_repeated_with_its_key(api: Api) -> None:
    toy = make_toys("Ape")[0]
    named = api("PATCH", f"toys/{toy.pk}", {"name": "Bear"}, **{"If-Match": '"1"', "Idempotency-Key": "a"})
    again = api("PATCH", f"toys/{toy.pk}", {"name": "Bear"}, **{"If-Match": '"1"', "Idempotency-Key": "a"})
    assert (again.status_code, again["ETag"], again["Idempotent-Replayed"]) == (200, named["ETag"], "true")
    late, now = {"If-Match": '"1"'}, {"If-Match": '"2"', "Idempotency-Key": "b"}
    for verb in ("follow", "write_note"):
        assert api("POST", f"toys/{toy.pk}/{verb}", {}, **late).status_code == 412
    assert api("DELETE", f"toys/{toy.pk}", **late).status_code == 412
    gone, twice = (api("DELETE", f"toys/{toy.pk}", **now) for _ in range(2))
    assert (gone.status_code, twice.status_code, twice["Goodwill-Batch"]) == (204, 204, gone["Goodwill-Batch"])
    refused = api("POST", f"toys/{toy.pk}/restore", **now | {"Idempotency-Key": "c"})
    assert (refused.status_code, refused.json()["theirs"]) == (412, {"id": toy.pk, "version": 3})
    assert api("POST", f"toys/{toy.pk}/restore", **{"If-Match": refused["ETag"]}).status_code == 200
    assert Change.objects.filter(type="toy").count() == 4


WRONG: list[tuple[str, str, Any, int]] = [
    ("GET", "toys?filter=nonsense is", None, 400),
    ("GET", "toys?sort=nonsense", None, 400),
    ("GET", "toys?fields=nonsense", None, 400),
    ("GET", "toys?after=zzz", None, 400),
    ("GET", "toys?limit=0", None, 400),
    ("GET", "toys?limit=9999999", None, 400),
    ("GET", "toys?colour=red", None, 422),
    ("GET", "toys/99999999999999999999999", None, 404),
    ("GET", "toys/0", None, 404),
    ("GET", "nonsense", None, 404),
    ("GET", "nonsense/1", None, 404),
    ("GET", "a/b/c/d", None, 404),
    ("GET", "toys/", None, 404),
    ("PUT", "toys", {}, 405),
    ("POST", "toys/1/nonsense", {}, 404),
    ("POST", "undo/99", None, 404),
    ("POST", "toys", {}, 422),
    ("POST", "toys", [], 400),
    ("POST", "toys", {"name": {"a": 1}}, 422),
    ("POST", "toys", {"name": "x", "pieces": "many"}, 422),
    ("POST", "toys", {"name": "x", "pieces": 10**400}, 422),
    ("POST", "toys", {"name": "x", "price": {"amount": "1", "currency": "EUR"}}, 422),
    ("POST", "toys", {"name": "x", "price": {"amount": "1.005"}}, 422),
    ("POST", "toys", {"name": "x", "maker": 99}, 422),
    ("POST", "toys", {"name": "x", "maker": {"name": "no id"}}, 422),
    ("POST", "toys", {"name": "\ud800"}, 400),
]


@pytest.mark.parametrize(("method", "path", "body", "status"), WRONG)
def test_what_is_wrong_gets_a_sentence_and_changes_nothing(
    api: Api, method: str, path: str, body: Any, status: int
) -> None:
    before = Change.objects.count()
    answered = api(method, path, body)
    assert answered.status_code == status, answered.content
    assert answered["Content-Type"] == "application/problem+json"
    told = answered.json()
    assert told["status"] == status
    assert told["detail"].endswith((".", "?"))
    assert bool(told.get("problems")) == (status == 422 or "?" in path)
    assert Change.objects.count() == before


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"name": NaN}', "application/json", 400),
        (b'{"name": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "application/json", 400),
        (b'{"name": ' + b"[" * 20 + b"]" * 20 + b"}", "application/json", 400),
        (b'{"pieces": ' + b"9" * 5000 + b"}", "application/json", 400),
        (b'{"name": "' + b"x" * 1_100_000 + b'"}', "application/json", 413),
        (b"name=Ape", "application/x-www-form-urlencoded", 415),
        (b"<toy/>", "text/xml", 415),
    ],
)
def test_bodies_that_are_no_json_of_ours_are_refused(api: Api, data: bytes, kind: str, status: int) -> None:
    answered = api.client.post("/api/v1/toys", data, content_type=kind)
    assert (answered.status_code, answered["Content-Type"]) == (status, "application/problem+json")
    assert not Toy.objects.exists()


def test_fields_of_its_own_cannot_be_written(api: Api) -> None:
    toy = make_toys("Ape")[0]
    for name in ("id", "created_by", "created_at", "changed_at", "deleted_at", "extra", "form", "votes", "tags"):
        for answered in (
            api("POST", "toys", {"name": "x", name: 1}),
            api("PATCH", f"toys/{toy.pk}", {name: 1}),
        ):
            assert (answered.status_code, list(answered.json()["problems"])) == (422, [name])
    assert Toy.everything.count() == 1


def test_a_key_needs_no_token_of_a_page_and_a_session_does(browse: Browse, staff: Actor) -> None:
    client = browse(staff)
    client.handler.enforce_csrf_checks = True
    refused = Api(client)("POST", "toys", {"name": "Ape"})
    assert (refused.status_code, Toy.objects.count()) == (403, 0)
    bearer = {"Authorization": f"Bearer {api_keys.issue(by=staff, name='Website').text}"}
    anonymous = browse(None)
    anonymous.handler.enforce_csrf_checks = True
    made = Api(anonymous)("POST", "toys", {"name": "Ape"}, **bearer)
    assert made.status_code == 201
    batch = Batch.objects.get(pk=made["Goodwill-Batch"])
    assert (batch.actor_kind, batch.actor_name, batch.through, batch.on_behalf_of_id) == (
        "api key",
        "Website",
        "api",
        staff.user_id,
    )
    assert Api(anonymous)("POST", f"undo/{batch.pk}", **bearer).status_code == 200


def test_without_a_sign_in_or_with_a_wrong_key_nothing_is_told(browse: Browse, owner: Actor) -> None:
    for path in ("", "openapi.json", "toys", "toys/1", "nonsense"):
        assert Api(browse(None))("GET", path).status_code == 401
        assert Api(browse(owner))("GET", path, Authorization="Bearer gw_wrong").status_code == 401


def test_what_a_role_may_not_is_refused_and_what_it_may_not_see_is_not_there(
    browse: Browse, as_role: Callable[[str], Actor]
) -> None:
    toy = make_toys("Ape")[0]
    reader = Api(browse(as_role("read_only")))
    assert reader("GET", f"toys/{toy.pk}").status_code == 200
    assert reader("POST", "toys", {"name": "x"}).status_code == 403
    assert reader("PATCH", f"toys/{toy.pk}", {"name": "x"}).status_code == 403
    assert reader("DELETE", f"toys/{toy.pk}").status_code == 403
    actor = as_role("read_only")
    with changes.batch(system(), "roles"):
        changes.update(actor.user.role, scopes={"*": {"read": "own"}, "maker": {"read": "none"}})
        maker = changes.create(Maker(name="Acme"))
    assert reader("GET", "toys").json()["items"] == []
    hidden, unknown = reader("GET", f"toys/{toy.pk}"), reader("GET", "toys/999999")
    assert (hidden.status_code, hidden.json()) == (404, unknown.json())
    assert reader("GET", "makers").json() == reader("GET", "nonsense").json()
    assert reader("GET", f"makers/{maker.pk}").status_code == 404
    assert "secret" not in reader("GET", "openapi.json").content.decode()


def test_the_description_names_what_the_asker_may_do(browse: Browse, as_role: Callable[[str], Actor]) -> None:
    whole = Api(browse(as_role("owner")))("GET", "openapi.json").json()
    assert {"get", "post"} <= whole["paths"]["/toys"].keys()
    assert "secret" in whole["components"]["schemas"]["toy"]["properties"]
    read_only = Api(browse(as_role("read_only")))("GET", "openapi.json").json()
    assert read_only["paths"]["/toys"].keys() == {"get"}
    assert not {"patch", "delete"} & read_only["paths"]["/toys/{id}"].keys()


def test_answers_fit_their_description(api: Api) -> None:
    described = api("GET", "openapi.json").json()
    make_toys("Ape", "Bear")
    toy = Toy.objects.latest("id")
    answered = {"toy": api("GET", f"toys/{toy.pk}"), "Problem": api("GET", f"toys/{toy.pk + 1}")}
    for name, answer in answered.items():
        schema = {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
        jsonschema_rs.validator_for(schema).validate(answer.json())


def test_an_error_of_ours_is_told_without_its_insides(
    api: Api, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(self: Toy) -> None:
        raise RuntimeError("insides")

    monkeypatch.setattr(Toy, "derive", fail)
    answered = api("POST", "toys", {"name": "Ape"})
    assert (answered.status_code, answered["Content-Type"]) == (500, "application/problem+json")
    assert b"insides" not in answered.content
    assert "insides" in caplog.text
    assert not Toy.objects.exists()


def test_the_index_lists_the_types(api: Api) -> None:
    found = {entry["name"]: entry["url"] for entry in api("GET", "").json()["types"]}
    assert found["toy"] == "/api/v1/toys"
