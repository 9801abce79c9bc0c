"""One step of a test run: a process, its time, and what it counted."""

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from goodwill.config.assets import CHECKOUT

LOGS = CHECKOUT / ".cache/test"
HANGS = 25 * 60
NO_TESTS = 5
COUNTED = re.compile(r"(\d+) (passed|failed|skipped|errors?|xfailed|xpassed)\b")
SUMMARY = re.compile(r"^(?:=+ )?((?:\d+ [a-z]+(?:, )?)+) in [\d.]+s(?: \([\d:]+\))?(?: =+)?$", re.MULTILINE)


@dataclass(frozen=True)
class Counts:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


@dataclass(frozen=True)
class Step:
    name: str
    command: list[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    counts_tests: bool = False
    hangs: float = HANGS
    """Seconds after which it is ended."""


@dataclass(frozen=True)
class Outcome:
    step: Step
    ok: bool
    seconds: float
    counts: Counts
    log: Path

    def line(self) -> str:
        counted = f"  {self.counts}" if self.step.counts_tests else ""
        return f"{'ok    ' if self.ok else 'FAILED'}  {self.step.name:32} {self.seconds:6.1f} s{counted}"

    def words(self, lines: int = 200) -> str:
        """The end of what it printed, and where the rest is."""
        text = self.log.read_text(encoding="utf-8", errors="replace").rstrip().splitlines()
        cut = [f"[the first {len(text) - lines} lines are in {self.log}]"] if len(text) > lines else []
        return "\n".join(cut + text[-lines:])


class Processes:
    """The processes that run now, to be ended together when the run is broken off."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._ended = False

    def run(self, step: Step) -> Outcome:
        LOGS.mkdir(parents=True, exist_ok=True)
        log = LOGS / f"{re.sub(r'[^a-z0-9]+', '-', step.name.lower())}.log"
        own = {name: value for name, value in os.environ.items() if not name.startswith("GOODWILL_")}
        began = time.monotonic()
        with log.open("wb") as output:
            process = self._start(step, own | dict(step.environment), output)
            try:
                code = process.wait(step.hangs)
            except subprocess.TimeoutExpired:
                process.kill()
                code = process.wait()
                output.write(f"\nIt was ended after {step.hangs // 60:.0f} minutes.\n".encode())
            finally:
                with self._lock:
                    self._running.discard(process)
        counts = _counts(step, code, log.read_text(encoding="utf-8", errors="replace"))
        none_chosen = step.counts_tests and code == NO_TESTS
        return Outcome(step, code == 0 or none_chosen, time.monotonic() - began, counts, log)

    def end(self) -> None:
        with self._lock:
            self._ended = True
            for process in self._running:
                process.terminate()

    def _start(self, step: Step, environment: dict[str, str], output: object) -> "subprocess.Popen[bytes]":
        with self._lock:
            if self._ended:
                raise InterruptedError
            process = subprocess.Popen(
                step.command,
                cwd=CHECKOUT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,  # type: ignore[call-overload]
                stderr=subprocess.STDOUT,
            )
            self._running.add(process)
            return process


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def tool(name: str, *arguments: str) -> list[str]:
    """A program of the virtual environment."""
    return [str(Path(sys.executable).with_name(name)), *arguments]


def _counts(step: Step, code: int, output: str) -> Counts:
    if not step.counts_tests:
        return Counts(passed=1) if code == 0 else Counts(failed=1)
    found = SUMMARY.findall(output)
    number = {word.rstrip("s"): int(count) for count, word in COUNTED.findall(found[-1] if found else "")}
    passed = number.get("passed", 0) + number.get("xfailed", 0)
    failed = number.get("failed", 0) + number.get("error", 0) + number.get("xpassed", 0)
    if code not in (0, NO_TESTS) and not failed:
        failed = 1
    return Counts(passed, failed, number.get("skipped", 0))
