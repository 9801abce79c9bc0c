"""A PostgreSQL server for one run of the tests: on a socket of its own, without waiting for the disk."""

import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from goodwill.config.testing.machine import POSTGRESQL, is_root

FAST = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",  # it would go round hundreds of databases that live for a second
    "max_connections=200",
    "listen_addresses=",
)
PATIENCE = 30


@contextmanager
def cluster() -> Iterator[str]:
    """Start a server and give its superuser's address; nothing of it is left behind."""
    initdb = POSTGRESQL.found()
    if initdb is None:
        raise FileNotFoundError("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="goodwill-pg-"))
    password = secrets.token_hex(16)
    try:
        data = _initialise(initdb, folder, password)
        options = [part for setting in FAST for part in ("-c", setting)]
        # The real path: distributions link initdb into /usr/bin, but not postgres.
        server = subprocess.Popen(
            [initdb.resolve().with_name("postgres"), "-D", data, "-k", folder, *options],
            stdin=subprocess.DEVNULL,
            stdout=(folder / "log").open("wb"),
            stderr=subprocess.STDOUT,
            **_owner(),
        )
        try:
            address = f"postgresql://postgres:{password}@{quote(str(folder), safe='')}:5432/postgres"
            _wait(server, address, folder / "log")
            yield address
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(PATIENCE)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _owner() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if is_root() else {}


def _initialise(initdb: Path, folder: Path, password: str) -> Path:
    secret = folder / "password"
    secret.write_text(password)
    if is_root():
        shutil.chown(folder, "postgres", "postgres")
        shutil.chown(secret, "postgres", "postgres")
    data = folder / "data"
    how = ["--username=postgres", f"--pwfile={secret}", "--auth=scram-sha-256", "--locale=C", "--encoding=UTF8"]
    done = subprocess.run(
        [initdb, "-D", data, *how, "--no-sync"], cwd="/", capture_output=True, text=True, check=False, **_owner()
    )
    if done.returncode:
        raise RuntimeError(f"initdb failed: {done.stderr.strip()}")
    return data


def _wait(server: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    import psycopg

    until = time.monotonic() + PATIENCE
    while True:
        try:
            psycopg.connect(address).close()
            return
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL did not start: {log.read_text()[-2000:]}") from error
            time.sleep(0.05)
