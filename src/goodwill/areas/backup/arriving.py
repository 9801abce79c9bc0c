"""The last steps of a restore into files, each of which may be the last of its process.

A firm is filled as `ID-arriving`, and `ID-arrived` once it is whole on the disk, with the manifest of its archive. Then
what is there is moved aside, the new folder takes its name, and the directory is told; last the manifest goes. Who
starts next brings to its end what was broken off: no firm is away, and its row speaks of the database that is there.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from goodwill.areas.backup import room
from goodwill.areas.backup.manifest import MANIFEST, firm_in
from goodwill.kernel import workspace as workspaces
from goodwill.kernel.settling import settle

FILLING, WHOLE = "-arriving", "-arrived"


def put_in_place(beside: Path, place: Path) -> Path | None:
    """The folder `beside` becomes the one at `place`; it holds everything, and the manifest. Returns where it keeps
    what stood there.
    """
    settle(beside)
    whole = place.with_name(f"{place.name}{WHOLE}")
    shutil.rmtree(whole, ignore_errors=True)
    beside.rename(whole)
    settle(place.parent)
    with _moved_aside(place) as aside:
        whole.rename(place)
        settle(place.parent)
        _tell_directory(place)
    return aside


def finish() -> None:
    """Throw away what was not whole when its process died, and bring to its end what had begun to take its place."""
    firms: Path = settings.GOODWILL_HOME / "firms"
    for filling in firms.glob(f"*{FILLING}"):
        shutil.rmtree(filling, ignore_errors=True)
    for whole in firms.glob(f"*{WHOLE}"):
        place = whole.with_name(whole.name.removesuffix(WHOLE))
        if place.exists():
            shutil.rmtree(whole, ignore_errors=True)  # nothing was touched yet
        else:
            whole.rename(place)
            settle(firms)
    for manifest in firms.glob(f"*/{MANIFEST}"):
        if "-" not in manifest.parent.name:  # not one that was replaced
            _tell_directory(manifest.parent)


def _tell_directory(place: Path) -> None:
    manifest = place / MANIFEST
    firm = firm_in(json.loads(manifest.read_text(encoding="utf-8")))
    room.make(firm, workspaces.directory(), "")
    workspaces.directory().put(firm)
    manifest.unlink()


@contextmanager
def _moved_aside(place: Path) -> Iterator[Path | None]:
    """Keep the folder under another name, also one that a killed restore left: two databases must not mix. It is back
    in its place where what follows fails.
    """
    workspaces.close_all()
    aside = None
    if place.exists():
        aside = place.rename(place.with_name(f"{place.name}-replaced-{timezone.now():%Y%m%d-%H%M%S-%f}"))
    try:
        yield aside
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        if aside is not None:
            aside.rename(place)
        raise
