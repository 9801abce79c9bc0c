"""One `serve` for each home folder."""

import os
import sys
from pathlib import Path
from typing import IO

from goodwill.config.server.refusal import CannotStart

SERVING = "at "


def address_of(path: Path) -> str:
    """Where Goodwill was served last, by what `hold` wrote; empty where it never was."""
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    _process, _comma, doing = text.strip().partition(", ")
    return doing.removeprefix(SERVING) if doing.startswith(SERVING) else ""


def hold(path: Path, doing: str) -> IO[str]:
    """Lock the file until this process ends, however it ends, and write into it who holds it and what for."""
    file = path.open("a+", encoding="utf-8")
    if not _taken(file):
        file.seek(0)
        holder = file.read().strip()
        file.close()
        raise CannotStart(f"Goodwill already runs on {path.parent}{f': {holder}' if holder else ''}.")
    file.truncate(0)
    file.write(f"process {os.getpid()}, {doing}\n")
    file.flush()
    return file


if sys.platform == "win32":
    import msvcrt

    FAR_BEHIND_THE_TEXT = 1 << 20  # what is locked cannot be read by others

    def _taken(file: IO[str]) -> bool:
        file.seek(FAR_BEHIND_THE_TEXT)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _taken(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
