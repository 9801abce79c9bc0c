import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from goodwill.config.tests.toy_client import PATIENCE, SOURCE


class Parent:
    """A supervisor over toy children in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process: subprocess.Popen[str]

    def start(self, processes: int = 1, left_within: float = PATIENCE, **children: str) -> None:
        for name, lines in {"jobs": "stay", **children}.items():
            (self.folder / name).write_text(lines)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "goodwill.config.tests.toy_parent", str(processes), str(left_within)],
            env={**os.environ, "TOY_FOLDER": str(self.folder), "PYTHONPATH": str(SOURCE)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def pids(self, name: str) -> list[int]:
        path = self.folder / f"{name}.started"
        return [int(line) for line in path.read_text().split()] if path.exists() else []

    def until_started(self, name: str, times: int) -> list[int]:
        return until(lambda: self.pids(name), lambda pids: len(pids) >= times)

    def address(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        self.process.send_signal(number)
        return self.ends()

    def ends(self) -> tuple[int, str]:
        _out, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, err


def until(look: Callable[[], list[int]], enough: Callable[[list[int]], bool]) -> list[int]:
    end = time.monotonic() + PATIENCE
    while not enough(found := look()):
        assert time.monotonic() < end, found
    return found


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.fixture
def parent(tmp_path: Path) -> Iterator[Parent]:
    made = Parent(tmp_path)
    yield made
    if made.process.poll() is None:
        made.process.kill()
        made.process.communicate()


READY = "tell ready http://localhost:1/,stay"


def test_the_address_is_given_when_the_first_process_serves(parent):
    parent.start(pages0="tell fingerprint AB:CD," + READY)
    assert parent.address() == "open http://localhost:1/ AB:CD"


def test_further_processes_start_after_the_first_serves(parent):
    parent.start(processes=3, pages0=READY, pages1=READY, pages2=READY)
    parent.until_started("pages1", 1)
    parent.until_started("pages2", 1)
    assert len(parent.pids("pages0")) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_lets_every_child_come_to_its_end(parent, number):
    parent.start(processes=2, pages0=READY + ",tell work", pages1=READY)
    parent.address()
    parent.until_started("pages1", 1)
    assert parent.stop(number) == (0, "")
    assert (parent.folder / "pages0.left").exists()
    assert (parent.folder / "pages1.left").exists()


def test_a_fallen_process_is_replaced_and_that_is_said(parent):
    parent.start(pages0=f"{READY}\n{READY}")
    parent.address()
    os.kill(parent.until_started("pages0", 1)[0], signal.SIGKILL)
    parent.until_started("pages0", 2)
    code, said = parent.stop()
    assert code == 0
    assert said == "Goodwill: The page process 1 ended unexpectedly (SIGKILL). Another one starts in 0.05 s.\n"


def test_the_pause_grows_while_a_process_keeps_falling(parent):
    parent.start(processes=2, pages0=READY, pages1="crash")
    parent.until_started("pages1", 5)
    said = parent.stop()[1]
    assert [text.partition(" s.")[0] for text in said.split("starts in ")[1:5]] == ["0.05", "0.1", "0.2", "0.2"]


def test_what_refuses_to_start_is_not_tried_again(parent):
    parent.start(pages0="refuse")
    assert parent.ends() == (78, "")
    assert len(parent.pids("pages0")) == 1


def test_what_is_killed_while_it_starts_is_tried_again(parent):
    parent.start(pages0=f"crash\ncrash\n{READY}")
    assert parent.address() == "open http://localhost:1/"
    assert parent.stop()[0] == 0
    assert len(parent.pids("pages0")) == 3


def test_what_is_killed_at_each_start_is_given_up_with_a_sentence(parent):
    parent.start(pages0="crash")
    code, said = parent.ends()
    assert (code, len(parent.pids("pages0"))) == (1, 4)
    assert "was ended 4 times before it could serve. What was saved is safe." in said


def test_the_job_process_is_there_while_it_is_wanted(parent):
    parent.start(pages0="tell ready x,tell work,tell work,stay", jobs="leave")
    jobs = parent.until_started("jobs", 1)
    until(lambda: jobs, lambda pids: gone(pids[0]))
    assert parent.stop() == (0, "")


def test_a_fallen_job_process_comes_back_when_it_is_wanted(parent):
    asks = ",".join(["tell work"] * 2000)
    parent.start(pages0=f"tell ready x,{asks},stay", jobs="crash\nstay")
    parent.until_started("jobs", 1)
    os.kill(parent.pids("pages0")[0], signal.SIGKILL)
    parent.until_started("jobs", 2)
    assert "The job process ended unexpectedly (SIGKILL)" in parent.stop()[1]


def test_children_leave_when_their_parent_dies(parent):
    parent.start(pages0=READY + ",tell work")
    (page,) = parent.until_started("pages0", 1)
    parent.address()
    parent.process.kill()
    until(lambda: [page], lambda pids: gone(pids[0]))
    assert (parent.folder / "pages0.left").exists()


def test_a_new_certificate_is_served_by_a_new_process_that_is_ready_first(parent):
    parent.start(pages0=f"tell ready x,tell renew,stay\n{READY}")
    old, new = parent.until_started("pages0", 2)
    until(lambda: [old], lambda pids: gone(pids[0]))
    assert not gone(new)
    assert parent.stop() == (0, "")


def test_the_former_process_goes_on_when_the_new_one_falls(parent):
    parent.start(pages0="tell ready x,tell renew,stay\nrefuse\nstay")
    old = parent.until_started("pages0", 2)[0]
    assert "the former one goes on" in parent.process.stderr.readline()
    assert not gone(old)
    assert parent.stop() == (0, "")


def test_a_child_that_does_not_leave_is_ended(parent):
    parent.start(left_within=1, pages0="tell ready x,stubborn")
    (page,) = parent.until_started("pages0", 1)
    parent.address()
    assert parent.stop()[0] == 0
    assert gone(page)
