"""A worker that is killed while it imports: nothing is lost, nothing comes twice."""

import os
import signal
import subprocess
import sys
import time
from io import BytesIO
from typing import Any

import pytest

from goodwill.kernel import jobs
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Batch, Change
from goodwill.records import registry
from goodwill.transfer import runs
from goodwill.transfer.models import Import

ROWS = 700
WORKER = """
import django
django.setup()
from goodwill.kernel.jobs import worker
worker.run(until_idle=5)
"""


@pytest.mark.slow
def test_a_killed_import_goes_on_where_it_was(own_firm: Any, as_role: Any) -> None:
    owner: Actor = as_role("owner")
    lines = [f"Given{n},Family{n},p{n}@field.example,Firm {n % 40}" for n in range(ROWS)]
    run = runs.bring(BytesIO("\n".join(["First Name,Last Name,Email,Company", *lines]).encode()), "many.csv", owner)
    runs.start(run, owner)
    process = subprocess.Popen([sys.executable, "-c", WORKER], env=os.environ)
    _wait(run, lambda: run.counts.get("rows", 0) >= 250)
    process.send_signal(signal.SIGKILL)
    process.wait()
    run.refresh_from_db()
    assert run.state == Import.State.RUNNING
    assert 0 < run.counts["rows"] < ROWS
    second = subprocess.Popen([sys.executable, "-c", WORKER], env=os.environ)
    _wait(run, lambda: run.state != Import.State.RUNNING)
    second.terminate()
    second.wait()
    assert (run.state, run.counts["rows"], run.counts["new"]) == (Import.State.DONE, ROWS, ROWS)
    people, companies = registry.get("person"), registry.get("company")
    assert people is not None
    assert companies is not None
    assert people.rows(owner).count() == ROWS
    assert companies.rows(owner).count() == 40
    assert Batch.objects.filter(verb="import").count() == 1
    assert Change.objects.filter(batch=run.batch, type="party").count() == ROWS + 40
    runs.undo(run, owner)
    jobs.run_due()
    assert people.rows(owner).count() == 0


def _wait(run: Import, reached: Any) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        run.refresh_from_db()
        if reached():
            return
        time.sleep(0.05)
    raise AssertionError(f"The import stands at {run.state} with {run.counts}.")
