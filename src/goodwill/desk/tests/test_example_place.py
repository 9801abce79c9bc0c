"""The example firm is made, opened and removed by a click, and never touches the real one."""

import re

import pytest
from django.test import Client

from goodwill.desk.example import place
from goodwill.kernel import workspace as workspaces
from goodwill.kernel.models import Profile

HERE = "localhost:4663"


@pytest.fixture
def owners(own_firm, owner):
    """The owner's client at the address of this machine."""
    directory = workspaces.directory()
    directory.set_hosts(own_firm.id, ("localhost",))
    client = Client(HTTP_HOST=HERE)
    client.force_login(owner.user)
    yield client
    place.remove()


@pytest.mark.slow
def test_a_click_makes_it_its_address_lets_one_in_and_another_click_removes_it(owners, own_firm):
    page = owners.post("/settings/example").content.decode()
    code = re.search(r"http://example\.localhost:4663/enter\?code=([\w-]+)", page)[1]
    firm = place.find()
    folder = workspaces.of(firm).folder
    inside = Client(HTTP_HOST="example.localhost:4663")
    assert inside.post("/enter", {"code": code}).status_code == 303
    assert Client(HTTP_HOST="example.localhost").post("/enter", {"code": code}).status_code == 403
    assert "Harbour Bikes" in inside.get("/").content.decode()
    assert "Remove the example firm" in inside.get("/settings/example").content.decode()
    gone = inside.post("/settings/example/remove")
    assert "The example firm is gone" in gone.content.decode()
    assert place.find() is None
    assert not folder.exists()
    assert inside.get("/").status_code == 404
    assert owners.get("/").status_code == 200
    with workspaces.entered(own_firm):
        assert Profile.current().name == "Harbour Bikes"


def test_it_is_for_those_alone_who_sit_at_the_machine_and_change_settings(own_firm, owner, staff, browse):
    assert browse(owner).post("/settings/example").status_code == 403
    assert browse(staff).get("/settings/example").status_code == 403
    assert browse(owner).post("/settings/example/remove").status_code == 403
    assert place.find() is None
