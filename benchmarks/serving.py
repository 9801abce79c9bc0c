"""The product and the bare reference as they are shipped: real processes on loopback, a signed-in client."""

import http.client
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

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

    def begin_anew(self) -> None:
        """With another connection: the server lets go of one that nobody used for half a minute."""
        self._connection.close()

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        return self._ask("GET", path, "", headers)

    def post(self, path: str, body: str, **headers: str) -> tuple[int, bytes]:
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded", **headers})

    def _ask(self, method: str, path: str, body: str, headers: dict[str, str]) -> tuple[int, bytes]:
        self._connection.request(method, path, body or None, self._headers | headers)
        answer = self._connection.getresponse()
        return answer.status, answer.read()


WARM = 5


def taken(ask: Callable[[], int], times: int = 60, seconds: float = 2.0) -> list[float]:
    """Milliseconds of each answer after a warm-up, of so many and for so long at least: the first writes after a rest
    have the job process start beside them. Raises for an answer that is none."""
    for _ in range(WARM):
        _once(ask)
    found: list[float] = []
    end = time.perf_counter() + seconds
    while len(found) < times or time.perf_counter() < end:
        found.append(_once(ask))
    return found


def _once(ask: Callable[[], int]) -> float:
    began = time.perf_counter()
    status = ask()
    if status >= 400:
        raise RuntimeError(f"answered {status}")
    return (time.perf_counter() - began) * 1000


def p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)] if values else 0.0


class Together(NamedTuple):
    """What several clients got: answers per second, how many were none, and milliseconds of each."""

    rate: float
    errors: int
    taken: list[float]


def together(asks: list[Callable[[], int]], seconds: float = 4) -> Together:
    """As many clients at once as there are functions."""
    end = time.perf_counter() + seconds

    def keep_asking(ask: Callable[[], int]) -> tuple[int, list[float]]:
        errors, times = 0, []
        while time.perf_counter() < end:
            began = time.perf_counter()
            try:
                errors += ask() >= 400
            except OSError:
                errors += 1
            times.append((time.perf_counter() - began) * 1000)
        return errors, times

    with ThreadPoolExecutor(len(asks)) as pool:
        found = list(pool.map(keep_asking, asks))
    times = [one for _errors, its in found for one in its]
    return Together(len(times) / seconds, sum(errors for errors, _times in found), times)


def at_rest(process: Process, wait: float = 90) -> float:
    """Memory of everything once the job process has left, in MiB."""
    end = time.monotonic() + wait
    while time.monotonic() < end and job_processes(process):
        time.sleep(0.5)
    return memory_of(process)


def all_listen(port: int, processes: int, wait: float = 30) -> None:
    """Wait until so many page processes take connections, each at a socket of its own as on Linux."""
    end = time.monotonic() + wait
    while sys.platform == "linux" and _listening(port) < processes:
        if time.monotonic() > end:
            raise RuntimeError(f"{processes} page processes did not come up")
        time.sleep(0.1)


def _listening(port: int) -> int:
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(row[1].endswith(f":{port:04X}") and row[3] == "0A" for row in rows)


def job_processes(process: Process) -> list[int]:
    """The process that does the background work, and what it has started."""
    workers = [pid for pid in family(process.pid) if b"\0work\0" in _command(pid)]
    return list(dict.fromkeys(pid for worker in workers for pid in family(worker)))  # what it forked is called alike


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:  # it has just ended
        return b""


def cpu_of(process: Process) -> float:
    """Milliseconds of processor that a process and all below it have used: steadier than the clock."""
    return sum(map(_cpu, family(process.pid))) * 1000 / os.sysconf("SC_CLK_TCK")


def _cpu(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:  # it has just ended
        return 0
    return sum(map(int, fields[11:15]))  # its own, and those of its children that ended


def memory_of(process: Process) -> float:
    """Proportional memory of a process and all below it, in MiB."""
    return sum(pss(pid) for pid in family(process.pid)) / 1024


def family(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [child for task in tasks for child in (task / "children").read_text(encoding="ascii").split()]
    except OSError:
        return []
    return [pid, *(found for child in children for found in family(int(child)))]


def pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:  # it has just ended
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


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
