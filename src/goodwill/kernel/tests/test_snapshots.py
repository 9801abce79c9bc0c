import pytest
from django.db import connection, transaction
from django.db.models import F

from goodwill.kernel import changes, workspace as workspaces
from goodwill.kernel.actors import system
from goodwill.kernel.models import Change, Cursor, Team
from goodwill.kernel.snapshots import begin_anew, settled_before

ELSEWHERE = "SELECT pg_current_xact_id()::text::bigint"


@pytest.fixture
def second(own_firm, database_kind):
    """Another connection to the same firm."""
    if database_kind == "sqlite":
        pytest.skip("writers stand in line")
    from goodwill.kernel.workspace import _new_connection

    other = _new_connection(own_firm)
    yield other
    other.close()


def test_on_one_file_there_is_nothing_to_wait_for(own_firm, database_kind):
    assert (settled_before() is None) == (database_kind == "sqlite")


def test_what_is_committed_behind_an_open_transaction_waits_for_it(own_firm, second):
    second.set_autocommit(False)
    with second.cursor() as cursor:
        cursor.execute(ELSEWHERE)
        open_number = cursor.fetchone()[0]
    with changes.batch(system(), "create"):
        changes.create(Team(name="Later"))
    written = Change.objects.latest("id").tx
    assert settled_before() == open_number < written
    second.rollback()
    second.set_autocommit(True)
    assert settled_before() > written


def test_inside_one_transaction_each_answer_is_new(own_firm, second):
    with transaction.atomic():
        Team.objects.count()
        first = settled_before()
        second.set_autocommit(False)
        with second.cursor() as cursor:
            cursor.execute(ELSEWHERE)
            open_number = cursor.fetchone()[0]
        assert first <= settled_before() <= open_number
        second.rollback()
    second.set_autocommit(True)


def test_a_transaction_in_another_database_holds_nobody_up(own_firm, new_firm, database_kind):
    if database_kind == "sqlite":
        pytest.skip("writers stand in line")
    from goodwill.kernel.workspace import _new_connection

    elsewhere = _new_connection(new_firm())
    elsewhere.set_autocommit(False)
    with elsewhere.cursor() as cursor:
        cursor.execute(ELSEWHERE)
    with changes.batch(system(), "create"):
        changes.create(Team(name="At once"))
    assert settled_before() > Change.objects.latest("id").tx
    elsewhere.close()
    assert connection.is_usable()
    workspaces.close_all()


def test_after_a_restore_on_another_server_nobody_misses_what_is_written_there(own_firm, database_kind):
    if database_kind == "sqlite":
        pytest.skip("writers stand in line")
    for name in ("Told", "Not told yet"):
        with changes.batch(system(), "create"):
            changes.create(Team(name=name))
        if name == "Told":
            while changes.follow("assignments"):
                pass
    ahead = 2**40  # the other server has counted that far
    Change.objects.update(tx=F("tx") + ahead)
    Cursor.objects.update(tx=F("tx") + ahead)
    begin_anew()
    with changes.batch(system(), "create"):
        changes.create(Team(name="Written here"))
    assert (changes.follow("assignments"), changes.follow("assignments")) == (2, 0)
