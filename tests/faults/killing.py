"""Processes of one kind, one after the other, each killed at some moment; and how often that is done."""

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 120
TIMES = {"": (20, 300), "tenth": (50, 30_000), "whole": (500, 300_000)}
"""Rounds, and acknowledged writes of all rounds together: in every run, with --faults, with --full."""


def rounds():
    return TIMES[os.environ.get("TESTED_FAULTS", "")]


class Processes:
    def __init__(self, *descriptors):
        environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
        self.descriptors = descriptors
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.processes"],
            env=environment,
            cwd=ROOT,
            text=True,
            bufsize=1,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=descriptors,
        )
        self._said = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        for line in self._parent.stdout:
            self._said.put(line.split())
        self._said.put([])

    def to_its_end(self, *words):
        """Another process, until it ends or something ends it; gives the last that it said."""
        self._parent.stdin.write(" ".join(map(str, words)) + "\n")
        last = self._wait("pid")
        while (said := self._said.get(timeout=PATIENCE)) != ["ended"]:
            assert said, "the processes are gone"
            last = said
        return last

    def _wait(self, word):
        while (said := self._said.get(timeout=PATIENCE))[:1] != [word]:
            assert said, "the processes are gone"
        return said

    @contextmanager
    def one(self, kind):
        """Another process; it is killed at the end."""
        self._parent.stdin.write(" ".join([kind, *map(str, self.descriptors)]) + "\n")
        pid = int(self._wait("pid")[1])
        try:
            yield pid
        finally:
            os.kill(pid, signal.SIGKILL)
            self._wait("ended")

    def close(self):
        self._parent.kill()
        self._parent.communicate()


def until(condition, what, moved=None):
    """Wait for what another process does; where `moved` tells how far it is, only standing still is too long."""
    end, before = time.monotonic() + PATIENCE, None
    while not (found := condition()):
        if moved is not None and (now := moved()) != before:
            end, before = time.monotonic() + PATIENCE, now
        assert time.monotonic() < end, f"it never came: {what}"
        time.sleep(0.003)
    return found
