"""`goodwill serve` itself, with all of Goodwill behind it."""

import os
import re
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from goodwill.config.commands.serve import warn_of_backups
from goodwill.config.server.sockets import PortTaken, listen
from goodwill.config.tests.toy_client import PATIENCE, SOURCE, Toy

pytestmark = pytest.mark.slow


def command(home: Path, *arguments: str, **settings: str) -> "subprocess.Popen[str]":
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("GOODWILL_", "DJANGO_"))}
    variables |= {"GOODWILL_HOME": str(home), "GOODWILL_KEY": "11" * 32, "PYTHONPATH": str(SOURCE)} | settings
    return subprocess.Popen(
        [sys.executable, "-m", "goodwill", "serve", "--no-browser", *arguments],
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def refused(home: Path, *arguments: str, **settings: str) -> tuple[int, str]:
    process = command(home, *arguments, **settings)
    _out, err = process.communicate(timeout=PATIENCE)
    return process.returncode, err


def free_port() -> int:
    """Below those that the system gives out by itself, so that nobody else is given it before it is used."""
    first = 20_000 + os.getpid() % 10_000
    for port in range(first, first + 100):
        with suppress(PortTaken), listen("127.0.0.1", port):
            return port
    raise AssertionError("no port is free")


@dataclass
class Served(Toy):
    address: str = ""

    def children(self) -> list[int]:
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in listed.read_text().split()]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("served")
    (home / "static").mkdir()
    (home / "static/.digest").touch()
    port = free_port()
    process = command(home, "--port", str(port))
    address = ""
    while not address and process.poll() is None:
        address = re.search("http.*", process.stdout.readline() or "") or ""
    assert address, process.communicate()
    yield Served(port, home, process, address=address[0])
    process.kill()
    process.communicate()


def test_it_prints_the_address_that_lets_somebody_in(served):
    assert served.address.startswith(f"http://localhost:{served.port}/enter?code=")


def test_pages_are_served_with_their_headers(served):
    answer = served.get("/sign-in")
    assert answer.status == 200
    assert answer["content-security-policy"].startswith("default-src 'none'")
    assert "no-store" in answer["cache-control"]
    assert served.get("/events").status == 401


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_nobody_else_can_look_into_the_home_folder(served):
    assert stat.S_IMODE(served.home.stat().st_mode) == 0o700


def test_a_second_one_on_the_same_folder_is_refused(served):
    code, said = refused(served.home, "--port", str(free_port()))
    assert code == 1
    assert said.startswith(
        f"Goodwill already runs on {served.home}: process {served.process.pid}, at http://localhost:"
    )


def test_a_taken_port_is_told_with_the_next_free_one(served, tmp_path):
    code, said = refused(tmp_path, "--port", str(served.port))
    assert code == 1
    assert re.fullmatch(
        rf"Port {served.port} is taken by another program\. Port \d+ is free: start with --port \d+\.\n", said
    )


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_nobody_is_turned_away_while_a_killed_page_process_is_replaced(served):
    for pid in served.children():
        os.kill(pid, signal.SIGKILL)
    assert served.get("/sign-in").status == 200


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"GOODWILL_THREADS": "many"}, 'GOODWILL_THREADS is "many": give a whole number from 1 to 64.'),
        ({"GOODWILL_PROT": "1"}, "Did you mean GOODWILL_PORT?"),
    ],
)
def test_wrong_settings_are_told_before_anything_starts(tmp_path, settings, sentence):
    code, said = refused(tmp_path / "new", **settings)
    assert code != 0
    assert sentence in said
    assert not (tmp_path / "new").exists()


def test_a_home_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").touch()
    code, said = refused(tmp_path / "file/home")
    assert code == 1
    assert "cannot write to its folder" in said


def test_a_folder_for_logs_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").touch()
    code, said = refused(tmp_path / "home", GOODWILL_LOG_FOLDER=str(tmp_path / "file/logs"))
    assert code != 0
    assert "GOODWILL_LOG_FOLDER is" in said
    assert "Make it writable" in said
    assert "Traceback" not in said
    assert not (tmp_path / "home").exists()


def test_a_folder_for_backups_that_cannot_be_written_is_warned_of(tmp_path, capsys):
    (tmp_path / "file").touch()
    for folder in (None, tmp_path / "stick/backups"):
        warn_of_backups(folder)
    assert capsys.readouterr().err == ""
    warn_of_backups(tmp_path / "file/backups")
    assert "Backups cannot be written to" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["nobody.invalid", "203.0.113.7"])
def test_a_host_that_is_not_here_is_told(tmp_path, host):
    code, said = refused(tmp_path, "--host", host)
    assert code == 1
    assert "Correct --host or GOODWILL_HOST." in said


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_ctrl_c_ends_everything(served):
    children = served.children()
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(PATIENCE) == 0
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", served.port))
