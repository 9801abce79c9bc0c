"""Whether the static root is made of the files that are here: told by their names, times and sizes, in a millisecond.

Not by which of them is younger: a new release that is unpacked, or comes in a container, brings files that are older
than what the last one made.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[2]
BESIDE = ("ui/icons.txt", "config/assets.py", "config/static_files.py")
MARK = ".made-of"


def is_current(static_root: Path) -> bool:
    try:
        return (static_root / MARK).read_text(encoding="ascii") == _made_of()
    except FileNotFoundError:
        return False


def mark_current(static_root: Path) -> None:
    (static_root / MARK).write_text(_made_of(), encoding="ascii")


def _made_of() -> str:
    return hashlib.sha256("\n".join(sorted(_files())).encode(errors="surrogateescape")).hexdigest()


def _files() -> Iterator[str]:
    lock = PACKAGE.parents[1] / "package-lock.json"
    for path in (lock, *(PACKAGE / name for name in BESIDE)):
        if path.exists():
            yield _told(str(path), path.stat())
    for pattern in ("*/static", "areas/*/static"):
        for folder in PACKAGE.glob(pattern):
            yield from _files_below(str(folder))


def _files_below(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _files_below(entry.path)
            else:
                yield _told(entry.path, entry.stat())


def _told(path: str, found: os.stat_result) -> str:
    return f"{path} {found.st_mtime_ns} {found.st_size}"
