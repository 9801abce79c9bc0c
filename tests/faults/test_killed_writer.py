"""A process that is killed while it writes: what it acknowledged is there, and nothing is there by half."""

import os
import random
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.whole import halves, lost, sound

ROOT = Path(__file__).parents[2]
ROUNDS = 50 if os.environ.get("TESTED_FAULTS") else 20

pytestmark = [pytest.mark.slow, pytest.mark.serial]


class Writers:
    """One writer after the other, each killed at some moment."""

    def __init__(self, firm_id):
        environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
        command = [sys.executable, "-m", "tests.faults.writer", firm_id]
        self.process = subprocess.Popen(
            command, env=environment, cwd=ROOT, text=True, bufsize=1, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def killed_after(self, seed, count, pause):
        """What a writer acknowledged that was killed some time after its n-th word."""
        self.process.stdin.write(f"{seed}\n")
        pid, acknowledged = 0, []
        while (word := self.process.stdout.readline().split()) != ["ended"]:
            assert word, "the writers are gone"
            if word[0] == "pid":
                pid = int(word[1])
            else:
                acknowledged.append((word[0], int(word[1]), int(word[2])))
            if pid and len(acknowledged) >= count:
                select.select([], [], [], pause)
                os.kill(pid, signal.SIGKILL)
                count = sys.maxsize
        return acknowledged


@pytest.fixture
def writers(own_firm):
    found = Writers(own_firm.id)
    yield found
    found.process.kill()
    found.process.communicate()


def test_nothing_acknowledged_is_lost_and_nothing_is_half_done(own_firm, writers):
    chance, acknowledged = random.Random(11), []
    for number in range(ROUNDS):
        said = writers.killed_after(number, count=chance.randint(1, 12), pause=chance.uniform(0, 0.03))
        acknowledged += said
        assert lost(said) == []
        assert halves() == {}
    assert len(acknowledged) > 3 * ROUNDS
    assert lost(acknowledged) == []
    assert sound()
