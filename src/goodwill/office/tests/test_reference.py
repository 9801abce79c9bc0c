import pytest

from goodwill.kernel.models import ApiKey
from goodwill.office.queries.reference import operations
from goodwill.records import registry


def test_every_request_is_shown_with_an_example_that_names_its_address(browse, owner):
    shown = operations(registry.get("person"), owner, "http://firm/api/v1")
    assert {(one.method, one.path) for one in shown} >= {
        ("GET", "/people"),
        ("POST", "/people"),
        ("PATCH", "/people/{id}"),
        ("DELETE", "/people/{id}"),
        ("POST", "/people/bulk"),
        ("POST", "/people/bulk/{name}"),
        ("POST", "/people/{id}/tag"),
    }
    for one in shown:
        assert f'"http://firm/api/v1{one.path.replace("{id}", "1").replace("{name}", "delete")}"' in one.curl
        compile(one.python, one.path, "exec")
        assert "<" not in one.curl
    page = browse(owner).get("/settings/api/person").content.decode()
    assert all(f'id="{one.id}"' in page for one in shown)
    assert page.count("<gw-try>") == sum(one.can_be_tried for one in shown)


def test_only_requests_that_the_reader_may_make_are_shown(as_role):
    methods = {one.method for one in operations(registry.get("person"), as_role("read_only"), "http://firm/api/v1")}
    assert "GET" in methods
    assert not methods & {"PATCH", "DELETE"}


def test_what_a_key_may_do_is_chosen_and_changed_later(browse, owner):
    client = browse(owner)
    sent = {"name": "Till", "days": "365", "reads_only": "on", "types": ["party", "task"], "per_minute": "60"}
    assert client.post("/settings/keys/new", sent).status_code == 200
    key = ApiKey.objects.get()
    assert (key.reads_only, key.types, key.per_minute) == (True, ["party", "task"], 60)
    address = f"/settings/keys/{key.pk}"
    assert "60 a minute" in client.get("/settings/keys").content.decode()
    assert client.post(address, {"name": "Till", "per_minute": "900"}).status_code == 303
    key.refresh_from_db()
    assert (key.reads_only, key.types, key.per_minute) == (False, [], 900)


@pytest.mark.parametrize(
    "wrong", [{"name": " "}, {"per_minute": "0"}, {"per_minute": "10000000"}, {"types": ["nonsense"]}]
)
def test_a_key_keeps_what_it_was_when_what_is_sent_is_wrong(browse, owner, wrong):
    client = browse(owner)
    client.post("/settings/keys/new", {"name": "Till", "days": "365"})
    key = ApiKey.objects.get()
    assert client.post(f"/settings/keys/{key.pk}", {"name": "Till", "per_minute": "900", **wrong}).status_code == 422
    assert ApiKey.objects.get().version == key.version


def test_a_key_of_somebody_else_is_changed_by_who_manages_users_alone(browse, as_role):
    browse(as_role("owner")).post("/settings/keys/new", {"name": "Till", "days": "365"})
    key = ApiKey.objects.get()
    sent = {"name": "Mine", "per_minute": "5"}
    assert browse(as_role("staff")).post(f"/settings/keys/{key.pk}", sent).status_code == 404
    assert ApiKey.objects.get().name == "Till"
