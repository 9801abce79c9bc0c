"""Which workers are alive.

On its own machine a worker holds a lock on a file, which the system lets go when the process dies, however it dies:
what it was doing is taken over at once. Workers of other machines are known by their beats; one that has not beaten for
LEASE seconds of this machine's steady clock is given up. No wall clock is compared, so clocks may jump.
"""

import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from django.conf import settings

from goodwill.kernel.models import Worker

try:
    import fcntl
except ImportError:
    CAN_LOCK = False  # on Windows, beats alone
else:
    CAN_LOCK = True

BEAT = 15.0
LEASE = 60.0
KEPT = 24 * 3600.0


class Identity:
    """This process as a worker, until it is closed."""

    def __init__(self) -> None:
        _sweep()
        self.id = secrets.token_hex(16)
        self._file = _locked(_path(self.id))

    def close(self) -> None:
        if self._file:
            _path(self.id).unlink(missing_ok=True)
            self._file.close()


class Watch:
    """What a worker has seen of the others."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: dict[tuple[str, str], tuple[int | None, float]] = {}

    def is_gone(self, firm_id: str, worker_id: str) -> bool:
        """Whether the other worker can be taken for dead; asked inside the firm."""
        if _let_go(_path(worker_id)):
            return True
        beats = Worker.objects.filter(pk=worker_id).values_list("beats", flat=True).first()
        now = self._clock()
        known, since = self._seen.setdefault((firm_id, worker_id), (beats, now))
        if beats != known:
            self._seen[firm_id, worker_id] = (beats, now)
            return False
        return now - since >= LEASE


def somebody_works() -> bool:
    """Whether a worker of this machine lives."""
    return any(CAN_LOCK and not _let_go(path) for path in _folder().glob("*"))


def _path(worker_id: str) -> Path:
    return _folder() / worker_id


def _folder() -> Path:
    home: Path = settings.GOODWILL_HOME
    return home / "workers"


def _locked(path: Path) -> IO[bytes] | None:
    if not CAN_LOCK:
        return None
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = path.open("wb")
    fcntl.flock(file, fcntl.LOCK_EX)
    return file


def _let_go(path: Path) -> bool:
    """Whether the file is there and no process holds it."""
    if not CAN_LOCK or not path.exists():
        return False
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return False
    return True


def _sweep() -> None:
    """Remove what workers left that died long ago."""
    for path in _folder().glob("*"):
        if time.time() - path.stat().st_mtime > KEPT and _let_go(path):
            path.unlink(missing_ok=True)
