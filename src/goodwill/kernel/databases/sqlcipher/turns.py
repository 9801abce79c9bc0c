"""Who of a process writes next: its threads stand in line.

SQLite has whoever comes second look again and again, with pauses that grow to a tenth of a second, while the file is
often free. With the lines only one thread of each process does that.
"""

import os
import threading
from collections import defaultdict


class Turn:
    """A place in the line for one file; given up when it is forgotten, too."""

    def __init__(self, path: str) -> None:
        self._line = _line_for(path)
        self._mine = False

    def take(self, timeout: float) -> bool:
        """Wait for the turn; False when the seconds are over."""
        self._mine = self._mine or self._line.acquire(timeout=timeout)
        return self._mine

    def give_up(self) -> None:
        if self._mine:
            self._mine = False
            self._line.release()

    __del__ = give_up


_lines: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
_guard = threading.Lock()


def _line_for(path: str) -> threading.Lock:
    with _guard:
        return _lines[path]


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_lines.clear)
