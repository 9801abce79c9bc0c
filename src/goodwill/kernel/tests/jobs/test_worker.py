"""Real workers in processes of their own, and what is left when they are killed."""

import random
import signal
import threading
import time
from collections import Counter

import pytest

from goodwill.kernel import jobs, workspace as workspaces
from goodwill.kernel.jobs import worker
from goodwill.kernel.jobs.claim import claim, gone_worker, take_over
from goodwill.kernel.jobs.liveness import LEASE, Identity, Watch
from goodwill.kernel.models import Batch, Job, Team, Worker
from goodwill.kernel.tests.jobs import work
from goodwill.kernel.tests.jobs.workers import PATIENCE, killed_at_work, run_worker, start, until, work_until

pytestmark = [pytest.mark.slow, pytest.mark.serial]


def state_of(job):
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)


def names():
    return sorted(Team.objects.filter(name__startswith="Team ").values_list("name", flat=True))


def add_teams(name, count, by):
    for number in range(count):
        jobs.enqueue(work.add_team, by=by, name=f"{name} {number}")


def test_a_worker_does_what_waits_and_leaves(own_firm, owner):
    job = jobs.enqueue(work.add_team, by=owner, name="Night shift")
    assert run_worker() == 0
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == ("done", 1, "")
    assert Team.objects.filter(name="Night shift").count() == 1
    due = workspaces.directory().get(own_firm.id).next_due
    assert due is None or due > time.time()


def test_a_worker_without_patience_does_what_waits_before_it_leaves(own_firm, owner):
    job = jobs.enqueue(work.add_team, by=owner, name="Night shift")
    assert run_worker(idle=0) == 0
    assert state_of(job) == "done"


def test_a_worker_in_this_process_wakes_at_once(own_firm, owner):
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, kwargs={"until_idle": None, "stop": stop})
    thread.start()
    try:
        job = jobs.enqueue(work.add_team, by=owner, name="Night shift")
        until(lambda: state_of(job) == "done")
    finally:
        stop.set()
        thread.join()


def test_a_killed_worker_loses_nothing_and_does_nothing_twice(own_firm, owner):
    job = jobs.enqueue(work.add_many, by=owner, count=30, die_at=11)
    assert run_worker() == -signal.SIGKILL
    assert (state_of(job), len(names())) == ("running", 11)
    work_until(lambda: state_of(job) == "done")
    assert names() == sorted(f"Team {number}" for number in range(30))
    job.refresh_from_db()
    assert (job.state, job.attempts, job.done, job.batch.changes.count()) == ("done", 2, 30, 30)
    assert Batch.objects.filter(verb="import").count() == 1


def test_workers_killed_at_any_moment_leave_every_row_once(own_firm, owner):
    chance = random.Random(7)
    many = jobs.enqueue(work.add_many, by=owner, count=120, pause=0.01)
    add_teams("Small", 60, owner)
    for _ in range(4):
        killed_at_work(lambda: len(names()), lambda: state_of(many) != "done", chance)
    work_until(lambda: state_of(many) == "done")
    assert names() == sorted(f"Team {number}" for number in range(120))
    assert state_of(many) == "done"
    assert Team.objects.filter(name__startswith="Small ").count() == 60
    assert Job.objects.filter(name="test-add-team", state="done").count() == 60


def test_a_job_that_kills_its_worker_is_set_aside_and_the_others_are_done(own_firm, owner):
    add_teams("Small", 40, owner)
    poison = jobs.enqueue(work.poison)
    add_teams("Later", 40, owner)
    assert [run_worker(idle=PATIENCE) for _ in range(3)] == [-signal.SIGKILL] * 3
    work_until(lambda: state_of(poison) == "failed")
    poison.refresh_from_db()
    assert (poison.state, poison.attempts, poison.crashes) == ("failed", 3, 3)
    assert "three times" in poison.error
    assert Job.objects.filter(name="test-add-team", state="done").count() == 80
    assert Team.objects.exclude(name__in=("Workshop", "Office")).count() == 80


def test_two_workers_share_the_work_and_do_each_job_once(own_firm, owner, tmp_path):
    path = tmp_path / "done"
    for number in range(80):
        jobs.enqueue(work.append, by=owner, path=str(path), line=str(number))
    add_teams("Small", 40, owner)
    processes = [start(), start()]
    assert [process.wait() for process in processes] == [0, 0]
    assert Counter(path.read_text().split()) == {str(number): 1 for number in range(80)}
    assert Team.objects.filter(name__startswith="Small ").count() == 40
    assert set(Job.objects.filter(name__startswith="test-").values_list("state", "attempts")) == {("done", 1)}


def test_a_stopped_worker_gives_running_jobs_back(own_firm, owner, tmp_path):
    go, started = tmp_path / "go", tmp_path / "started"
    job = jobs.enqueue(work.wait_for, by=owner, path=str(go), started=str(started))
    process = start()
    until(started.exists)
    process.terminate()
    assert process.wait() == 0
    assert (state_of(job), Job.objects.get(pk=job.pk).crashes) == ("waiting", 0)
    go.touch()
    assert run_worker() == 0
    assert state_of(job) == "done"


def test_a_running_job_is_cancelled_from_another_process(own_firm, owner, tmp_path):
    started = tmp_path / "started"
    job = jobs.enqueue(work.wait_for, by=owner, path=str(tmp_path / "never"), started=str(started))
    process = start()
    until(started.exists)
    jobs.cancel(job.pk, owner)
    assert process.wait() == 0
    assert state_of(job) == "cancelled"


def test_long_work_keeps_no_mail_waiting(own_firm, owner, tmp_path):
    go = tmp_path / "go"
    for number in range(3):
        started = str(tmp_path / f"started-{number}")
        bulk = jobs.Priority.BULK
        jobs.enqueue(work.wait_for, by=owner, priority=bulk, path=str(go), started=started)
    process = start()
    until((tmp_path / "started-0").exists)
    quick = jobs.enqueue(work.add_team, by=owner, name="Quick")
    until(lambda: state_of(quick) == "done")
    assert not (tmp_path / "started-1").exists()
    go.touch()
    assert process.wait() == 0
    assert Job.objects.filter(name="test-wait-for", state="done").count() == 3


def test_a_worker_of_another_machine_is_given_up_when_it_no_longer_beats(own_firm, owner):
    clock = iter([0, LEASE - 1, LEASE + 1, 2 * LEASE])
    far, near, watch = "f" * 32, Identity(), Watch(lambda: next(clock))
    jobs.enqueue(work.add_team, by=owner, name="Far away")
    lost = claim(far)
    assert gone_worker(near.id, watch) is None
    Worker.objects.filter(pk=far).update(beats=1)
    assert gone_worker(near.id, watch) is None
    assert gone_worker(near.id, watch) is None
    assert gone_worker(near.id, watch) == far
    taken = take_over(far, near.id)
    assert (taken, taken.attempts, taken.crashes) == (lost, 2, 1)
    near.close()


def test_a_worker_of_another_machine_keeps_its_job_after_a_long_rest(own_firm, owner):
    clock = iter([0, 100 * LEASE, 101 * LEASE])
    far, near, watch = "f" * 32, Identity(), Watch(lambda: next(clock))
    for name in ("Early", "Late"):
        jobs.enqueue(work.add_team, by=owner, name=name)
    early = claim(far)
    assert gone_worker(near.id, watch) is None
    Job.objects.filter(pk=early.pk).update(state="done")
    assert claim(far).pk != early.pk
    assert gone_worker(near.id, watch) is None
    assert gone_worker(near.id, watch) == far
    near.close()


def test_a_living_worker_of_this_machine_keeps_its_jobs(own_firm, owner):
    one, other, watch = Identity(), Identity(), Watch()
    jobs.enqueue(work.add_team, by=owner, name="Mine")
    claim(one.id)
    assert gone_worker(other.id, watch) is None
    one._file.close()
    assert gone_worker(other.id, watch) == one.id
    other.close()
