"""Who writes next to a file: the threads of a process stand in line, and so do the processes.

SQLite has whoever comes second look again and again, with pauses that grow to a tenth of a second. While the threads of
another process follow one another, it hardly ever looks in the moment between two of them: one of eight waited, and for
150 ms. So a process that waits holds a gate which all have to pass before they may write, and is the next one.

This is courtesy alone; what keeps two from writing at once is SQLite's own lock.
"""

import errno
import os
import threading
from collections import defaultdict

GATE, DOOR = 0, 1  # bytes of the file beside the database; the system gives up the locks of a process that dies
TAKEN = (errno.EACCES, errno.EAGAIN)


class Turn:
    """A place in the line for one file; given up when it is forgotten, too."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._line = _line_for(path)
        self._mine = False
        self._file = -1

    def take(self, timeout: float) -> bool:
        """Wait for the turn; False when the seconds are over.

        They bound what threads wait for one another. One of them waits for other processes, as long as it takes.
        """
        if not self._mine:
            self._mine = self._line.acquire(timeout=timeout)
            if self._mine and not self._pass(wait=timeout > 0):
                self.give_up()
        return self._mine

    def give_up(self) -> None:
        if self._file >= 0:
            os.close(self._file)  # and with it its locks
            self._file = -1
        if self._mine:
            self._mine = False
            self._line.release()

    __del__ = give_up

    def _pass(self, *, wait: bool) -> bool:
        """Through the gate and the door, before other processes."""
        if not os.path.isabs(self._path):  # noqa: PTH117 - for each write; a database in memory has no others
            return True
        try:
            self._file = os.open(f"{self._path}-turn", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return True
        if not (_locked(self._file, GATE, wait) and _locked(self._file, DOOR, wait)):
            return False
        _unlock(self._file, GATE)
        return True


try:
    import fcntl
except ImportError:  # Windows

    def _locked(file: int, byte: int, wait: bool) -> bool:
        return True

    def _unlock(file: int, byte: int) -> None:
        pass

else:

    def _locked(file: int, byte: int, wait: bool) -> bool:
        """Whether the way is free. It is where such locks are refused, too: by a file system, or as a knot."""
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB), 1, byte)
        except OSError as error:
            return error.errno not in TAKEN
        return True

    def _unlock(file: int, byte: int) -> None:
        fcntl.lockf(file, fcntl.LOCK_UN, 1, byte)


_lines: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
_guard = threading.Lock()


def _line_for(path: str) -> threading.Lock:
    with _guard:
        return _lines[path]


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_lines.clear)
