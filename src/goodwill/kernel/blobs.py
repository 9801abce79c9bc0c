"""Sealed contents in the firm's folder, each once, named by a keyed hash of what it holds.

A blob is on the disk before a row names it. Who keeps a content that is here already says so by its time stamp, and the
collector leaves young blobs alone: both under a lock, so that none goes while somebody takes it.
"""

import hmac
import os
import shutil
import time
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from goodwill.kernel import fullness, workspace
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.filelock import locked
from goodwill.kernel.secrets import hkdf, seal_file, unsealed_chunks
from goodwill.kernel.settling import settle

PIECE = 256 * 1024
LEFT_FREE = 64 * 1024 * 1024
NOTHING_LEFT = 256 * 1024
YOUNG = 24 * 3600.0


def folder() -> Path:
    return workspace.current().folder / "files"


def path_of(name: str) -> Path:
    return folder() / name[:2] / name[2:]


def store(source: BinaryIO) -> tuple[str, int]:
    """Seal what a seekable stream holds from its beginning; gives the blob's name and the plain size."""
    name, size = _name_of(source)
    path = path_of(name)
    _make(path.parent)
    with locked(folder() / ".lock", shared=True):
        if path.exists():
            os.utime(path)
            return name, size
    _refuse_full_disk(size)
    draft = path.with_name(f"{path.name}.{os.getpid()}-{time.monotonic_ns()}")
    try:
        source.seek(0)
        with draft.open("xb") as sink:
            seal_file(_keys(workspace.current().key)[0], source, sink, f"blob {name}")
            sink.flush()
            os.fsync(sink.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    settle(path.parent)
    return name, size


def chunks(name: str) -> Iterator[bytes]:
    """The plain content, piece by piece, each checked before it is given; they may be taken after the firm was left."""
    try:
        source = path_of(name).open("rb")
    except FileNotFoundError:
        raise Missing(_("This file's content is not on the disk. Bring it back from a backup.")) from None
    return _pieces(source, _keys(workspace.current().key)[0], name)


def _pieces(source: BinaryIO, key: bytes, name: str) -> Iterator[bytes]:
    with source:
        yield from unsealed_chunks(key, source, f"blob {name}")


def used() -> int:
    """The bytes that all contents take on the disk, earlier versions, small pictures and the trash included."""
    return sum(path.stat().st_size for path in folder().rglob("*") if path.is_file())


def free() -> int:
    return shutil.disk_usage(folder() if folder().exists() else workspace.current().folder).free


def disk_is_full() -> bool:
    """Whether not even a row can be written; who waits for work is told, since the work itself cannot say so."""
    return free() < NOTHING_LEFT or fullness.noted()


def discard_if_old(name: str) -> bool:
    """Remove a blob, unless somebody kept the same content lately."""
    path = path_of(name)
    with locked(folder() / ".lock"):
        if not path.exists() or time.time() - path.stat().st_mtime < YOUNG:
            return False
        path.unlink()
    return True


def old_names() -> Iterator[str]:
    """All blobs that were not kept lately; drafts that a dead process left are removed on the way."""
    old = time.time() - YOUNG
    for path in folder().glob("??/*"):
        if path.stat().st_mtime > old:
            continue
        if "." in path.name:
            path.unlink(missing_ok=True)
        else:
            yield path.parent.name + path.name


@lru_cache(maxsize=64)
def _keys(firm_key: bytes) -> tuple[bytes, bytes]:
    return hkdf(firm_key, "files"), hkdf(firm_key, "file names")


def _name_of(source: BinaryIO) -> tuple[str, int]:
    digest, size = hmac.new(_keys(workspace.current().key)[1], digestmod=sha256), 0
    source.seek(0)
    while piece := source.read(PIECE):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def _refuse_full_disk(size: int) -> None:
    if shutil.disk_usage(folder()).free < size + LEFT_FREE:
        raise Invalid(_("The disk is nearly full, so the file was not kept. Make room, then add it again."))


def _make(parent: Path) -> None:
    for made in (folder(), parent):
        if not made.exists():
            made.mkdir(mode=0o700, parents=True, exist_ok=True)
            settle(made.parent)
