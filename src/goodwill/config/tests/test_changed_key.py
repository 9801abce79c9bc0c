"""Two machines, of which only one was given the new key yet."""

import pytest
from django.conf import settings

from goodwill.kernel import workspace as workspaces
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
    for address, headers in (("/people/", {}), ("/people/", {"HTTP_HX_REQUEST": "true"}), ("/api/v1/people", {})):
        answer = client.get(address, **headers)
        assert (answer.status_code, "another machine" in answer.content.decode()) == (503, True), (address, headers)
    assert client.post("/people/new", {"name": "Anna Field"}).status_code == 503
    assert Change.objects.count() == before
    given(NEW, old)
    assert client.get("/people/").status_code == 200


@pytest.mark.once
def test_a_change_of_the_key_machine_by_machine_refuses_nobody(own_firm, owner, browse, given):
    old, client = settings.GOODWILL_KEY, browse(owner)
    for machine in ((old, NEW), (NEW, old), (old, NEW), (NEW, old), (NEW,)):
        given(*machine)
        assert client.get("/people/").status_code == 200, machine
