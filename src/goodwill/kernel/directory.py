"""The directory: which host belongs to which firm, and where and under which key that firm's data lies.

On one machine it is a small encrypted file; on a service, a few tables of one PostgreSQL database. Nothing else lies
outside the workspaces.
"""

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol

from django.utils.translation import gettext as _
from sqlcipher3.dbapi2 import DatabaseError, OperationalError

from goodwill.kernel.databases.sqlcipher.base import open_encrypted
from goodwill.kernel.keys import KeyProblem
from goodwill.kernel.signing import token_digest

TABLES = (
    """CREATE TABLE IF NOT EXISTS firm (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, hosts TEXT NOT NULL, database TEXT NOT NULL,
        wrapped_key {blob} NOT NULL, state TEXT NOT NULL, stamp TEXT NOT NULL DEFAULT '', next_due DOUBLE PRECISION)""",
    """CREATE TABLE IF NOT EXISTS entry_code (
        digest TEXT PRIMARY KEY, firm TEXT NOT NULL, expires DOUBLE PRECISION NOT NULL)""",
)
COLUMNS = "id, name, hosts, database, wrapped_key, state, stamp, next_due"
SERVED_STATES = ("new", "live", "example")
SERVED = f"state IN {SERVED_STATES}"
MOVED = "moved"
ARRIVING = "arriving "  # before the state that it will have


@dataclass(frozen=True)
class Firm:
    """A row of the directory. `database` is a file name in the home folder or a PostgreSQL database name."""

    id: str
    name: str
    hosts: tuple[str, ...]
    database: str
    wrapped_key: bytes
    state: str  # new: waits for its first run | live | example; not served: removed | moved away | arriving ...
    stamp: str = ""
    next_due: float | None = None


class Connection(Protocol):
    def execute(self, query: str, params: tuple[Any, ...] = ...) -> Any: ...


class Directory:
    """Reads and writes the directory; safe from several processes and threads."""

    blob: ClassVar[str]
    mark: ClassVar[str]

    def connected(self) -> AbstractContextManager[Connection]:
        raise TypeError("a directory is a file or a PostgreSQL database")

    def _all(self, query: str, *params: Any) -> list[Any]:
        with self.connected() as connection:
            return list(connection.execute(query.replace("?", self.mark), params).fetchall())

    def _write(self, query: str, *params: Any) -> int:
        with self.connected() as connection:
            return int(connection.execute(query.replace("?", self.mark), params).rowcount)

    def create_tables(self) -> None:
        for table in TABLES:
            self._write(table.format(blob=self.blob))

    def firms(self) -> list[Firm]:
        rows = self._all(f"SELECT {COLUMNS} FROM firm WHERE {SERVED} ORDER BY id")  # noqa: S608 - constants
        return [_firm(row) for row in rows]

    def unserved(self) -> list[Firm]:
        """Those that are elsewhere now, or not here yet."""
        rows = self._all(f"SELECT {COLUMNS} FROM firm WHERE NOT ({SERVED}) ORDER BY id")  # noqa: S608 - constants
        return [_firm(row) for row in rows]

    def get(self, firm_id: str) -> Firm | None:
        rows = self._all(f"SELECT {COLUMNS} FROM firm WHERE id = ?", firm_id)  # noqa: S608 - constants
        return _firm(rows[0]) if rows else None

    def at_host(self, host: str) -> Firm | None:
        return next((firm for firm in self.firms() if host in firm.hosts), None)

    def add(self, firm: Firm) -> None:
        """Raises the database's IntegrityError if it is there."""
        self._put(firm, "")

    def put(self, firm: Firm) -> None:
        """In the place of its row, if it has one, in one step."""
        others = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS.split(", ")[1:])
        self._put(firm, f"ON CONFLICT (id) DO UPDATE SET {others}")

    def _put(self, firm: Firm, otherwise: str) -> None:
        self._write(
            f"INSERT INTO firm ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?) {otherwise}",  # noqa: S608 - constants
            *(firm.id, firm.name, json.dumps(firm.hosts), firm.database, firm.wrapped_key, firm.state, firm.stamp),
            firm.next_due,
        )

    def rename(self, firm_id: str, name: str) -> None:
        self._write("UPDATE firm SET name = ? WHERE id = ?", name, firm_id)

    def set_state(self, firm_id: str, state: str) -> None:
        self._write("UPDATE firm SET state = ? WHERE id = ?", state, firm_id)

    def set_stamp(self, firm_id: str, stamp: str) -> None:
        self._write("UPDATE firm SET stamp = ? WHERE id = ?", stamp, firm_id)

    def set_hosts(self, firm_id: str, hosts: tuple[str, ...]) -> None:
        self._write("UPDATE firm SET hosts = ? WHERE id = ?", json.dumps(hosts), firm_id)

    def remove(self, firm_id: str) -> None:
        self._write("DELETE FROM firm WHERE id = ?", firm_id)

    def bring_forward(self, firm_id: str, due: float) -> None:
        """Say that the firm has a job due at `due` (Unix seconds), unless an earlier one is known."""
        self._write(
            "UPDATE firm SET next_due = ? WHERE id = ? AND (next_due IS NULL OR next_due > ?)", due, firm_id, due
        )

    def set_next_due(self, firm_id: str, due: float | None) -> None:
        self._write("UPDATE firm SET next_due = ? WHERE id = ?", due, firm_id)

    def next_due(self) -> float | None:
        rows = self._all(f"SELECT MIN(next_due) FROM firm WHERE {SERVED}")  # noqa: S608 - constants
        return None if rows[0][0] is None else float(rows[0][0])

    def add_entry_code(self, code: str, firm_id: str, *, life: float) -> None:
        self._write("DELETE FROM entry_code WHERE expires < ?", time.time())
        self._write("INSERT INTO entry_code VALUES (?, ?, ?)", token_digest(code), firm_id, time.time() + life)

    def knows_entry_code(self, code: str, firm_id: str) -> bool:
        """Whether the code would be taken; it stays valid."""
        query = "SELECT 1 FROM entry_code WHERE digest = ? AND firm = ? AND expires >= ?"
        return bool(self._all(query, token_digest(code), firm_id, time.time()))

    def take_entry_code(self, code: str, firm_id: str) -> bool:
        """True once for a code of this firm that has not expired."""
        query = "DELETE FROM entry_code WHERE digest = ? AND firm = ? AND expires >= ?"
        return self._write(query, token_digest(code), firm_id, time.time()) == 1


def _firm(row: Any) -> Firm:
    firm_id, name, hosts, database, wrapped_key, state, stamp, next_due = row
    return Firm(firm_id, name, tuple(json.loads(hosts)), database, bytes(wrapped_key), state, stamp, next_due)


class FileDirectory(Directory):
    blob = "BLOB"
    mark = "?"

    def __init__(self, path: Path, *raw_keys: bytes, unnamed: int = 0) -> None:
        """The file opens with one of the keys, and from then on with the first one alone.

        Refused if only one of the last `unnamed` fits: a GOODWILL_KEY that is wrong, or made up at each start, would
        lock everybody out the next time.
        """
        self._connection = _opened(path, raw_keys, len(raw_keys) - unnamed)
        self._lock = threading.Lock()
        self.create_tables()

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        with self._lock:
            yield self._connection


def _opened(path: Path, raw_keys: Sequence[bytes], named: int) -> Any:
    for number, raw_key in enumerate(raw_keys):
        try:
            connection = open_encrypted(
                raw_key, quiet=True, database=str(path), isolation_level=None, check_same_thread=False, timeout=10
            )
        except OperationalError:
            raise  # the disk, not the key
        except DatabaseError:
            continue
        if number >= named:
            connection.close()
            raise KeyProblem(
                _(
                    "GOODWILL_KEY is not the key of this installation, which is in %(folder)s. Nothing was changed. "
                    "Start without GOODWILL_KEY; or, to have another key from now on, write the one in use behind it, "
                    "with a comma between."
                )
                % {"folder": path.parent}
            )
        if number:
            connection.execute(f"PRAGMA rekey = \"x'{raw_keys[0].hex()}'\"")
        return connection
    raise KeyProblem(
        _(
            "The directory %(path)s belongs to another key than the one that is here. Nothing was changed. Set "
            "GOODWILL_KEY as it was, bring master.key back from a copy, or the key by: goodwill restore --sheet FILE."
        )
        % {"path": path}
    )


class PostgresDirectory(Directory):
    blob = "BYTEA"
    mark = "%s"

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = threading.Lock()
        self._connection: Any = None
        self.create_tables()

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        import psycopg

        with self._lock:
            if self._connection is None or self._connection.closed:
                self._connection = psycopg.connect(self._url, autocommit=True)
            yield self._connection
