"""What an assistant sees and does, message by message, as the protocol has them."""

from typing import Any

import pytest

from goodwill.kernel import api_keys
from goodwill.kernel.models import Batch, Change, CustomField, Profile
from goodwill.records.contract.making import make
from goodwill.records.toys.models import Toy
from goodwill.records.toys.records import TOY


@pytest.fixture
def speak(firm, browse):
    """A function from an actor to one that sends a message and gives what came back."""

    def as_actor(actor: Any) -> Any:
        key = api_keys.issue(by=actor, name="Assistant").text
        client = browse(None, HTTP_AUTHORIZATION=f"Bearer {key}")

        def send(method: str, **params: Any) -> Any:
            message = {"jsonrpc": "2.0", "id": 7, "method": method, "params": params}
            answered = client.post("/mcp", message, content_type="application/json")
            assert (answered.status_code, answered.json()["id"]) == (200, 7)
            return answered.json()

        return send

    return as_actor


def used(send, name, **given):
    return send("tools/call", name=name, arguments=given)["result"]


def done(send, name, **given):
    result = used(send, name, **given)
    assert not result["isError"], result
    return result["structuredContent"]


def test_it_introduces_itself_in_a_version_that_the_other_side_knows(speak, owner):
    send = speak(owner)
    for asked, answered in (("2025-03-26", "2025-03-26"), ("1999-01-01", "2025-11-25")):
        result = send("initialize", protocolVersion=asked, capabilities={}, clientInfo={"name": "x", "version": "1"})
        assert result["result"]["protocolVersion"] == answered
    assert "tools" in result["result"]["capabilities"]
    assert send("ping")["result"] == {}
    names = [tool["name"] for tool in send("tools/list")["result"]["tools"]]
    reading = ["list_types", "describe", "search", "find", "read", "parts", "colleagues"]
    assert names == [*reading, "create", "change", "bulk", "do", "undo", "define_field", "remove_field"]


def test_it_finds_reads_makes_changes_and_takes_back(speak, owner):
    send = speak(owner)
    assert "toy" in [kind["type"] for kind in done(send, "list_types")["types"]]
    assert "name" in done(send, "describe", type="toy")["create_takes"]
    made = done(send, "create", type="toy", values={"name": "Red kite"})
    pk = made["record"]["id"]
    assert done(send, "find", type="toy", filter='name is "Red kite"', fields=["name"])["items"][0]["id"] == pk
    assert done(send, "search", text="red ki")["hits"][0]["title"] == "Red kite"
    changed = done(send, "change", type="toy", id=pk, values={"name": "Blue kite"}, version=1)
    assert done(send, "read", type="toy", id=pk)["name"] == "Blue kite"
    assert done(send, "undo", batch=changed["batch"])["undone"] == 1
    assert done(send, "read", type="toy", id=pk)["name"] == "Red kite"
    assert Batch.objects.get(pk=changed["batch"]).through == "mcp"


def test_a_dry_run_says_what_would_change_and_changes_nothing(speak, owner):
    toy, send = make(TOY, 0, owner), speak(owner)
    before = Change.objects.count()
    would = done(send, "change", type="toy", id=toy.pk, values={"name": "Blue kite"}, dry_run=True)["would"]
    assert would == [
        {
            "type": "toy",
            "deed": "update",
            "title": "Blue kite",
            "fields": {"name": {"before": toy.name, "after": "Blue kite"}},
        }
    ]
    done(send, "create", type="toy", values={"name": "Another"}, dry_run=True)
    done(send, "do", type="toy", id=toy.pk, verb="trash", dry_run=True)
    toy.refresh_from_db()
    assert (toy.name != "Blue kite", toy.deleted_at, Toy.objects.count()) == (True, None, 1)
    assert Change.objects.count() == before


def test_what_was_done_is_tried_back_and_what_was_trashed_comes_back(speak, owner):
    toy, send = make(TOY, 0, owner), speak(owner)
    thrown = done(send, "do", type="toy", id=toy.pk, verb="trash")
    before = Change.objects.count()
    tried = done(send, "undo", batch=thrown["batch"], dry_run=True)
    assert [(one["title"], one["deed"]) for one in tried["would"]] == [(toy.name, "restore")]
    assert (Change.objects.count(), Batch.objects.filter(undo_of=thrown["batch"]).exists()) == (before, False)
    assert done(send, "do", type="toy", id=toy.pk, verb="restore")["record"]["name"] == toy.name
    assert Toy.objects.get(pk=toy.pk).deleted_at is None


def test_a_garage_is_set_up_and_every_step_can_be_tried_before(speak, owner, as_role):
    send = speak(owner)

    def traces():
        return [Change.objects.count(), Batch.objects.count(), CustomField.everything.count(), Profile.current().layout]

    def tried_and_done(name, **given):
        before = traces()
        would = done(send, name, **given, dry_run=True)
        assert (traces(), would["dry_run"]) == (before, True)
        return would["would"], done(send, name, **given)

    would, made = tried_and_done("create", type="record_type", values={"label": "Vehicle", "title_label": "Plate"})
    assert would[0]["fields"]["label"] == {"before": None, "after": "Vehicle"}
    kind = made["record"]["name"]
    fuel = {"kind": "choice", "label": "Fuel", "choices": ["Petrol", "Electric"]}
    would, made = tried_and_done("define_field", type=kind, definition=fuel)
    assert (would[0]["part"], would[0]["fields"]["label"]["after"]) == ("custom_field", "Fuel")
    field = made["field"]["name"]
    would, made = tried_and_done("define_field", type=kind, field=field, definition={"label": "Drive"})
    assert would[0]["fields"] == {"label": {"before": "Fuel", "after": "Drive"}}
    assert done(send, "describe", type=kind)["fields"][field]["definition"]["label"] == "Drive"
    rows = [{"do": "create", "values": {"title": f"AB{n}", field: "petrol"}} for n in range(3)]
    would, made = tried_and_done("bulk", type=kind, rows=[*rows, {"do": "create", "values": {field: "petrol"}}])
    assert [one["title"] for one in would] == ["AB0", "AB1", "AB2"]
    assert [one["status"] for one in made["results"]] == [201, 201, 201, 422]
    would, _gone = tried_and_done("remove_field", type=kind, field=field)
    assert would[0]["deed"] == "trash"
    assert owner.name in [one["name"] for one in done(send, "colleagues")["users"]]
    staff = speak(as_role("staff"))
    assert "define_field" not in [tool["name"] for tool in staff("tools/list")["result"]["tools"]]
    assert staff("tools/call", name="define_field", arguments={"type": kind, "definition": fuel})["error"]


def test_who_may_only_read_is_refused_with_a_sentence_and_nothing_changes(speak, owner, as_role):
    toy, send = make(TOY, 0, owner), speak(as_role("read_only"))
    before = Change.objects.count()
    for name, given in (
        ("create", {"type": "toy", "values": {"name": "Mine"}}),
        ("change", {"type": "toy", "id": toy.pk, "values": {"name": "Mine"}}),
        ("do", {"type": "toy", "id": toy.pk, "verb": "trash"}),
    ):
        result = used(send, name, **given)
        assert result["isError"]
        assert result["structuredContent"]["refused"]
    assert Change.objects.count() == before
    assert done(send, "read", type="toy", id=toy.pk)["id"] == toy.pk


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("read", {"type": "toy", "id": 10**30}),
        ("read", {"type": "toy", "id": True}),
        ("read", {"type": "user", "id": 1}),
        ("read", {"type": "toy"}),
        ("find", {"type": "toy", "filter": "name is", "limit": 5}),
        ("find", {"type": "toy", "limit": 100000}),
        ("find", {"type": "toy", "fields": [1]}),
        ("find", {"type": "toy", "sort": "id; drop table"}),
        ("create", {"type": "toy", "values": {"id": 1, "deleted_at": "now"}}),
        ("do", {"type": "toy", "id": 1, "verb": "edit"}),
        ("undo", {"batch": -1}),
        ("search", {"text": "x", "limit": 0}),
        ("list_types", {"more": 1}),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(speak, owner, name, given):
    result = used(speak(owner), name, **given)
    assert result["isError"]
    assert result["structuredContent"]["refused"]


def test_messages_that_are_none_get_an_error_of_the_protocol(speak, owner, browse):
    send = speak(owner)
    assert send("tools/call", name="drop", arguments={})["error"]["code"] == -32602
    assert send("resources/list")["error"]["code"] == -32601
    client = browse(None, HTTP_AUTHORIZATION=f"Bearer {api_keys.issue(by=owner, name='A').text}")
    for body in ("[]", '{"jsonrpc": "1.0", "id": 1, "method": "ping"}', '{"id": 1}'):
        assert client.post("/mcp", body, content_type="application/json").json()["error"]["code"] == -32600
    assert client.post("/mcp", "{", content_type="application/json").status_code == 400
    told = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    assert client.post("/mcp", told, content_type="application/json").status_code == 202
    assert client.get("/mcp").status_code == 405


def test_without_a_key_nobody_is_heard_not_even_with_a_session(firm, owner, browse):
    message = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    for client in (browse(None), browse(owner), browse(None, HTTP_AUTHORIZATION="Bearer gw_nonsense")):
        assert client.post("/mcp", message, content_type="application/json").status_code == 401
