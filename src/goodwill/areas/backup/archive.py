"""The file of a backup: a line that says how to open it, then a tar archive encrypted with age.

The age identity is a new one for each file; it stands in the first line, sealed with the master key. So the file opens
on any machine that has the key (or the recovery sheet), and on no other.
"""

import errno
import io
import json
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _

from goodwill.areas.backup import scratch
from goodwill.areas.backup.manifest import MANIFEST
from goodwill.kernel import keys
from goodwill.kernel.errors import Told, lacks_room
from goodwill.kernel.secrets import SecretUnreadable, seal, unseal
from goodwill.kernel.settling import settle

FORMAT = 1
CONTEXT = "backup"
LONGEST_HEAD = 4096
SUFFIX = ".goodwill"
DRAFT = ".part"


class BadArchive(Told):
    """The file is no backup, is damaged, or belongs to another key. Nothing was touched."""

    status = 422


class OtherKey(BadArchive):
    """No key that is here opens the file."""


def write(target: Path, manifest: dict[str, Any], parts: Sequence[tuple[str, Path]], key: bytes) -> int:
    """Write an archive of the named files; returns its size. It stands under its name only once it is whole."""
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    head = {"goodwill-backup": FORMAT, "key": seal(key, str(identity).encode(), CONTEXT).hex()}
    draft = target.with_name(target.name + DRAFT)
    with scratch.folder() as place, tempfile.TemporaryFile(dir=place) as packed:
        _pack(packed, manifest, parts)
        packed.seek(0)
        try:
            with draft.open("wb") as out:
                draft.chmod(0o600)
                out.write(json.dumps(head).encode() + b"\n")
                pyrage.encrypt_io(packed, out, [identity.to_public()])
                out.flush()
                _sync(out)
            draft.replace(target)
        except BaseException as error:
            draft.unlink(missing_ok=True)
            if isinstance(error, pyrage.EncryptError):  # it has an error of the disk in words alone
                raise OSError(str(error)) from error
            raise
    settle(target.parent)
    return target.stat().st_size


@contextmanager
def unpacked(source: Path, known: Sequence[bytes]) -> Iterator[tuple[dict[str, Any], Path]]:
    """The manifest and a folder with the files, which is gone afterwards. Raises BadArchive."""
    import pyrage

    with scratch.folder() as place, tempfile.TemporaryFile(dir=place) as packed:
        with source.open("rb") as file:
            identity = _identity(file, known)
            try:
                pyrage.decrypt_io(file, packed, [identity])
            except (pyrage.DecryptError, OSError) as error:
                _require_a_whole_disk(error)
                raise BadArchive(_("This backup is damaged: it was cut or changed. Nothing was touched.")) from error
        packed.seek(0)
        try:
            with tarfile.open(fileobj=packed) as archive:
                archive.extractall(place, filter="data")
            manifest: dict[str, Any] = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
        except (tarfile.TarError, OSError, ValueError) as error:
            _require_a_whole_disk(error)
            raise BadArchive(_("This backup is damaged inside. Nothing was touched.")) from error
        yield manifest, place


def _require_a_whole_disk(error: Exception) -> None:
    """A disk that is full or fails says nothing about the archive."""
    if lacks_room(error) or (isinstance(error, OSError) and error.errno in (errno.EIO, errno.EROFS)):
        raise error


def require_some_key(source: Path) -> None:
    """Raise BadArchive where there is no key yet: before one is made here, of which nobody has a sheet."""
    if keys.find_masters(settings.GOODWILL_HOME, settings.GOODWILL_KEY) is None:
        _open_head(source, [])


def require_sheet_of(source: Path, key: bytes) -> None:
    """Raise BadArchive unless the key of this sheet opens the file."""
    try:
        _open_head(source, [key])
    except OtherKey as error:
        sentence = _(
            "The sheet is right, but of another key than this backup. Take the sheet that was printed where the backup "
            "was made: it names the firm and the day. Nothing was touched."
        )
        raise OtherKey(sentence) from error


def _open_head(source: Path, known: Sequence[bytes]) -> None:
    with source.open("rb") as file:
        _identity(file, known)


def _pack(packed: IO[bytes], manifest: dict[str, Any], parts: Sequence[tuple[str, Path]]) -> None:
    with tarfile.open(fileobj=packed, mode="w") as archive:
        text = json.dumps(manifest).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size = len(text)
        archive.addfile(entry, io.BytesIO(text))
        for name, path in parts:
            archive.add(path, name, filter=_plain)


def _plain(entry: "tarfile.TarInfo") -> "tarfile.TarInfo | None":
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry if entry.isreg() or entry.isdir() else None


def _identity(file: IO[bytes], known: Sequence[bytes]) -> Any:
    import pyrage

    line = file.readline(LONGEST_HEAD)
    try:
        head = json.loads(line)
        if head["goodwill-backup"] != FORMAT:
            raise BadArchive(made_by_newer())
        sealed = bytes.fromhex(head["key"])
    except (ValueError, KeyError, TypeError) as error:
        raise BadArchive(_("This file is no backup of Goodwill. Nothing was touched.")) from error
    try:
        return pyrage.x25519.Identity.from_str(unseal(known, sealed, CONTEXT).decode())
    except SecretUnreadable as error:
        sentence = _(
            "This backup belongs to another key. Type the groups of its recovery sheet into a file and name it with "
            "--sheet; nothing was touched."
        )
        raise OtherKey(sentence) from error


def made_by_newer() -> str:
    return _("This backup was made by a newer Goodwill. Update this one first; nothing was touched.")


def _sync(out: IO[bytes]) -> None:
    import os

    os.fsync(out.fileno())
