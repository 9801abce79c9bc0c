"""An import as the job process does it while the firm is served, and its way back."""

import random
import threading
import time
from collections.abc import Callable
from typing import Any

from benchmarks import serving
from benchmarks.serving import Client, Process

TOWNS = ("Leeds", "York", "Bonn", "Oslo", "Turin", "Lyon", "Porto", "Gent", "Graz", "Brno")
_SYLLABLES = tuple(first + second for first in "bdfghjklmnprst" for second in ("a", "e", "ei", "o", "u"))


def file_of(rows: int, *, full: bool = False, seed: int = 11) -> bytes:
    """A CSV of persons, the same for the same seed: 4,000 family names, one company for ten persons."""
    chance = random.Random(seed)
    families = ["".join(chance.choices(_SYLLABLES, k=3)).title() for _ in range(4000)]
    given = ["".join(chance.choices(_SYLLABLES, k=2)).title() for _ in range(250)]
    lines = ["First Name,Last Name,Email,Phone" + (",Job Title,Company,City" if full else "")]
    companies = max(rows // 10, 1)
    for number in range(rows):
        first, last = chance.choice(given), chance.choice(families)
        phone = f"+44 20 {7000 + number * 7919 % 1_000_000 // 1000} {number * 7919 % 1000:03d}{seed % 10}"
        line = f"{first},{last},{first}.{last}{number}.{seed}@import.example,{phone}"
        firm = f"{families[number % companies % len(families)]} Works {number % companies}"
        lines.append(line + (f",Engineer,{firm},{chance.choice(TOWNS)}" if full else ""))
    return "\n".join(lines).encode()


def measure(process: Process, client: Client, rows: int) -> dict[str, float]:
    """Idle, with companies, and while pages are asked; the last one is taken back."""
    from goodwill.kernel import workspace as workspaces

    peak: list[float] = [0.0]
    with workspaces.entered(workspaces.all_live()[0]):
        with _watching(process, peak):
            used = serving.cpu_of(process)
            idle = _run(file_of(rows), rows)
            used = serving.cpu_of(process) - used
            full = _run(file_of(rows, full=True, seed=12), rows)
        client.begin_anew()
        quiet = serving.p95(serving.taken(lambda: client.get("/people/")[0]))
        taken: list[float] = []
        with _asking(client, taken):
            busy = _run(file_of(rows, seed=13), rows, then_undo=True)
    return {
        "import": idle["import"],
        "import_cpu": used / rows,
        "import_full": full["import"],
        "import_busy": busy["import"],
        "import_pages": serving.p95(taken) / quiet,
        "import_memory": peak[0],
        "undo": busy["undo"],
    }


def _run(data: bytes, rows: int, *, then_undo: bool = False) -> dict[str, float]:
    from goodwill.kernel.actors import Actor
    from goodwill.kernel.models import User
    from goodwill.transfer import runs
    from goodwill.transfer.readers.inputs import Input

    owner = Actor.of(User.objects.get(email="ada@bench.example"))
    run = runs.bring_input(Input.of_bytes(data, "bench.csv"), owner)
    runs.start(run, owner)
    found = {"import": rows / _seconds(run)}
    if then_undo:
        runs.undo(run, owner)
        found["undo"] = rows / _seconds(run)
    return found


def _seconds(run: Any) -> float:
    """How long its job took, by its own clock: from its start to its end."""
    end = time.monotonic() + 3600
    while time.monotonic() < end:
        run.refresh_from_db()
        job = run.job
        job.refresh_from_db()
        if job.ended_at:
            if job.state != "done":
                raise RuntimeError(f"The import ended as {job.state}: {job.error}")
            seconds: float = (job.ended_at - job.started_at).total_seconds()
            return seconds
        time.sleep(0.2)
    raise RuntimeError("The import does not end.")


class _Thread:
    """Does something again and again until the block is left."""

    def __init__(self, act: Callable[[], None], pause: float) -> None:
        self._act, self._pause = act, pause
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        while not self._over.wait(self._pause):
            self._act()

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join()


def _watching(process: Process, peak: list[float]) -> _Thread:
    """Keeps the most that the job process and its reader took."""

    def look() -> None:
        peak[0] = max(peak[0], sum(map(serving.pss, serving.job_processes(process))) / 1024)

    return _Thread(look, 0.2)


def _asking(client: Client, taken: list[float]) -> _Thread:
    def ask() -> None:
        began = time.perf_counter()
        client.get("/people/")
        taken.append((time.perf_counter() - began) * 1000)

    return _Thread(ask, 0.05)
