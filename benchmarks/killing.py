"""An import whose worker is killed again and again: nothing double, nothing missing, and a way back to where it was."""

import os
import random
import signal
import subprocess
import sys
import time
from typing import Any

from benchmarks.importing import file_of
from goodwill.config.server.children import LEAN

WORKER = "import django; django.setup(); from goodwill.kernel.jobs import worker; worker.run(until_idle=120)"


def kill_often(rows: int, kills: int, *, seed: int = 5) -> dict[str, Any]:
    """Figures of the run; raises when a row is double or missing, or when the undo leaves another digest."""
    from goodwill.areas.people.models import Party
    from goodwill.kernel import workspace as workspaces
    from goodwill.kernel.actors import Actor
    from goodwill.kernel.models import User
    from goodwill.transfer import runs
    from goodwill.transfer.readers.inputs import Input
    from goodwill.transfer.tests.digests import digest

    chance, began, worker, done = random.Random(seed), time.monotonic(), _worker(), 0
    with workspaces.entered(workspaces.all_live()[0]):
        owner = Actor.of(User.objects.get(email="ada@bench.example"))
        run = runs.bring_input(Input.of_bytes(file_of(rows), "killed.csv"), owner)
        before = digest()
        runs.start(run, owner)
        while done < kills and run.state == "running":
            time.sleep(chance.uniform(0.5, 4))
            run.refresh_from_db()
            if run.counts.get("rows", 0) >= (done + 1) * rows // (kills + 2):
                worker.send_signal(signal.SIGKILL)
                worker.wait()
                worker, done = _worker(), done + 1
        _wait(run, "running")
        imported = time.monotonic() - began
        found = Party.objects.count()
        if (run.state, run.counts.get("rows"), found - before["people_party"][0]) != ("done", rows, rows):
            raise AssertionError(f"{run.state}, {run.counts}, {found} parties")
        runs.undo(run, owner)
        _wait(run, "running")
        if digest() != before:
            raise AssertionError("The undo left something behind.")
        worker.terminate()
        worker.wait()
        seconds = time.monotonic() - began
    return {"rows": rows, "kills": done, "import, s": round(imported), "undo, s": round(seconds - imported)}


def _worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", WORKER], env={**LEAN, **os.environ})


def _wait(run: Any, state: str) -> None:
    while run.state == state:
        time.sleep(0.5)
        run.refresh_from_db()
