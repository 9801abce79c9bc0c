"""The background work is killed in the middle of a job for many records: each record gets it once."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from goodwill.areas.people.models import Note
from goodwill.areas.people.verbs import parties
from goodwill.kernel.models import Batch, Job
from goodwill.records import bulk, registry

SOURCE = Path(__file__).parents[2] / "src"
RECORDS = 500

pytestmark = [pytest.mark.slow, pytest.mark.serial]


def work():
    command = [sys.executable, "-m", "goodwill", "work", "--until-idle", "1"]
    return subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(SOURCE)}, cwd=SOURCE)


def killed_once_it_began(job, began, pause):
    """Whether the work was killed while it ran; False when it was done before."""
    process, deadline = work(), time.monotonic() + 30
    while Job.objects.get(pk=job.pk).attempts <= began and process.poll() is None:
        assert time.monotonic() < deadline, "the work never began"
    try:
        process.wait(pause)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def test_a_bulk_action_whose_worker_is_killed_is_done_to_each_record_once(own_firm, owner):
    chance = random.Random(5)
    made = [parties.create_company(by=owner, name=f"Company {number}").pk for number in range(RECORDS)]
    given = {"html": "<p>Sent the catalogue</p>"}
    job = bulk.start(registry.get("company"), "write_note", given, by=owner, ids=made)
    killed = [killed_once_it_began(job, began=number, pause=chance.uniform(0.05, 0.4)) for number in range(2)]
    assert any(killed)
    assert work().wait(60) == 0
    job.refresh_from_db()
    assert (job.state, job.result["done"], job.result["refused_count"]) == ("done", RECORDS, 0)
    assert Counter(Note.objects.values_list("about_id", flat=True)) == dict.fromkeys(made, 1)
    assert Batch.objects.filter(verb="write_note").count() == 1
