import threading
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from goodwill.kernel import changes, jobs, workspace as workspaces
from goodwill.kernel.jobs import declare
from goodwill.kernel.jobs.schedule import last_slot, next_slot, plant
from goodwill.kernel.models import Job, Profile

NAME = "test-nightly"
BERLIN = ZoneInfo("Europe/Berlin")
LONDON = ZoneInfo("Europe/London")
"""Where the firm is."""


@pytest.fixture(autouse=True)
def nightly(request, monkeypatch):
    """The only scheduled job that there is."""
    monkeypatch.setattr(declare, "_by_name", {"follow": declare.declared("follow")})
    if "own_firm" not in request.fixturenames:
        request.getfixturevalue("firm")

    @jobs.job(NAME, every="30 2 * * *")
    def work() -> None:
        pass


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def waiting():
    return list(Job.objects.filter(name=NAME, state="waiting").values_list("slot", flat=True))


def ran():
    return list(Job.objects.filter(name=NAME, state="done").order_by("slot").values_list("slot", flat=True))


def run(text):
    """What a worker does at that moment."""
    now = at(text)
    plant(now)
    jobs.run_due(now=now)
    plant(now)


def test_the_next_slot_waits_in_the_firms_time_zone(owner):
    with changes.batch(owner, "edit"):
        changes.update(Profile.objects.get(), time_zone="Asia/Tokyo")
    plant(at("2026-03-01 12:00"))
    assert waiting() == [at("2026-03-01 17:30")]


def test_planting_again_or_by_a_second_scheduler_changes_nothing():
    for minute in range(3):
        plant(at(f"2026-03-01 12:0{minute}"))
    assert waiting() == [at("2026-03-02 02:30")]


def test_a_slot_runs_once_and_the_next_one_waits():
    run("2026-03-01 12:00")
    run("2026-03-02 02:30")
    run("2026-03-02 02:31")
    assert ran() == [at("2026-03-02 02:30")]
    assert waiting() == [at("2026-03-03 02:30")]


def test_what_was_missed_is_made_up_for_once():
    run("2026-03-01 12:00")
    run("2026-03-09 15:00")
    assert len(ran()) == 1
    assert waiting() == [at("2026-03-10 02:30")]


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(days=1), timedelta(days=366)])
def test_a_clock_set_back_runs_no_slot_twice_and_skips_none(jump):
    run("2026-03-01 12:00")
    run("2026-03-02 02:40")
    for hour in range(12):
        now = at("2026-03-02 02:45") - jump + timedelta(hours=hour)
        plant(now)
        jobs.run_due(now=now)
        plant(now)
    run("2026-03-03 02:31")
    assert len(ran()) == len(set(ran()))
    assert {at("2026-03-02 02:30"), at("2026-03-03 02:30")} <= set(ran())


def test_a_clock_that_was_a_year_ahead_leaves_no_gap():
    run("2026-03-01 12:00")
    run("2027-03-01 12:00")
    run("2026-03-01 12:05")
    assert waiting() == [at("2026-03-02 02:30")]
    run("2026-03-02 02:30")
    assert at("2026-03-02 02:30") in ran()


def test_a_changed_expression_moves_what_waits():
    run("2026-03-01 12:00")
    jobs.job(NAME, every="0 14 * * *")(lambda: None)
    run("2026-03-01 12:05")
    assert waiting() == [at("2026-03-01 14:00")]


def test_a_failed_slot_is_tried_again_beside_the_next_one():
    @jobs.job(NAME, every="30 2 * * *", retries=1)
    def work() -> None:
        raise KeyError

    now = timezone.now()
    plant(now)
    due = last_slot("30 2 * * *", now, LONDON)
    Job.objects.filter(name=NAME).update(slot=due, due=due)
    jobs.run_due()
    plant(now)
    assert set(waiting()) == {due, next_slot("30 2 * * *", now, LONDON, frozenset())}


def test_spring_runs_what_the_gap_leaves_out_and_autumn_runs_it_once():
    spring = next_slot("30 2 * * *", at("2026-03-28 12:00"), BERLIN, frozenset())
    assert spring == at("2026-03-29 01:00")
    autumn = next_slot("30 2 * * *", at("2026-10-24 12:00"), BERLIN, frozenset())
    after = next_slot("30 2 * * *", autumn, BERLIN, frozenset())
    assert (autumn, after) == (at("2026-10-25 00:30"), at("2026-10-26 01:30"))


def test_the_29th_of_february_is_found():
    assert next_slot("0 0 29 2 *", at("2026-03-01 00:00"), UTC, frozenset()) == at("2028-02-29 00:00")


def test_two_schedulers_at_the_same_moment_plant_one(own_firm):
    gate = threading.Barrier(4)

    def run():
        gate.wait()
        with workspaces.entered(own_firm):
            plant(at("2026-03-01 12:00"))
        workspaces.close_all()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert waiting() == [at("2026-03-02 02:30")]
