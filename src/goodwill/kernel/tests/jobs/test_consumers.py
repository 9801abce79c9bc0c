import threading
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from goodwill.kernel import changes, jobs, workspace as workspaces
from goodwill.kernel.models import Cursor, Job, Team

NAME = "test-teams"


@pytest.fixture
def listener(own_firm):
    """A consumer that lives for one test: what it was given, and whether it fails."""
    from goodwill.kernel.changes import followers

    class Listener:
        heard: list = []
        fails = False

    @changes.consumer(NAME)
    def listen(news):
        if Listener.fails:
            raise RuntimeError("the receiver is away")
        Listener.heard += [change.after["name"] for change in news if change.type == "team"]

    Listener.heard = []
    yield Listener
    del followers._consumers[NAME]


def made(owner, name):
    with changes.batch(owner, "create"):
        changes.create(Team(name=name))


def waiting():
    return Job.objects.filter(name="follow", key=NAME, state="waiting")


def test_a_change_asks_in_its_own_transaction_for_its_consumers(listener, owner):
    made(owner, "One")
    made(owner, "Two")
    assert waiting().count() == 1
    jobs.run_due()
    assert listener.heard[-2:] == ["One", "Two"]
    assert not Job.objects.filter(name="follow").exists()


def test_each_change_is_heard_once(listener, owner):
    made(owner, "One")
    jobs.run_due()
    heard = len(listener.heard)
    made(owner, "Two")
    jobs.run_due()
    assert listener.heard[heard:] == ["Two"]


def test_a_follower_that_got_on_is_not_set_aside_for_workers_that_died_before(listener, owner):
    from goodwill.kernel.changes import followers

    died = []

    def listen(news):
        died.append(Job.objects.get(name="follow", key=NAME, state="running").crashes)
        if len(died) == 1:
            made(owner, "Heard next")

    followers._consumers[NAME] = listen
    made(owner, "One")
    waiting().update(crashes=2)
    jobs.run_due()
    assert died[:2] == [2, 0]


def test_a_consumer_that_fails_waits_where_it_is_and_misses_nothing(listener, owner):
    made(owner, "One")
    listener.fails = True
    jobs.run_due()
    job = waiting().get()
    assert (job.failures, Cursor.objects.filter(consumer=NAME, change_id__gt=0).exists()) == (1, False)
    listener.fails = False
    made(owner, "Two")
    assert waiting().get().due == job.due
    jobs.run_due(now=job.due)
    assert listener.heard[-2:] == ["One", "Two"]


def test_nothing_waits_for_a_transaction_that_was_taken_back(listener, owner):
    from django.db import transaction

    jobs.run_due()
    with transaction.atomic():
        made(owner, "Never")
        transaction.set_rollback(True)
    assert not waiting().exists()


def test_who_is_deaf_to_an_import_is_not_asked_and_passes_over_it(listener, owner):
    from goodwill.kernel.changes import followers

    changes.consumer(NAME, deaf_to={"import"})(followers._consumers[NAME])
    made(owner.through_("import"), "One")
    assert not waiting().exists()
    made(owner, "Two")
    assert waiting().count() == 1
    while changes.follow(NAME):
        pass
    assert listener.heard[-1] == "Two"
    assert "One" not in listener.heard
    del followers._deaf_to[NAME]


def test_who_sleeps_hears_only_of_what_comes_after(listener, owner):
    from goodwill.kernel.changes import followers

    awake = []
    changes.consumer(NAME, awake=lambda: bool(awake))(followers._consumers[NAME])
    made(owner, "One")
    assert changes.follow(NAME) == 1
    awake.append(True)
    made(owner, "Two")
    changes.follow(NAME)
    assert listener.heard == ["Two"]
    del followers._is_awake[NAME]


def test_what_is_written_while_its_consumer_reads_is_heard_though_nobody_else_writes(listener, owner, database_kind):
    """Its writer saw a job wait that began before the writing ended."""
    if database_kind == "sqlite":
        pytest.skip("writers stand in line")
    written, read = threading.Event(), threading.Event()

    def write_slowly(firm):
        with workspaces.entered(firm):
            with transaction.atomic():
                made(owner, "Late")
                written.set()
                read.wait(30)
            workspaces.close_all()

    made(owner, "Early")
    writer = threading.Thread(target=write_slowly, args=(workspaces.current(),))
    writer.start()
    assert written.wait(30)
    assert waiting().count() == 1
    jobs.run_due()
    assert "Late" not in listener.heard
    read.set()
    writer.join()
    jobs.run_due(now=timezone.now() + timedelta(seconds=5))
    assert listener.heard[-2:] == ["Early", "Late"]
