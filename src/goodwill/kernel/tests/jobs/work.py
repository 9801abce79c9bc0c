"""Jobs that the tests run, in this process or in a real worker."""

import os
import time
from pathlib import Path

from goodwill.kernel import changes, jobs, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import Job, Team


def run_due(**options) -> list[Job]:
    """Run what is due; gives the jobs that are defined here."""
    return [job for job in jobs.run_due(**options) if job.name.startswith("test-")]


@jobs.job("test-add-team", atomic=True)
def add_team(name: str, *, by: Actor) -> dict[str, int]:
    rights.require(by, "create", Team)
    with changes.batch(by, "create"):
        return {"id": changes.create(Team(name=name)).pk}


@jobs.job("test-fail", retries=2)
def fail(sentence: str = "") -> None:
    if sentence:
        raise Invalid(sentence)
    raise KeyError("nobody foresaw this")


@jobs.job("test-write", retries=1)
def write(path: str) -> None:
    Path(path).write_text("whatever")


@jobs.job("test-half-done", atomic=True, retries=0)
def half_done(name: str, *, by: Actor) -> None:
    add_team(name, by=by)
    raise KeyError("after the effect")


@jobs.job("test-again")
def again(times: int, *, progress: jobs.Progress) -> dict[str, int]:
    with progress.transaction():
        progress.position = {"runs": progress.position.get("runs", 0) + 1}
    if progress.position["runs"] < times:
        raise jobs.Again(sentence="Not yet.")
    return dict(progress.position)


@jobs.job("test-add-many", label="Add teams", priority=jobs.Priority.BULK)
def add_many(count: int, die_at: int = 0, pause: float = 0, *, progress: jobs.Progress) -> None:
    """Dies at one row, once for each time that the row is reached by a new worker."""
    for number in range(progress.position.get("next", 0), count):
        with progress.batch("import"):
            changes.create(Team(name=f"Team {number}"))
            if number == die_at > 0 and progress.position.get("died") != number:
                _die_unless_resumed(number)
            progress.position = {"next": number + 1}
            progress.done = number + 1
        progress.step(f"Team {number}", total=count)
        if pause:
            time.sleep(pause)


def _die_unless_resumed(number: int) -> None:
    marker = Path(os.environ["GOODWILL_HOME"]) / f"died-{number}"
    if not marker.exists():
        marker.touch()
        os.kill(os.getpid(), 9)


@jobs.job("test-poison")
def poison() -> None:
    os.kill(os.getpid(), 9)


@jobs.job("test-append")
def append(path: str, line: str) -> None:
    with Path(path).open("a") as file:
        file.write(f"{line}\n")


@jobs.job("test-wait-for", priority=jobs.Priority.SOON)
def wait_for(path: str, started: str, *, progress: jobs.Progress) -> None:
    Path(started).touch()
    while not Path(path).exists():
        progress.step("Waiting")
        time.sleep(0.02)
