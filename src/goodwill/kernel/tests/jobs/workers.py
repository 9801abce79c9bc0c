"""Workers in processes of their own: started at once, waited for, killed."""

import os
import queue
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parents[4]
PATIENCE = 120


class _Maker:
    """A process that has loaded everything under these settings, and forks workers."""

    def __init__(self, environment: tuple[tuple[str, str], ...]):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "goodwill.kernel.tests.jobs.process"],
            env=dict(environment) | {"PYTHONPATH": str(SOURCE)},
            cwd=SOURCE,
            text=True,
            bufsize=1,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._begun: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._ended: dict[int, queue.SimpleQueue[int]] = {}
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self._process.stdout or ():
            word, pid, *code = line.split()
            if word == "pid":
                self._ended[int(pid)] = queue.SimpleQueue()
                self._begun.put(int(pid))
            else:
                self._ended[int(pid)].put(int(code[0]))

    def start(self, idle: float) -> "Process":
        assert self._process.stdin
        self._process.stdin.write(f"{idle}\n")
        pid = self._begun.get(timeout=PATIENCE)
        return Process(pid, self._ended[pid])


class Process:
    def __init__(self, pid: int, ended: "queue.SimpleQueue[int]"):
        self._pid, self._ended = pid, ended

    def wait(self) -> int:
        """The code with which it ends."""
        return self._ended.get(timeout=PATIENCE)

    def terminate(self) -> None:
        os.kill(self._pid, signal.SIGTERM)

    def kill(self) -> int:
        os.kill(self._pid, signal.SIGKILL)
        return self.wait()


_maker = cache(_Maker)


def start(idle: float = 0.2) -> Process:
    settings = ((name, value) for name, value in sorted(os.environ.items()) if name != "PYTEST_CURRENT_TEST")
    return _maker(tuple(settings)).start(idle)


def run_worker(idle: float = 0.2) -> int:
    return start(idle).wait()


def work_until(condition: Callable[[], object]) -> None:
    """Workers until this is so: a database may hold for a moment what a killed one held."""
    until(lambda: run_worker() == 0 and condition())


def until(condition: Callable[[], object]) -> None:
    """Wait for what another process does."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.01)


def killed_at_work(number: Callable[[], int], is_left: Callable[[], bool], chance: random.Random) -> None:
    """A worker that dies at some moment after it moved this number, or after the one before it left nothing to do."""
    before, process = number(), start(idle=PATIENCE)
    until(lambda: number() > before or not is_left())
    threading.Event().wait(chance.uniform(0, 0.2))
    process.kill()
