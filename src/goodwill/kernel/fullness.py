"""That the firm's database has no room, told by background work to pages, which cannot measure the disk of a server.

The mark lies in the firm's folder, which several machines share, and counts for a minute: it outlives nobody for long.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from goodwill.kernel.errors import lacks_room
from goodwill.kernel.workspace import Workspace, current

COUNTS = 60.0


@contextmanager
def noted_for(firm: Workspace) -> Iterator[None]:
    """Notes where room is wanting for what is done inside, and raises it on."""
    try:
        yield
    except Exception as error:
        if lacks_room(error):
            with suppress(OSError):
                _mark(firm).touch()
        raise


def forget(firm: Workspace) -> None:
    with suppress(OSError):
        _mark(firm).unlink(missing_ok=True)


def noted() -> bool:
    try:
        return time.time() - _mark(current()).stat().st_mtime < COUNTS
    except OSError:
        return False


def _mark(firm: Workspace) -> Path:
    return firm.folder / "no-room"
