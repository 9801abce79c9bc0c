"""Many rows in one request, links read along, keys that may less, and how often a key may ask."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from goodwill.kernel import api_keys, changes
from goodwill.kernel.actors import Actor, system
from goodwill.kernel.jobs import run_due
from goodwill.kernel.models import Batch, BulkRow, Change, Team, Throttle
from goodwill.kernel.models.users import Membership
from goodwill.records.api import limits
from goodwill.records.tests.api.test_api import Api, make_toys
from goodwill.records.toys.models import Maker, Toy

Browse = Callable[..., Client]


@pytest.fixture
def api(browse: Browse, owner: Actor) -> Api:
    return Api(browse(owner))


@pytest.fixture
def by_key(browse: Browse, owner: Actor) -> Callable[..., Api]:
    """A function that makes a key of the owner and gives the client of a program that carries it."""

    def client(**narrower: Any) -> Api:
        key = api_keys.issue(by=owner, name="Website", **narrower).text
        return Api(browse(None, HTTP_AUTHORIZATION=f"Bearer {key}"))

    return client


def test_rows_are_made_changed_and_deleted_in_one_batch_with_an_answer_each(api: Api) -> None:
    ape, bear = make_toys("Ape", "Bear")
    rows = [
        {"do": "create", "values": {"name": "Cat"}},
        {"do": "change", "id": ape.pk, "version": 1, "values": {"name": "Gorilla"}},
        {"do": "change", "id": 999_999, "values": {"name": "Nobody"}},
        {"do": "create", "values": {"name": "Dog", "pieces": "many"}},
        {"do": "delete", "id": bear.pk},
        {"do": "restore", "id": bear.pk},
    ]
    answered = api("POST", "toys/bulk", {"rows": rows})
    told = answered.json()
    assert [row["status"] for row in told["results"]] == [201, 200, 404, 422, 204, 200]
    assert (told["done"], told["refused"]) == (4, 2)
    assert told["results"][3]["problems"].keys() == {"pieces"}
    assert told["results"][1] == {"status": 200, "id": ape.pk, "version": 2}
    assert set(Toy.objects.values_list("name", flat=True)) == {"Gorilla", "Bear", "Cat"}
    assert Change.objects.filter(batch=answered["Goodwill-Batch"]).count() == 4
    assert api("POST", f"undo/{answered['Goodwill-Batch']}").json()["undone"] == 4
    assert set(Toy.objects.values_list("name", flat=True)) == {"Ape", "Bear"}


def test_all_or_nothing_is_nothing_when_one_row_cannot_be_done(api: Api) -> None:
    (ape,) = make_toys("Ape")
    batches = Batch.objects.count()
    rows = [
        {"do": "create", "values": {"name": "Bear"}},
        {"do": "change", "id": ape.pk, "values": {"name": "Gorilla"}},
        {"do": "create", "values": {}},
    ]
    refused = api("POST", "toys/bulk", {"rows": rows, "whole": True}, **{"Idempotency-Key": "whole"})
    assert refused.status_code == 422
    assert [row["status"] for row in refused.json()["results"]] == [201, 200, 422]
    assert "Row 2" in refused.json()["detail"]
    assert [*Toy.objects.values_list("name", flat=True)] == ["Ape"]
    assert Batch.objects.count() == batches
    done = api("POST", "toys/bulk", {"rows": rows[:2], "whole": True}, **{"Idempotency-Key": "whole"})
    assert (done.status_code, Toy.objects.count()) == (200, 2)


def test_a_row_that_is_refused_after_it_wrote_leaves_nothing_in_history(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    from goodwill.kernel.errors import Refused
    from goodwill.records.api import many_rows

    write = many_rows._one

    def writes_and_refuses(type: Any, row: Any, actor: Actor) -> Any:
        done = write(type, row, actor)
        if row.values.get("name") == "Bear":
            raise Refused("No bears.")
        return done

    monkeypatch.setattr(many_rows, "_one", writes_and_refuses)
    rows = [{"do": "create", "values": {"name": name}} for name in ("Bear", "Ape", "Bear", "Cat")]
    told = api("POST", "toys/bulk", {"rows": rows}).json()
    assert [row["status"] for row in told["results"]] == [403, 201, 403, 201]
    alive = set(Toy.objects.values_list("pk", flat=True))
    assert set(Change.objects.filter(batch=told["batch"]).values_list("ref_id", flat=True)) == alive
    assert len(alive) == 2


def test_a_repeated_request_of_many_rows_is_done_once(api: Api) -> None:
    rows = {"rows": [{"do": "create", "values": {"name": f"Toy {n}"}} for n in range(200)]}
    first, again = (api("POST", "toys/bulk", rows, **{"Idempotency-Key": "many"}) for _ in range(2))
    assert first.json() == again.json()
    assert again["Idempotent-Replayed"] == "true"
    assert Toy.objects.count() == 200


def test_more_rows_than_a_transaction_holds_are_done_later_and_answered_one_by_one(api: Api) -> None:
    (ape,) = make_toys("Ape")
    names = [f"Toy {n}" for n in range(230)]
    rows = [
        {"do": "change", "id": ape.pk, "version": 1, "values": {"name": "Gorilla"}},
        *({"do": "create", "values": {"name": name}} for name in names),
        {"do": "create", "values": {"name": "Bear", "pieces": "many"}},
        {"do": "delete", "id": 999_999},
    ]
    begun, again = (api("POST", "toys/bulk", {"rows": rows}, **{"Idempotency-Key": "lots"}) for _ in range(2))
    assert (begun.status_code, again.json(), again["Idempotent-Replayed"]) == (202, begun.json(), "true")
    work = begun["Location"].removeprefix("/api/v1/")
    assert (api("GET", work).json()["state"], api("GET", f"{work}/rows").json()["items"]) == ("waiting", [])
    run_due()
    told = api("GET", work).json()
    assert (told["state"], told["result"], told["total"]) == ("done", {"done": 231, "refused": 2}, 233)
    first = api("GET", f"{work}/rows?limit=2").json()
    assert first["items"][0] == {"row": 0, "status": 200, "id": ape.pk, "version": 2}
    assert (first["items"][1]["status"], first["next"]) == (201, 1)
    rest = api("GET", f"{work}/rows?limit=1000&after=1").json()
    assert (len(rest["items"]), rest["next"]) == (231, None)
    refused = api("GET", f"{work}/rows?only=refused").json()["items"]
    assert [(row["row"], row["status"]) for row in refused] == [(231, 422), (232, 404)]
    assert refused[0]["problems"].keys() == {"pieces"}
    assert not BulkRow.objects.exclude(asked={}).exists()
    assert Toy.objects.count() == 231
    assert api("POST", f"undo/{told['batch']}").json()["undone"] == 231
    assert [*Toy.objects.values_list("name", flat=True)] == ["Ape"]
    assert api("POST", "toys/bulk", {"rows": rows, "whole": True}).status_code == 422


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"rows": []},
        {"rows": "all"},
        {"rows": [1]},
        {"rows": [{"do": "change", "values": {}}]},
        {"rows": [{"do": "change", "id": "1"}]},
        {"rows": [{"do": "change", "id": 1, "version": "x"}]},
        {"rows": [{"do": "create", "values": {"name": "x"}, "colour": 1}]},
        {"rows": [{"do": "create", "values": {"name": "x"}}], "whole": "yes"},
        {"rows": [{"do": "create", "values": {"name": "x"}}] * 10_001},
        {"rows": [{"do": "create", "values": {"name": "x"}}], "more": 1},
    ],
)
def test_rows_in_another_shape_are_refused_and_nothing_is_done(api: Api, body: Any) -> None:
    answered = api("POST", "toys/bulk", body)
    assert answered.status_code == 422, answered.content
    assert answered.json()["problems"]
    assert not Toy.objects.exists()


def test_a_row_with_a_verb_that_is_none_is_refused_alone(api: Api) -> None:
    (ape,) = make_toys("Ape")
    told = api("POST", "toys/bulk", {"rows": [{"do": "fly", "id": ape.pk}, {"do": "trash", "id": ape.pk}]}).json()
    assert [row["status"] for row in told["results"]] == [404, 404]
    assert told["batch"] is None


def test_a_verb_is_done_to_many_ids_at_once_and_to_a_filter_in_the_background(api: Api, owner: Actor) -> None:
    toys = make_toys("Ape", "Bear", "Cat")
    told = api("POST", "toys/bulk/delete", {"ids": [toy.pk for toy in toys[:2]] + [999_999]}).json()
    assert [row["status"] for row in told["results"]] == [204, 204, 404]
    assert api("POST", "toys/bulk/restore", {"ids": [toys[0].pk]}).json()["done"] == 1
    begun = api("POST", "toys/bulk/change", {"filter": "name is Cat", "values": {"name": "Tiger"}})
    assert begun.status_code == 202
    assert api("GET", begun["Location"].removeprefix("/api/v1/")).json()["state"] == "waiting"
    run_due()
    done = api("GET", begun["Location"].removeprefix("/api/v1/")).json()
    assert (done["state"], done["result"]["done"]) == ("done", 1)
    assert set(Toy.objects.values_list("name", flat=True)) == {"Ape", "Tiger"}
    assert api("POST", "toys/bulk/delete", {"filter": "nonsense is"}).status_code == 400
    assert api("POST", "toys/bulk/nonsense", {"ids": [1]}).status_code == 404
    assert api("POST", "toys/bulk/delete", {}).status_code == 422
    assert api("POST", "toys/bulk/delete", {"ids": ["1"]}).status_code == 422


def test_work_of_others_is_not_told(browse: Browse, api: Api, staff: Actor) -> None:
    begun = api("POST", "toys/bulk/delete", {"filter": "name is Cat"})
    for path in ("", "/rows"):
        assert Api(browse(staff))("GET", f"work/{begun.json()['work']}{path}").status_code == 404


def test_many_rows_ask_for_the_rights_of_each(browse: Browse, as_role: Callable[[str], Actor]) -> None:
    (ape,) = make_toys("Ape")
    reader = Api(browse(as_role("read_only")))
    rows = [{"do": "create", "values": {"name": "x"}}, {"do": "delete", "id": ape.pk}]
    told = reader("POST", "toys/bulk", {"rows": rows}).json()
    assert [row["status"] for row in told["results"]] == [403, 403]
    assert [*Toy.objects.values_list("name", flat=True)] == ["Ape"]


def test_links_are_read_along_in_as_many_queries_for_thirty_as_for_one(
    api: Api, queries_of: Callable[[Callable[[], Any]], int]
) -> None:
    def more(count: int) -> None:
        with changes.batch(system(), "play"):
            for n in range(count):
                changes.create(Toy(name=f"Toy {n}", maker=changes.create(Maker(name=f"Maker {n}", city="Oslo"))))

    more(1)
    item = api("GET", "toys?expand=maker&fields=name").json()["items"][0]
    assert (item["maker"]["name"], item["maker"]["record"]["city"]) == ("Maker 0", "Oslo")
    assert api("GET", f"toys/{item['id']}?expand=maker").json()["maker"] == item["maker"]
    one = queries_of(lambda: api("GET", "toys?expand=maker"))
    more(29)
    api("GET", "toys")  # the teams and the profile are read anew after a write
    assert queries_of(lambda: api("GET", "toys?expand=maker")) == one


def test_a_link_shows_no_more_than_its_asker_may_see(browse: Browse, as_role: Callable[[str], Actor]) -> None:
    staff = as_role("staff")
    with changes.batch(system(), "play"):
        changes.create(Toy(name="Ape", maker=changes.create(Maker(name="Hidden", owner=as_role("owner").user))))
        changes.update(staff.user.role, scopes={**staff.user.role.scopes, "maker": {"read": "own"}})
    answered = Api(browse(staff))("GET", "toys?expand=maker")
    assert answered.json()["items"][0]["maker"] is None
    assert b"Hidden" not in answered.content
    for name in ("secret", "name", "nonsense", "owner.name"):
        assert Api(browse(staff))("GET", f"toys?expand={name}").status_code == 400


def test_users_and_teams_are_read_along_in_two_queries_more_each(
    api: Api, owner: Actor, staff: Actor, queries_of: Callable[[Callable[[], Any]], int]
) -> None:
    with changes.batch(system(), "play"):
        team = changes.create(Team(name="Stockroom"))
        changes.create(Membership(user=staff.user, team=team))
        for n, who in enumerate((owner, staff, staff)):
            changes.create(Toy(name=f"Toy {n}", owner=who.user, team=team))
    asked = "toys?fields=name&sort=name&expand=owner,team,created_by"
    items = api("GET", asked).json()["items"]
    assert [item["owner"]["record"]["mail"] for item in items] == [owner.user.email, *[staff.user.email] * 2]
    assert {"id": team.pk, "name": "Stockroom", "type": "team"} in items[1]["owner"]["record"]["teams"]
    assert items[0]["team"]["record"]["members"] == [{"id": staff.user_id, "name": staff.name, "type": "user"}]
    plain = queries_of(lambda: api("GET", "toys?fields=name,owner,team,created_by&sort=name"))
    assert queries_of(lambda: api("GET", asked)) == plain + 4
    assert api("GET", f"firm/users/{staff.user_id}").json() == items[1]["owner"]["record"]
    assert items[0]["team"]["record"] in api("GET", "firm/teams").json()["items"]
    assert staff.user_id in [one["id"] for one in api("GET", "firm/users").json()["items"]]
    assert api("GET", "firm/users/999999").status_code == 404


def test_a_key_that_only_reads_changes_nothing_by_any_way(by_key: Callable[..., Api]) -> None:
    (ape,) = make_toys("Ape")
    program, before = by_key(reads_only=True), Change.objects.count()
    assert program("GET", "toys").status_code == 200
    for method, path, body in (
        ("POST", "toys", {"name": "x"}),
        ("PATCH", f"toys/{ape.pk}", {"name": "x"}),
        ("DELETE", f"toys/{ape.pk}", None),
        ("POST", f"toys/{ape.pk}/follow", {}),
        ("POST", "toys/bulk", {"rows": [{"do": "create", "values": {"name": "x"}}]}),
        ("POST", "toys/bulk/delete", {"filter": "name is Ape"}),
        ("POST", "undo/1", None),
    ):
        assert program(method, path, body).status_code == 403, path
    calls = [
        ("change", {"type": "toy", "id": ape.pk, "values": {"name": "x"}}),
        ("read", {"type": "toy", "id": ape.pk}),
    ]
    for tool, arguments in calls:
        asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": tool, "arguments": arguments}}
        program.client.post("/mcp", json.dumps(asked), content_type="application/json")
    assert Change.objects.count() == before


def test_a_key_for_some_types_knows_no_others(by_key: Callable[..., Api]) -> None:
    make_toys("Ape")
    with changes.batch(system(), "play"):
        maker = changes.create(Maker(name="Acme"))
        toy = changes.create(Toy(name="Bear", maker=maker))
    program = by_key(types=["toy"])
    assert program("GET", "makers").status_code == 404
    assert program("GET", "views").json() == {"items": []}
    assert {one["name"] for one in program("GET", "").json()["types"]} == {"toy", "game"}
    assert program("GET", f"toys/{toy.pk}?expand=maker").json()["maker"] is None
    assert program("GET", f"toys/{toy.pk}?expand=created_by").status_code == 200
    assert program("GET", "firm/users").status_code == 403
    assert program("POST", "toys", {"name": "Cat"}).status_code == 201
    others = Batch.objects.latest("id").pk - 1
    assert program("POST", f"undo/{others}").status_code == 404


def test_a_key_asks_no_more_than_its_minute_holds_and_is_told_how_much_is_left(by_key: Callable[..., Api]) -> None:
    program, other = by_key(per_minute=40), by_key()
    answers = [program("GET", "") for _ in range(41)]
    assert [answer.status_code for answer in answers] == [200] * 40 + [429]
    assert [int(answer["RateLimit-Remaining"]) for answer in answers] == [*range(39, -1, -1), 0]
    assert {answer["RateLimit-Limit"] for answer in answers} == {"40"}
    assert 1 <= int(answers[-1]["Retry-After"]) <= 120
    assert answers[-1].json()["status"] == 429
    assert other("GET", "").status_code == 200


def test_reading_writes_for_a_block_of_requests_once_and_processes_share_the_limit(
    by_key: Callable[..., Api], queries_of: Callable[[Callable[[], Any]], int]
) -> None:
    program = by_key(per_minute=600)
    program("GET", "")
    counted = Throttle.objects.values_list("count", flat=True)
    assert [*counted.all()] == [30]
    for _ in range(29):
        program("GET", "")
    assert [*counted.all()] == [30]
    program("GET", "")
    assert [*counted.all()] == [60]
    limits._blocks.clear()  # as another process, which took nothing yet
    program("GET", "")
    assert [*counted.all()] == [90]
