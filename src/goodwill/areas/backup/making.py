"""Making a backup, and proving it: each archive is restored into a scratch place, checked and counted."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from goodwill.areas.backup import archive, scratch, snapshot
from goodwill.areas.backup.manifest import manifest_of, workspace_in
from goodwill.areas.backup.models import Backup
from goodwill.kernel import workspace as workspaces
from goodwill.kernel.errors import Told
from goodwill.kernel.secrets import hkdf
from goodwill.kernel.workspace import Workspace

FILES = "files"
LONGEST_NAME = 200
DAILY, WEEKLY, MONTHLY = timedelta(days=14), timedelta(weeks=9), timedelta(days=365)


def make(workspace: Workspace, *, folder: Path | None = None, at: datetime | None = None) -> Backup:
    """Back up the entered workspace, restore the archive as a test, and write down the result."""
    at = at or timezone.now()
    folder = folder or Path(settings.GOODWILL_BACKUPS)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / f"{workspace.id}-{at:%Y%m%d-%H%M%S}{archive.SUFFIX}"
    size = _write(workspace, target, at)
    made = Backup(made_at=at, name=str(target)[-LONGEST_NAME:], size=size)
    try:
        made.rows, made.files = check(target)
        made.checked_at = timezone.now()
    except Told as error:
        made.problem = error.sentence[:500]
    made.save()
    return made


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
    """Remove archives beyond two weeks of days, nine weeks of Sundays and a year of firsts, and what was broken off the
    day before; returns what went.
    """
    removed = []
    for path in sorted(folder.glob(f"{firm_id}-*{archive.SUFFIX}*")):
        name, _dot, ending = path.name.removeprefix(f"{firm_id}-").partition(archive.SUFFIX)
        try:
            made = datetime.strptime(name, "%Y%m%d-%H%M%S").replace(tzinfo=now.tzinfo)
        except ValueError:
            continue  # somebody gave a copy another name, and wants to keep it
        age = now - made
        if ending:
            kept = ending != archive.DRAFT or age <= timedelta(days=1)
        else:
            kept = age <= DAILY or (made.weekday() == 6 and age <= WEEKLY) or (made.day == 1 and age <= MONTHLY)
        if not kept:
            path.unlink()
            removed.append(path)
    return removed
