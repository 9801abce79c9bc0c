"""The product and the bare reference as they are shipped: real processes on loopback, a signed-in client."""

import http.client
import os
import socket
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

Process = subprocess.Popen[bytes]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: list[str], port: int, path: str, **variables: str
) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    """The process, and the seconds until it answered `path` for the first time."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, env=os.environ | variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while not _answers(port, path):
            if process.poll() is not None or time.perf_counter() - began > 60:
                raise RuntimeError(f"{command[0]} did not come up")
            time.sleep(0.01)
        yield process, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait(20)


def _answers(port: int, path: str) -> bool:
    try:
        return Client(port).get(path)[0] < 500
    except OSError:
        return False


class Client:
    """One connection that stays open, signed in by its cookie."""

    def __init__(self, port: int, cookie: str = "", csrf: str = "") -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._headers = {"Host": f"localhost:{port}", "Cookie": cookie, "X-CSRFToken": csrf}

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        return self._ask("GET", path, "", headers)

    def post(self, path: str, body: str, **headers: str) -> tuple[int, bytes]:
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded", **headers})

    def _ask(self, method: str, path: str, body: str, headers: dict[str, str]) -> tuple[int, bytes]:
        self._connection.request(method, path, body or None, self._headers | headers)
        answer = self._connection.getresponse()
        return answer.status, answer.read()


def one_by_one(ask: Callable[[], int], times: int = 60) -> float:
    """The median in milliseconds, after a warm-up; raises for an answer that is none."""
    taken = []
    for number in range(times + 5):
        began = time.perf_counter()
        status = ask()
        if number >= 5:
            taken.append((time.perf_counter() - began) * 1000)
        if status >= 400:
            raise RuntimeError(f"answered {status}")
    return statistics.median(taken)


def eight_at_once(asks: list[Callable[[], int]], seconds: float = 4) -> float:
    """Answers per second to as many clients at once as there are functions."""
    end = time.perf_counter() + seconds

    def keep_asking(ask: Callable[[], int]) -> int:
        done = 0
        while time.perf_counter() < end:
            ask()
            done += 1
        return done

    with ThreadPoolExecutor(len(asks)) as pool:
        return sum(pool.map(keep_asking, asks)) / seconds


def memory_of(process: Process) -> float:
    """Proportional memory of a process and all below it, in MiB."""
    return sum(_pss(pid) for pid in _family(process.pid)) / 1024


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [pid, *(found for child in children for found in _family(int(child)))]


def _pss(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def plain_copy(path: Path, rows: list[tuple[object, ...]]) -> None:
    """The rows in a plain SQLite file, for the bare and the raw reference."""
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE TABLE row (id INTEGER PRIMARY KEY, name, role, company, phone, mail, phase, city, owner)"
        )
        connection.executemany("INSERT INTO row VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        connection.execute("CREATE INDEX row_name ON row (name, id)")


def bare_command(port: int) -> list[str]:
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--no-ws"]
    return [*granian, "benchmarks.bare:application"]
