"""The background work is killed in the middle of jobs and imports: all of it is done, and each part once."""

import random
import threading
from collections import Counter

import pytest

from goodwill.areas.people.models import Note, Party
from goodwill.areas.people.verbs import parties
from goodwill.kernel.models import Batch, Change, Job
from goodwill.records import bulk, registry
from goodwill.transfer import runs
from goodwill.transfer.models import Import
from goodwill.transfer.readers.inputs import Input
from tests.faults.killing import Processes, rounds, until
from tests.faults.whole import halves, sound

AT_ONCE = 250  # records or rows of one job, done in steps of twenty

pytestmark = [pytest.mark.slow, pytest.mark.serial]


@pytest.fixture
def workers(own_firm):
    found = Processes()
    yield found
    found.close()


def killed(workers, job, chance, *, at_once):
    """Kill a worker at some moment after it took the job; unless `at_once`, after it saved something of it.

    Three workers that die without saving anything would have the job set aside.
    """
    job.refresh_from_db()
    attempts, position = job.attempts, job.position

    def moved():
        job.refresh_from_db()
        return job.is_over or (job.attempts > attempts if at_once else job.position != position)

    with workers.one("work"):
        until(moved, "a step of the job")
        threading.Event().wait(chance.uniform(0, 0.05))


def killed_until_done(workers, job, chance):
    """How often it was killed before it was done."""
    times = 0
    while not job.is_over:
        killed(workers, job, chance, at_once=times % 2 == 0)
        job.refresh_from_db()
        times += not job.is_over
    return times


def test_a_killed_bulk_action_is_done_to_each_record_once(own_firm, owner, workers):
    chance, (count, _wanted) = random.Random(5), rounds()
    made = [parties.create_company(by=owner, name=f"Company {number}").pk for number in range(AT_ONCE)]
    times = jobs = 0
    while times < count:
        jobs += 1
        given = {"html": f"<p>Sent catalogue {jobs}</p>"}
        job = bulk.start(registry.get("company"), "write_note", given, by=owner, ids=made)
        times += killed_until_done(workers, job, chance)
        assert (job.state, job.result["done"], job.result["refused"]) == (Job.State.DONE, AT_ONCE, 0)
        assert Counter(Note.objects.values_list("about_id", flat=True)) == dict.fromkeys(made, jobs)
        assert Batch.objects.filter(verb="write_note").count() == jobs
    assert halves() == {}
    assert sound()


def test_a_killed_import_brings_each_row_once(own_firm, owner, workers):
    chance, (count, _wanted) = random.Random(23), rounds()
    times = files = 0
    while times < count:
        files += 1
        lines = [f"Given{n},Family{n}of{files},p{n}.{files}@field.example,Firm {n % 40}" for n in range(AT_ONCE)]
        table = "\n".join(["First Name,Last Name,Email,Company", *lines]).encode()
        run = runs.bring_input(Input.of_bytes(table, f"many {files}.csv"), owner)
        runs.start(run, owner)
        run.refresh_from_db()
        times += killed_until_done(workers, run.job, chance)
        run.refresh_from_db()
        assert (run.state, run.counts["rows"], run.counts["new"]) == (Import.State.DONE, AT_ONCE, AT_ONCE)
        assert Party.objects.filter(kind="person").count() == files * AT_ONCE
        assert Change.objects.filter(batch=run.batch, type="party", kind="create").count() == AT_ONCE + 40 * (
            files == 1
        )
    assert Party.objects.filter(kind="company").count() == 40
    assert Batch.objects.filter(verb="import").count() == files
    assert halves() == {}
    assert sound()
