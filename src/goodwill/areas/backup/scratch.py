"""Folders for what is copied or unpacked on the way. Each is gone afterwards; that of a killed process, with the next.

Of PostgreSQL they hold rows that are not encrypted. Who has one holds a lock that ends with the process.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

from goodwill.kernel.filelock import is_let_go, locked

LOCK = ".lock"


@contextmanager
def folder() -> Iterator[Path]:
    root = _root()
    with locked(root / LOCK):
        _sweep(root)
        place = Path(tempfile.mkdtemp(dir=root))
        held = locked(place.with_suffix(LOCK))
        held.__enter__()
    try:
        yield place
    finally:
        held.__exit__(None, None, None)
        _remove(place)


def sweep() -> None:
    """Remove what killed processes left."""
    root = _root()
    with locked(root / LOCK):
        _sweep(root)


def _root() -> Path:
    root: Path = settings.GOODWILL_HOME / "scratch"
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    return root


def _sweep(root: Path) -> None:
    for lock in root.glob(f"?*{LOCK}"):
        if is_let_go(lock):
            _remove(lock.with_suffix(""))
    for place in root.iterdir():
        if place.is_dir() and not place.with_suffix(LOCK).exists():
            _remove(place)


def _remove(place: Path) -> None:
    """What does not go now goes with the next."""
    shutil.rmtree(place, ignore_errors=True)
    with suppress(OSError):
        place.with_suffix(LOCK).unlink(missing_ok=True)
