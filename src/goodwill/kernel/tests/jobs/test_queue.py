import threading
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from goodwill.kernel import changes, jobs, workspace as workspaces
from goodwill.kernel.actors import Actor, system
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.jobs import worker
from goodwill.kernel.models import Job, Role, Team, User
from goodwill.kernel.tests.jobs import work


def next_due(workspace):
    return workspaces.directory().get(workspace.id).next_due


def test_a_job_is_taken_back_with_the_transaction_that_asked_for_it(own_firm, owner):
    before = next_due(own_firm)
    with transaction.atomic():
        with changes.batch(owner, "create"):
            changes.create(Team(name="Night shift"))
            jobs.enqueue(work.add_team, name="Day shift")
        transaction.set_rollback(True)
    assert not Job.objects.filter(name="test-add-team").exists()
    assert next_due(own_firm) == before


def test_a_committed_job_makes_its_firm_due(own_firm, owner):
    workspaces.directory().set_next_due(own_firm.id, None)
    later = timezone.now() + timedelta(hours=2)
    jobs.enqueue(work.add_team, at=later, name="Later")
    assert next_due(own_firm) == later.timestamp()
    jobs.enqueue(work.add_team, name="Now")
    assert next_due(own_firm) == 0


def test_a_firm_is_made_due_as_soon_as_the_directory_takes_it_again(own_firm, owner, database_kind):
    """A full disk refuses it after the job was committed."""
    directory = workspaces.directory()
    directory.set_next_due(own_firm.id, None)
    off = "PRAGMA query_only = " if database_kind == "sqlite" else "SET default_transaction_read_only = "
    directory._write(f"{off} ON")
    job = jobs.enqueue(work.add_team, name="Night shift")
    directory._write(f"{off} OFF")
    assert (job.state, next_due(own_firm)) == ("waiting", None)
    worker.next_due()
    assert next_due(own_firm) == 0


def test_inside_a_batch_a_job_is_done_for_whoever_acts_there(firm, owner, staff):
    with changes.batch(staff, "assign"):
        job = jobs.enqueue(work.add_team, name="Late shift")
    assert (job.actor_kind, job.user_id, job.through) == ("user", staff.user_id, "page")
    assert jobs.enqueue(work.add_team, by=owner, name="Other").user_id == owner.user_id
    assert jobs.enqueue(work.add_team, name="Third").actor_kind == "system"


def test_of_one_key_only_one_waits_and_it_moves_to_the_sooner_moment(firm, owner):
    later = timezone.now() + timedelta(hours=1)
    first = jobs.enqueue(work.add_team, at=later, key="scores", by=owner, name="Scores")
    second = jobs.enqueue(work.add_team, key="scores", by=owner, name="Scores")
    assert first == second
    assert Job.objects.get(pk=first.pk).due is None
    assert jobs.enqueue(work.add_team, key="other", by=owner, name="Other") != first


def test_a_job_waiting_after_a_failure_keeps_its_pause(firm, owner):
    jobs.enqueue(work.fail, key="x")
    began = timezone.now()
    (failed,) = work.run_due()
    assert failed.due >= began + timedelta(seconds=5)
    assert jobs.enqueue(work.fail, key="x") == failed
    assert Job.objects.get(pk=failed.pk).due == failed.due


def test_arguments_that_are_no_json_are_refused_at_once(firm):
    with pytest.raises(TypeError):
        jobs.enqueue(work.add_team, name=timezone.now())
    assert not Job.objects.filter(name="test-add-team").exists()


def test_a_waiting_job_is_cancelled_and_never_runs(firm, owner):
    job = jobs.enqueue(work.add_team, by=owner, name="Cancelled")
    jobs.cancel(job.pk, owner)
    assert work.run_due() == []
    job.refresh_from_db()
    assert (job.state, job.ended_at is None) == ("cancelled", False)
    with pytest.raises(Invalid):
        jobs.cancel(job.pk, owner)


def test_a_failed_job_is_started_again_by_hand(firm, owner):
    job = jobs.enqueue(work.fail, by=owner, sentence="The file is empty.")
    work.run_due()
    assert jobs.retry(job.pk, owner).state == "waiting"
    with pytest.raises(Invalid):
        jobs.retry(job.pk, owner)
    assert [done.state for done in work.run_due()] == ["failed"]


def test_only_its_own_user_and_those_with_the_power_see_a_job(firm, owner, staff, as_role):
    job = jobs.enqueue(work.add_team, by=staff, name="Mine")
    other = jobs.enqueue(work.add_team, by=system("job"), name="Nobody's")
    assert set(jobs.visible(staff)) == {job}
    assert {job, other} <= set(jobs.visible(owner))
    with pytest.raises(Missing):
        jobs.cancel(job.pk, as_role("read_only"))
    assert Job.objects.get(pk=job.pk).state == "waiting"


def test_a_job_acts_with_the_rights_that_its_user_has_when_it_runs(firm, owner):
    with changes.batch(owner, "create"):
        user = changes.create(User(email="x@harbour.example", name="X", role=Role.objects.get(builtin="owner")))
        jobs.enqueue(work.add_team, by=Actor.of(user), name="Too late")
        changes.update(user, is_active=False)
    (ran,) = work.run_due()
    assert ran.state == "failed"
    assert not Team.objects.filter(name="Too late").exists()


def test_many_that_ask_for_one_key_at_the_same_moment_get_one_job(own_firm):
    got, gate = [], threading.Barrier(5)

    def run():
        gate.wait()
        with workspaces.entered(own_firm):
            got.append(jobs.enqueue(work.add_team, key="once", name="Once").pk)
        workspaces.close_all()

    threads = [threading.Thread(target=run) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(got), len(set(got))) == (5, 1)
    assert Job.objects.filter(key="once").count() == 1
