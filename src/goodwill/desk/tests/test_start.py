"""The first run, and what a new firm is shown until it knows its way."""

import pytest
from django.test import Client

from goodwill.areas.people.verbs.parties import create_person
from goodwill.kernel import changes, workspace as workspaces
from goodwill.kernel.actors import system
from goodwill.kernel.models import Profile


@pytest.fixture
def begun(own_firm):
    workspaces.directory().set_state(own_firm.id, "new")
    yield Client(HTTP_HOST=own_firm.hosts[0])
    workspaces.directory().set_state(own_firm.id, "live")


def test_before_the_first_run_every_page_says_where_the_way_in_is(begun):
    answer = begun.get("/people/", follow=True)
    assert answer.redirect_chain == [("/enter", 302)]
    assert answer.status_code == 403
    assert "waits for its first start" in answer.content.decode()


def test_the_first_steps_go_when_done_or_sent_away(firm, owner, browse):
    client = browse(owner)
    page = client.get("/").content.decode()
    assert page.count("check-step done") == 1  # the others of the firm are there
    assert 'href="/import"' in page
    create_person(by=owner, name="Amara Bello")
    assert client.get("/").content.decode().count("check-step done") == 2
    assert client.post("/first-steps/end").status_code == 303
    assert "Begin here" not in client.get("/").content.decode()


def test_the_first_steps_are_for_those_who_can_do_them(staff, browse):
    client = browse(staff)
    assert "Begin here" not in client.get("/").content.decode()
    assert client.post("/first-steps/end").status_code == 403


def test_the_history_says_in_words_that_the_firm_was_opened(firm, owner, browse):
    with changes.batch(system("page"), "found"):
        changes.update(Profile.objects.get(), name="Northwind Joinery")
    page = browse(owner).get("/history").content.decode()
    assert "opened the firm" in page
    assert "did this" not in page
