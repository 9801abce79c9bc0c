"""Whether the static root is younger than what it is made of: told by file times alone, in a millisecond."""

import os
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[2]
BESIDE = ("ui/icons.txt", "config/assets.py", "config/static_files.py")


def is_current(static_root: Path) -> bool:
    try:
        made = (static_root / ".digest").stat().st_mtime
    except FileNotFoundError:
        return False
    return all(changed <= made for changed in _changes())


def _changes() -> Iterator[float]:
    lock = PACKAGE.parents[1] / "package-lock.json"
    for path in (lock, *(PACKAGE / name for name in BESIDE)):
        if path.exists():
            yield path.stat().st_mtime
    for pattern in ("*/static", "areas/*/static"):
        for folder in PACKAGE.glob(pattern):
            yield from _times_below(str(folder))


def _times_below(folder: str) -> Iterator[float]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _times_below(entry.path)
            else:
                yield entry.stat().st_mtime
