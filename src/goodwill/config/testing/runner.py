"""Runs the steps, a few at a time, and says how it went."""

import os
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from typing import Never

from goodwill.config.testing import machine, plan
from goodwill.config.testing.cluster import cluster
from goodwill.config.testing.plan import Choice
from goodwill.config.testing.steps import Counts, Outcome, Processes, Step, python

LANES = max(3, min(os.cpu_count() or 2, 4))
"""One more than two cores: a third of what the tests do is to wait for other processes."""


def run(choice: Choice) -> int:
    began = time.monotonic()
    signal.signal(signal.SIGTERM, _interrupt)
    missing = machine.provide(choice.needs())
    left_out = [f"{need.skipped}: {need.package} is not installed" for need in missing]
    outcomes = [_prepare()]
    with ExitStack() as stack:
        postgresql = ""
        if machine.POSTGRESQL in choice.needs() and machine.POSTGRESQL not in missing:
            postgresql = stack.enter_context(cluster())
        steps = plan.steps(choice, postgresql)
        if machine.CHROMIUM in missing:
            steps = [step for step in steps if plan.BROWSER not in step.command]
        outcomes += _run_all(steps)
    return _summary(outcomes, left_out, time.monotonic() - began)


def _interrupt(signum: int, frame: object) -> Never:
    raise KeyboardInterrupt


def _prepare() -> Outcome:
    """Browser parts and static files, before anything reads them."""
    outcome = Processes().run(Step("browser parts", python("-m", "goodwill", "assets"), {"GOODWILL_DEBUG": "1"}))
    _tell(outcome)
    return outcome


def _run_all(steps: list[Step]) -> list[Outcome]:
    processes, outcomes = Processes(), []
    with ThreadPoolExecutor(LANES) as lanes:
        waiting = [lanes.submit(processes.run, step) for step in steps]
        try:
            for done in as_completed(waiting):
                outcomes.append(done.result())
                _tell(outcomes[-1])
        except BaseException:
            processes.end()
            lanes.shutdown(cancel_futures=True)
            raise
    return outcomes


def _tell(outcome: Outcome) -> None:
    print(outcome.line(), flush=True)
    if not outcome.ok:
        print("\n".join(f"        {line}" for line in outcome.words().splitlines()), flush=True)


def _summary(outcomes: list[Outcome], left_out: list[str], seconds: float) -> int:
    """In CI, a part that could not run is a failure; elsewhere it is only named."""
    counts = sum((outcome.counts for outcome in outcomes), Counts())
    if left_out and os.environ.get("CI"):
        counts += Counts(failed=len(left_out))
    failed = [outcome.step.name for outcome in outcomes if not outcome.ok]
    print(f"\nIn {seconds:.0f} s.", *([f"Failed: {', '.join(failed)}."] if failed else []))
    for part in left_out:
        print(f"Left out: {part}.")
    print(counts)
    sys.stdout.flush()
    return 1 if counts.failed else 0
