"""What breaks, and what is not there, is answered by a page of ours."""

import pytest
from django.db import OperationalError, connection

from goodwill.areas.people.models import Party
from goodwill.kernel import api_keys
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


NO_ROOM_IN_GERMAN = """
CREATE FUNCTION lacks_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'Auf dem Gerät ist kein Speicherplatz mehr verfügbar' USING ERRCODE = '53100'; END $$;
CREATE TRIGGER lacks_room BEFORE INSERT ON people_party FOR EACH ROW EXECUTE FUNCTION lacks_room()
"""


def test_a_full_disk_is_known_in_every_language_of_the_server(own_firm, browse, owner, database_kind):
    if database_kind == "sqlite":
        pytest.skip("SQLite speaks English")
    with connection.cursor() as cursor:
        cursor.execute(NO_ROOM_IN_GERMAN)
    client = browse(owner)
    client.raise_request_exception = False
    typed = client.post("/people/new", {"name": "Anna Field"})
    assert (typed.status_code, "is full" in typed.content.decode()) == (507, True)
    key = api_keys.issue(by=owner, name="Program")
    sent = client.post(
        "/api/v1/people",
        {"name": "Anna Field"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {key.text}"},
    )
    assert (sent.status_code, sent.json()["code"], "is full" in sent.json()["detail"]) == (507, "no_room", True)
    assert not Party.everything.exists()
