import threading

import pytest
from django.conf import settings
from django.db import connection, transaction

from goodwill.kernel import changes, workspace as workspaces
from goodwill.kernel.actors import system
from goodwill.kernel.databases.nowhere.base import NoWorkspace
from goodwill.kernel.directory import FileDirectory
from goodwill.kernel.keys import KeyProblem, masters
from goodwill.kernel.models import Team


def add(name):
    with changes.batch(system(), "seed"):
        changes.create(Team(name=name))


def test_a_query_outside_any_workspace_is_refused():
    with pytest.raises(NoWorkspace):
        Team.objects.count()


def test_two_firms_never_see_each_other(new_firm):
    one, other = new_firm(), new_firm()
    with workspaces.entered(one):
        add("Only here")
    with workspaces.entered(other):
        assert not Team.objects.filter(name="Only here").exists()
    with workspaces.entered(one):
        assert Team.objects.filter(name="Only here").exists()


def test_another_firm_cannot_be_entered_inside_a_transaction(new_firm):
    one, other = new_firm(), new_firm()
    with workspaces.entered(one), transaction.atomic():
        with pytest.raises(workspaces.AlreadyInside):
            workspaces.entered(other).__enter__()
        add("Still mine")
        assert Team.objects.filter(name="Still mine").exists()


def test_entering_ends_where_it_began_even_after_an_error(new_firm):
    with pytest.raises(ZeroDivisionError), workspaces.entered(new_firm()):
        raise ZeroDivisionError
    with pytest.raises(NoWorkspace):
        Team.objects.count()


def test_each_thread_has_its_own_connection(new_firm):
    firm = new_firm()
    seen = []

    def look():
        with workspaces.entered(firm):
            Team.objects.count()
            seen.append(id(connection.connection))
        workspaces.close_all()

    with workspaces.entered(firm):
        Team.objects.count()
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
        assert seen[0] != id(connection.connection)


def test_the_directory_finds_a_firm_by_host_and_gives_up_a_code_once(new_firm):
    firm = new_firm()
    directory = workspaces.directory()
    assert workspaces.at_host(firm.hosts[0]) == firm
    assert workspaces.at_host("elsewhere.example") is None
    directory.add_entry_code("secret", firm.id, life=60)
    assert not directory.take_entry_code("secret", "another")
    assert directory.take_entry_code("secret", firm.id)
    assert not directory.take_entry_code("secret", firm.id)


def test_an_entry_code_ends(new_firm):
    firm = new_firm()
    workspaces.directory().add_entry_code("late", firm.id, life=-1)
    assert not workspaces.directory().take_entry_code("late", firm.id)


def test_a_removed_firm_leaves_nothing(new_firm):
    firm = new_firm()
    workspaces.remove(firm)
    assert workspaces.get(firm.id) is None
    assert not firm.folder.exists()


def test_the_file_of_a_firm_is_unreadable_without_its_key(new_firm, database_kind):
    if database_kind != "sqlite":
        pytest.skip("the firm's data is in PostgreSQL here")
    firm = new_firm()
    with workspaces.entered(firm):
        add("Canary in the mine")
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    from pathlib import Path

    raw = Path(firm.database["NAME"]).read_bytes()
    assert b"Canary in the mine" not in raw
    assert not raw.startswith(b"SQLite format 3")


def test_sqlite_writes_reach_the_disk_before_they_are_acknowledged(firm, database_kind):
    if database_kind != "sqlite":
        pytest.skip("a setting of SQLite")
    with connection.cursor() as cursor:
        found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "journal_mode")}
    assert found == {"synchronous": 2, "journal_mode": "wal"}


def test_the_directory_file_goes_over_to_a_new_key_and_forgets_the_old_one(tmp_path):
    old, new, other = (bytes([number]) * 32 for number in (1, 2, 3))
    path = tmp_path / "directory.db"
    FileDirectory(path, old).add_entry_code("code", "firm", life=60)
    with pytest.raises(KeyProblem, match="another key"):
        FileDirectory(path, other)
    with pytest.raises(KeyProblem, match="GOODWILL_KEY is not the key"):
        FileDirectory(path, other, old, unnamed=1)
    assert FileDirectory(path, old).knows_entry_code("code", "firm")
    assert FileDirectory(path, new, old).knows_entry_code("code", "firm")
    assert FileDirectory(path, new).knows_entry_code("code", "firm")
    with pytest.raises(KeyProblem):
        FileDirectory(path, old)


@pytest.mark.once
def test_firms_go_over_to_a_new_key_that_is_named_before_theirs(new_firm, monkeypatch):
    firm, old, new = new_firm(), settings.GOODWILL_KEY, "44" * 32

    def opens_with(given):
        monkeypatch.setattr(workspaces, "masters", lambda: masters(settings.GOODWILL_HOME, given))
        return workspaces.of(workspaces.directory().get(firm.id)).key == firm.key

    assert opens_with(f"{new},{old}")
    workspaces.wrap_anew()
    assert opens_with(new)
    with pytest.raises(KeyProblem, match="another machine"):
        opens_with(old)
    assert opens_with(f"{old},{new}")
    workspaces.wrap_anew()
    assert opens_with(old)


@pytest.mark.once
def test_a_firm_is_opened_while_somebody_writes_to_it(firm):
    """So opening it writes nothing, and goes on a full disk too."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kernel_profile SET name = 'Written'")
    with workspaces.apart(firm) as other:
        other.settings_dict = {**other.settings_dict, "OPTIONS": {**other.settings_dict["OPTIONS"], "timeout": 0}}
        with other.cursor() as cursor:
            assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
