"""A firm that goes between encrypted files and PostgreSQL: all is there, goes on where it was, and is in one place."""

import io
import json
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

from goodwill.areas.backup import crossing, digests, making, moving, restoring
from goodwill.areas.backup.jobs import back_up
from goodwill.areas.people.models import Party
from goodwill.areas.people.verbs.parties import create_person
from goodwill.kernel import changes, files, workspace as workspaces
from goodwill.kernel.databases import postgres, postgres_server
from goodwill.kernel.directory import ARRIVING, MOVED
from goodwill.kernel.errors import Invalid, Refused
from goodwill.kernel.jobs import enqueue, run_due
from goodwill.kernel.models import Change, Cursor, Job, StreamEvent, Team
from goodwill.kernel.secrets import hkdf
from goodwill.records import registry, writing
from goodwill.records.custom.verbs import make_field
from goodwill.records.saved.verbs import save_view
from goodwill.records.search import search

STRINGS = Path(__file__).resolve().parents[6] / "shared/data/strings/blns.json"
NAUGHTY = ["\\N", "\\.", "a\tb\\tc", "O'Neil; --", '{"a": 1e16}', "Ω≈ç√ 田中さん 🐎", "\u200ftest\u202e Z\u0351\u0346"]
PERSON = "person"


@pytest.fixture(autouse=True)
def on_postgresql(database_kind):
    if database_kind != "postgresql":
        pytest.skip("needs both databases")


@pytest.fixture
def filled(own_firm, owner):
    """A firm of PostgreSQL with a bit of everything, and what a consumer has not seen yet."""
    make_field(by=owner, type=PERSON, kind="text", label="Plate", unique=True)
    save_view(by=owner, type=registry.get(PERSON), name="By plate", sort="x_plate")
    texts = json.loads(STRINGS.read_text()) if STRINGS.exists() else []
    for number, text in enumerate([*NAUGHTY, *texts[::40]]):
        try:
            writing.create(registry.get(PERSON), {"name": text, "x_plate": f"{text} {number}"}, by=owner)
        except Invalid:
            continue
    person = create_person(by=owner, name="Amara Quillfeather", mail="amara@quill.example")
    files.keep(io.BytesIO(b"Dear Anna"), "letter.txt", about=("party", person.pk), by=owner)
    run_due()
    Session.objects.create(session_key="kept", session_data="sealed", expire_date="2030-01-01T00:00:00Z")
    enqueue(back_up, key="moved")
    with changes.batch(owner, "create"):
        changes.create(Team(name="Not seen yet"))
        changes.create(Team(name="Nor this one"))
    return own_firm


@pytest.fixture
def in_files(filled, tmp_path):
    """A function that carries the firm into an encrypted file, with tables as the models say."""

    def carried(path=tmp_path / "goodwill.db"):
        database = workspaces.sqlcipher_settings(path, hkdf(filled.key, "database"))
        firm = replace(filled, id=f"{filled.id}-files", database=database)
        with workspaces.entered(firm), connection.schema_editor() as editor:
            for model in apps.get_models():
                editor.create_model(model)
            import_module("goodwill.kernel.migrations.0002_search").create_indexes(apps, editor)
        carry(filled, firm)
        return firm

    return carried


def carry(source, target):
    with workspaces.apart(source) as here, crossing.held(here):
        return crossing.carry(here, target)


def tables(firm, but=()):
    with workspaces.apart(firm) as here:
        return {m._meta.db_table: digests.of(here, m) for m in digests.tables() if m._meta.db_table not in but}


def test_a_firm_goes_into_files_and_back_and_nothing_is_lost_or_said_twice(filled, in_files, new_firm, owner):
    with changes.batch(owner, "create"):
        highest = changes.create(Team(name="Gone for good")).pk
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_team WHERE id = %s", [highest])
    unseen = Change.objects.filter(id__gt=Cursor.objects.get(consumer="assignments").change_id).count()
    assert unseen >= 3
    there = in_files()
    with workspaces.entered(there):
        assert changes.is_behind("assignments")
        assert [hit.title for hit in search("quillfea", owner)] == ["Amara Quillfeather"]
    back = new_firm()
    assert carry(there, back) == sum(rows for rows, _digest in tables(there).values())
    ordered = ("kernel_change", "kernel_cursor", "kernel_streamevent")
    assert tables(filled, ordered) == tables(back, ordered)
    with workspaces.entered(back):
        assert [hit.title for hit in search("quillfea", owner)] == ["Amara Quillfeather"]
        assert Session.objects.get().session_key == "kept"
        assert Job.objects.filter(name="backup", key="moved", state="waiting").exists()
        with changes.batch(owner, "create"):
            assert changes.create(Team(name="After it")).pk == highest + 1
        assert changes.follow("assignments") == unseen + 1
        assert changes.follow("assignments") == 0
        assert not StreamEvent.objects.filter(tx=1).exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexname LIKE 'own_field%'")
            assert cursor.fetchone()[0] == 2
        named = Party.objects.exclude(extra__x_plate=None).first()
        with pytest.raises(Invalid, match="no two may have the same"):
            writing.create(registry.get(PERSON), {"name": "Second", "x_plate": named.extra["x_plate"]}, by=owner)


@pytest.mark.slow
def test_moving_changes_the_place_in_one_step(filled, in_files, owner, monkeypatch, tmp_path):
    """Where it is broken off, nothing of it is left; where it has arrived, it is nowhere else. And its backup from
    files comes back on the server.
    """
    url, row = settings.GOODWILL_DATABASE_URL, workspaces.directory().get(filled.id)
    in_files(filled.folder / "goodwill.db")
    workspaces.directory().remove(filled.id)
    there, here = workspaces.directory(), workspaces.directory_at("")
    here.put(replace(row, database="goodwill.db"))
    monkeypatch.setattr(settings, "GOODWILL_DATABASE_URL", "")
    monkeypatch.setattr(workspaces, "directory", lambda: here)
    with workspaces.entered(workspaces.of(here.get(filled.id))):
        made = making.make(workspaces.current(), folder=tmp_path)
    assert made.problem == ""

    def broken_off(what, rows):
        assert databases(url, filled.id)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(moving.move(url, broken_off, filled.id))
    assert (here.get(filled.id).state, there.get(filled.id), databases(url, filled.id)) == ("live", None, [])

    (moved,) = moving.move(url, lambda what, rows: None, filled.id)
    assert moved.left == str(filled.folder / "goodwill.db")
    assert (here.get(filled.id).state, there.get(filled.id).state) == (MOVED, "live")
    assert databases(url, filled.id) == [there.get(filled.id).database]
    with workspaces.entered(workspaces.of(there.get(filled.id), url)):
        assert [hit.title for hit in search("quillfea", owner)] == ["Amara Quillfeather"]
        assert b"".join(files.chunks(files.File.objects.get())) == b"Dear Anna"

    there.set_state(filled.id, f"{ARRIVING}live")  # killed just before the end
    assert [firm.id for firm in moving.open_arrived(here, there)] == [filled.id]
    assert there.get(filled.id).state == "live"
    here.set_state(filled.id, "live")
    with pytest.raises(Refused, match="there already"):
        list(moving.move(url, lambda what, rows: None, filled.id))

    monkeypatch.setattr(settings, "GOODWILL_DATABASE_URL", url)
    monkeypatch.setattr(workspaces, "directory", lambda: there)
    monkeypatch.setattr(settings, "GOODWILL_BACKUPS", tmp_path / "kept")
    monkeypatch.setattr(making, "make", lambda workspace: made)  # tables of the kit's tests are not there
    with workspaces.entered(workspaces.of(there.get(filled.id))):
        create_person(by=owner, name="Added Later")
    back = restoring.restore(Path(made.name), replace=True).workspace
    assert databases(url, filled.id) == [back.database["NAME"]]
    with workspaces.entered(back):
        assert [hit.title for hit in search("quillfea", owner)] == ["Amara Quillfeather"]
        assert search("Added Later", owner) == []
    workspaces.close_all()
    postgres.drop(url, back.database)


def databases(url, firm_id):
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE %s", [f"goodwill_{firm_id}\\_%"])
        return sorted(name for (name,) in found)


def test_what_a_killed_process_left_on_the_server_goes_with_the_next(own_firm):
    url = settings.GOODWILL_DATABASE_URL
    firm = replace(workspaces.directory().get(own_firm.id), database=f"goodwill_{own_firm.id}_dead")
    dead, next_one, last = (
        workspaces.of(replace(firm, database=f"{firm.database}{number}"), url).database for number in range(3)
    )
    with psycopg.connect(url) as admin:
        postgres.create(url, dead, mark=postgres._mark(admin))
    with postgres.being_made(url, next_one, kept=False):
        assert databases(url, own_firm.id) == [next_one["NAME"]]
        with postgres.being_made(url, last, kept=False):
            assert databases(url, own_firm.id) == [next_one["NAME"], last["NAME"]]
    assert databases(url, own_firm.id) == []


@pytest.mark.parametrize(
    ("address", "said"),
    [("postgresql://nobody@localhost:1/none", "does not answer"), ("", "may not create databases and roles")],
)
def test_a_server_that_cannot_take_a_firm_is_told(own_firm, address, said):
    place = settings.GOODWILL_DATABASE_URL.partition("@")[2]
    user, password = own_firm.database["USER"], own_firm.database["PASSWORD"]
    address = address or f"postgresql://{user}:{password}@{place.rpartition('/')[0]}/{own_firm.database['NAME']}"
    with pytest.raises(postgres_server.Unusable, match=said):
        postgres_server.require_usable(address)


def test_a_firm_that_another_machine_works_on_stays_where_it_is(own_firm):
    url = settings.GOODWILL_DATABASE_URL
    workspaces.close_all()
    connection.close()
    assert postgres_server.others_at(url, own_firm.database) == 0
    told = pytest.raises(Refused, match="Somebody works on Harbour Bikes: stop Goodwill on all machines")
    with psycopg.connect(postgres._own_url(own_firm.database)), told:
        list(moving.move("", lambda what, rows: None, own_firm.id))
    assert workspaces.directory().get(own_firm.id).state == "live"
    assert not (own_firm.folder / moving.DRAFT).exists()


def test_a_server_that_is_too_old_is_told_before_a_firm_is_looked_at(own_firm, monkeypatch):
    url = settings.GOODWILL_DATABASE_URL
    version = postgres_server.require_usable(url)
    monkeypatch.setattr(postgres_server, "OLDEST", version + 1)
    with pytest.raises(postgres_server.Unusable, match=rf"PostgreSQL {version}, and {version + 1} or newer is needed"):
        list(moving.move(url, lambda what, rows: None, own_firm.id))
