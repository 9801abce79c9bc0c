"""What breaks, and what is not there, is answered by a page of ours."""

import pytest
from django.db import OperationalError

from goodwill.ui import errors


def test_an_address_that_leads_nowhere_is_a_page_of_ours_for_everybody(browse, owner):
    for client in (browse(owner), browse()):
        answer = client.get("/no-such-page")
        assert answer.status_code == 404
        assert "Nothing was lost" in answer.content.decode()


@pytest.mark.parametrize("drawn", [True, False], ids=["page", "words"])
def test_a_mistake_of_ours_is_told_and_nothing_of_it_shown(browse, owner, monkeypatch, drawn):
    def broken(*_args):
        raise ZeroDivisionError("the secret of the house")

    client = browse(owner)
    client.raise_request_exception = False
    monkeypatch.setattr("goodwill.kernel.rights.visible", broken)
    if not drawn:
        monkeypatch.setattr("goodwill.ui.render.page", broken)
    answer = client.get("/people/")
    assert answer.status_code == 500
    assert str(errors.trouble("", 500).title) in answer.content.decode()
    assert "secret" not in answer.content.decode()


def test_a_full_disk_is_told_as_one(browse, owner, monkeypatch):
    def full(*_args):
        raise OperationalError("database or disk is full")

    client = browse(owner)
    client.raise_request_exception = False
    monkeypatch.setattr("goodwill.kernel.rights.visible", full)
    answer = client.get("/people/")
    assert (answer.status_code, "is full" in answer.content.decode()) == (507, True)
