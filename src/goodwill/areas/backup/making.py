"""Making a backup, and proving it: each archive is restored into a scratch place, checked and counted."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _

from goodwill.areas.backup import archive, scratch, snapshot
from goodwill.areas.backup.manifest import manifest_of, workspace_in
from goodwill.areas.backup.models import Backup
from goodwill.kernel import schema, workspace as workspaces
from goodwill.kernel.errors import Told, lacks_room
from goodwill.kernel.secrets import hkdf
from goodwill.kernel.workspace import Workspace

FILES = "files"
LONGEST_NAME = 200
DAILY, WEEKLY, MONTHLY = timedelta(days=14), timedelta(weeks=9), timedelta(days=365)
BROKEN_OFF = timedelta(hours=12)


class NotWritten(Told):
    status = 507


def make(workspace: Workspace, *, folder: Path | None = None, at: datetime | None = None) -> Backup:
    """Back up the entered workspace, restore the archive as a test, and write down the result.

    Raises NotWritten where the folder cannot be written to, or has no room.
    """
    at = at or timezone.now()
    folder = folder or Path(settings.GOODWILL_BACKUPS)
    target = folder / f"{workspace.id}-{at:%Y%m%d-%H%M%S}{archive.SUFFIX}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sweep(folder, workspace.id, at)
        size = _write(workspace, target, at)
    except (OSError, OperationalError) as error:
        raise _not_written(folder, error) from error
    made = Backup(made_at=at, name=str(target)[-LONGEST_NAME:], size=size)
    try:
        made.rows, made.files = check(target)
        made.checked_at = timezone.now()
    except Told as error:
        made.problem = error.sentence[:500]
    except (OSError, OperationalError) as error:
        if not lacks_room(error):
            raise
        made.problem = _("There was no room to restore it as a test.")
    made.save()
    return made


def _not_written(folder: Path, error: Exception) -> Exception:
    if lacks_room(error):
        sentence = _(
            "There is no room for a backup in %(folder)s, or for what it needs on the way in Goodwill's own folder. "
            "Nothing was lost. Make room, then back up again."
        )
        return NotWritten(sentence % {"folder": folder})
    if not isinstance(error, OSError):
        return error
    sentence = _(
        "The backup could not be written to %(folder)s (%(said)s). Nothing was lost. See to it that Goodwill may write "
        "there, or name another folder in GOODWILL_BACKUP_FOLDER, then back up again."
    )
    return NotWritten(sentence % {"folder": folder, "said": error.strerror or error})


def _write(workspace: Workspace, target: Path, at: datetime) -> int:
    firm = workspaces.directory().get(workspace.id)
    if firm is None:
        raise Told(_("This firm is not in the directory; nothing was written."))
    with scratch.folder() as place:
        copy = place / snapshot.DATABASE
        snapshot.copy(workspace, copy)
        blobs = workspace.folder / FILES
        files = sum(1 for path in blobs.rglob("*") if path.is_file())
        manifest = manifest_of(firm, workspace, at=at, files=files)
        parts = [(snapshot.DATABASE, copy), *([(FILES, blobs)] if blobs.is_dir() else [])]
        return archive.write(target, manifest, parts, workspaces.masters().current)


def check(source: Path) -> tuple[int, int]:
    """Restore an archive into a scratch place; returns its rows and files. Raises Told with what is wrong."""
    with archive.unpacked(source, workspaces.masters().all) as (manifest, folder):
        require_database(manifest)
        with as_workspace(manifest, folder) as copy, workspaces.entered(copy):
            if schema.is_newer():
                raise archive.BadArchive(archive.made_by_newer())
            wrong = snapshot.problems()
            if wrong:
                raise archive.BadArchive(_("The copy is damaged: %s") % wrong)
            rows = snapshot.rows_of(snapshot.counts())
        found = sum(1 for path in (folder / FILES).rglob("*") if path.is_file())
    if found != manifest["files"]:
        sentence = _("Files are missing in the copy: %(found)s of %(all)s.")
        raise archive.BadArchive(sentence % {"found": found, "all": manifest["files"]})
    return rows, found


def require_database(manifest: dict[str, Any]) -> None:
    """What is from PostgreSQL opens there alone; a firm in files opens anywhere."""
    if of_server(manifest) and not settings.GOODWILL_DATABASE_URL:
        raise archive.BadArchive(
            _(
                "This backup is of a firm in PostgreSQL: name the server in GOODWILL_DATABASE_URL. Once it is back "
                "there, goodwill move --to files brings it into encrypted files. Nothing was touched."
            )
        )


def of_server(manifest: dict[str, Any]) -> bool:
    return bool(manifest["engine"].endswith("postgresql"))


@contextmanager
def as_workspace(manifest: dict[str, Any], folder: Path) -> Iterator[Workspace]:
    """The copy as a workspace of its own, that nobody can reach and that is gone afterwards."""
    original = workspace_in(manifest)
    copy = replace(original, id=f"check-{original.id}", database=_scratch_database(manifest, folder, original))
    url = settings.GOODWILL_DATABASE_URL if of_server(manifest) else ""
    with workspaces.being_made(copy, url, kept=False):
        try:
            if url:
                snapshot.put_back(copy, folder / snapshot.DATABASE)
            yield copy
        finally:
            workspaces.close_all()


def _scratch_database(manifest: dict[str, Any], folder: Path, original: Workspace) -> dict[str, Any]:
    if of_server(manifest):
        name = f"goodwill_check_{secrets.token_hex(5)}"
        return original.database | {"NAME": name, "USER": name}
    return workspaces.sqlcipher_settings(folder / snapshot.DATABASE, hkdf(original.key, "database"))


def tidy(folder: Path, firm_id: str, now: datetime) -> list[Path]:
    """Remove archives beyond two weeks of days, nine weeks of Sundays and a year of firsts; returns what went."""
    removed = []
    for path, made in _of(folder, firm_id, now, archive.SUFFIX):
        age = now - made
        kept = age <= DAILY or (made.weekday() == 6 and age <= WEEKLY) or (made.day == 1 and age <= MONTHLY)
        if not kept:
            path.unlink()
            removed.append(path)
    return removed


def _sweep(folder: Path, firm_id: str, now: datetime) -> None:
    """Remove what was broken off the day before: it takes room that the next one needs."""
    for path, made in _of(folder, firm_id, now, archive.SUFFIX + archive.DRAFT):
        if now - made > BROKEN_OFF:
            path.unlink(missing_ok=True)


def _of(folder: Path, firm_id: str, now: datetime, ending: str) -> Iterator[tuple[Path, datetime]]:
    for path in sorted(folder.glob(f"{firm_id}-*{ending}")):
        name = path.name.removeprefix(f"{firm_id}-").removesuffix(ending)
        with suppress(ValueError):  # somebody gave a copy another name, and wants to keep it
            yield path, datetime.strptime(name, "%Y%m%d-%H%M%S").replace(tzinfo=now.tzinfo)
