"""Two machines, of which only one was given the new key yet."""

import json

import pytest
from django.conf import settings
from django.test import Client

from goodwill.kernel import api_keys, workspace as workspaces
from goodwill.kernel.keys import masters
from goodwill.kernel.models import Change

NEW = "55" * 32


@pytest.fixture
def given(own_firm, monkeypatch):
    """A function that starts the machine again with these keys; all firms here have their old one in the end."""

    def start(*keys):
        monkeypatch.setattr(workspaces, "masters", lambda: masters(settings.GOODWILL_HOME, ",".join(keys)))
        workspaces.wrap_anew()

    yield start
    start(settings.GOODWILL_KEY, NEW)


@pytest.mark.once
def test_a_machine_without_the_new_key_says_so_and_loses_nothing(own_firm, owner, browse, given):
    old, client = settings.GOODWILL_KEY, browse(owner)
    before = Change.objects.count()
    given(NEW, old)
    given(old)
    for headers in ({}, {"HTTP_HX_REQUEST": "true"}):
        answer = client.get("/people/", **headers)
        assert (answer.status_code, "another machine" in answer.content.decode()) == (503, True), headers
        assert int(answer["Retry-After"]) > 0
    assert client.post("/people/new", {"name": "Anna Field"}).status_code == 503
    assert Change.objects.count() == before
    given(NEW, old)
    assert client.get("/people/").status_code == 200


@pytest.mark.once
def test_programs_read_that_the_key_is_missing_and_when_to_ask_again(own_firm, owner, given):
    old, key = settings.GOODWILL_KEY, api_keys.issue(by=owner, name="Program").text
    program = Client(headers={"Authorization": f"Bearer {key}", "Host": own_firm.hosts[0]})
    before = Change.objects.count()
    given(NEW, old)
    given(old)
    for ask, address in ((program.get, "/api/v1/people"), (program.post, "/api/v1/people"), (program.post, "/mcp")):
        answer = ask(address, {"name": "Anna Field"})
        told = json.loads(answer.content)
        assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json"), address
        assert (told["status"], told["code"], int(answer["Retry-After"]) > 0) == (503, "no_key", True)
        assert "another machine" in told["detail"]
    assert Change.objects.count() == before
    given(NEW, old)
    assert program.get("/api/v1/people").status_code == 200


@pytest.mark.once
def test_a_change_of_the_key_machine_by_machine_refuses_nobody(own_firm, owner, browse, given):
    old, client = settings.GOODWILL_KEY, browse(owner)
    for machine in ((old, NEW), (NEW, old), (old, NEW), (NEW, old), (NEW,)):
        given(*machine)
        assert client.get("/people/").status_code == 200, machine
