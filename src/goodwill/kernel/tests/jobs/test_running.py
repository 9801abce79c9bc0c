from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone, translation

from goodwill.kernel import changes, jobs
from goodwill.kernel.actors import system
from goodwill.kernel.jobs import ending
from goodwill.kernel.jobs.claim import claim
from goodwill.kernel.jobs.progress import Lost
from goodwill.kernel.jobs.run import execute
from goodwill.kernel.models import Batch, Change, Job, Team
from goodwill.kernel.tests.jobs import work

FULL = Path("/dev/full")


def test_a_done_job_keeps_its_result_and_acts_for_its_user(firm, owner):
    jobs.enqueue(work.add_team, by=owner.through_("import"), name="Night shift")
    (job,) = work.run_due()
    team = Team.objects.get(name="Night shift")
    assert (job.state, job.result) == ("done", {"id": team.pk})
    batch = Batch.objects.latest("id")
    assert (batch.actor_id, batch.through) == (owner.user_id, "import")


def test_a_job_that_says_why_it_cannot_is_not_tried_again(firm, owner):
    jobs.enqueue(work.fail, sentence="The file is empty. Nothing was imported.")
    (job,) = work.run_due()
    assert (job.state, job.error) == ("failed", "The file is empty. Nothing was imported.")


def test_an_unforeseen_error_is_tried_again_later_and_in_the_end_given_up(firm):
    job = jobs.enqueue(work.fail)
    now, pauses = timezone.now(), []
    for _ in range(2):
        began = timezone.now()
        work.run_due(now=now)
        job.refresh_from_db()
        assert job.state == "waiting"
        assert "KeyError" in job.error
        assert "nobody foresaw" not in job.error
        pauses.append((job.due - began, job.due - timezone.now()))
        now = job.due
        assert work.run_due(now=now - timedelta(seconds=1)) == []
    work.run_due(now=now)
    job.refresh_from_db()
    assert (job.state, job.failures) == ("failed", 3)
    assert pauses[0][0] >= timedelta(seconds=5)
    assert pauses[0][1] <= timedelta(seconds=15)


@pytest.mark.once
@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a disk that is always full")
def test_a_full_disk_is_told_as_such_and_the_job_goes_on_by_itself(firm):
    job = jobs.enqueue(work.write, path=str(FULL))
    said = []
    for now in (None, timezone.now() + timedelta(days=1)):
        work.run_due(now=now)
        job.refresh_from_db()
        said.append((job.state, "disk that Goodwill writes to is full" in job.error))
    assert said == [("waiting", True), ("failed", True)]


def test_pauses_double_and_end_at_six_hours():
    assert timedelta(minutes=2) < ending.pause(5) < timedelta(minutes=8.1)
    assert timedelta(hours=3) <= ending.pause(50) <= timedelta(hours=9)


def test_an_atomic_job_that_fails_leaves_nothing(firm, owner):
    jobs.enqueue(work.half_done, by=owner, name="Half done")
    (job,) = work.run_due()
    assert job.state == "failed"
    assert not Team.objects.filter(name="Half done").exists()
    assert not Change.objects.filter(after__name="Half done").exists()


def test_a_job_goes_on_from_its_position_when_it_asks_to_be_run_again(firm):
    jobs.enqueue(work.again, times=3)
    assert [job.state for job in work.run_due()] == ["waiting", "waiting", "done"]
    assert Job.objects.get(name="test-again").result == {"runs": 3}


def test_all_transactions_of_a_job_are_one_entry_in_history(firm, owner):
    jobs.enqueue(work.add_many, by=owner, count=5)
    (job,) = work.run_due()
    assert (job.state, job.done, job.total) == ("done", 5, 5)
    assert job.batch.changes.count() == 5
    changes.undo(job.batch_id, owner)
    assert not Team.objects.filter(name__startswith="Team ").exists()


def test_a_job_that_this_version_does_not_know_fails_with_a_sentence(firm):
    job = jobs.enqueue(work.again, times=1)
    Job.objects.filter(pk=job.pk).update(name="test-removed-long-ago")
    (ran,) = work.run_due()
    assert ran.state == "failed"
    assert "does not know" in ran.error


def test_who_lost_a_job_can_neither_write_its_steps_nor_end_it(firm, owner):
    jobs.enqueue(work.add_many, by=owner, count=1)
    slow = claim("a" * 32)
    Job.objects.filter(pk=slow.pk).update(attempts=slow.attempts + 1, worker="b" * 32)
    execute(slow)
    assert not Team.objects.filter(name="Team 0").exists()
    with pytest.raises(Lost):
        ending.write(slow, ending.Ending("done"))
    assert Job.objects.get(pk=slow.pk).state == "running"


def test_a_running_job_ends_at_its_next_step_when_it_is_cancelled(firm, owner):
    jobs.enqueue(work.again, by=owner, times=1)
    job = claim("a" * 32)
    jobs.cancel(job.pk, owner)
    progress = jobs.Progress(job, owner)
    with pytest.raises(jobs.Cancelled):
        progress.say()


def test_two_of_one_key_never_run_at_the_same_time(firm, owner):
    jobs.enqueue(work.add_team, key="k", by=owner, name="One")
    running = claim("a" * 32)
    second = jobs.enqueue(work.add_team, key="k", by=owner, name="Two")
    assert second != running
    assert claim("b" * 32) is None
    execute(running)
    assert claim("b" * 32) == second


def test_a_failing_job_leaves_its_place_to_the_one_that_was_asked_for_meanwhile(firm, owner):
    jobs.enqueue(work.fail, key="k")
    running = claim("a" * 32)
    second, began = jobs.enqueue(work.fail, key="k"), timezone.now()
    execute(running)
    running.refresh_from_db()
    second.refresh_from_db()
    assert (running.state, second.state, second.failures) == ("cancelled", "waiting", 1)
    assert second.due >= began + timedelta(seconds=5)


def test_the_most_urgent_job_is_taken_first_and_a_lane_leaves_what_is_below_it(firm, owner):
    bulk = jobs.enqueue(work.add_many, by=owner, count=0)
    normal = jobs.enqueue(work.add_team, by=owner, name="Normal")
    soon = jobs.enqueue(work.add_team, by=owner, priority=jobs.Priority.SOON, name="Soon")
    assert claim("a" * 32, lowest=jobs.Priority.SOON) == soon
    assert claim("a" * 32, lowest=jobs.Priority.SOON) is None
    assert [claim("a" * 32), claim("a" * 32)] == [normal, bulk]


def test_a_pause_from_before_the_clock_was_set_back_counts_as_over(firm):
    job = jobs.enqueue(work.fail)
    work.run_due()
    Job.objects.filter(pk=job.pk).update(due=timezone.now() + timedelta(days=365))
    assert claim("a" * 32) == job


def test_sentences_are_in_the_language_of_whoever_the_job_is_for(firm, owner):
    seen = []

    @jobs.job("test-language")
    def language() -> None:
        seen.append((translation.get_language(), timezone.get_current_timezone_name()))

    with changes.batch(owner, "edit"):
        changes.update(owner.user, language="de", time_zone="Asia/Tokyo")
    jobs.enqueue(language, by=owner)
    jobs.enqueue(language, by=system())
    work.run_due()
    assert seen == [("de", "Asia/Tokyo"), ("en", "Europe/London")]
