"""Bringing a firm back from an archive: checked first, then put in place; what stood there before is moved aside.

An archive of a firm in encrypted files is brought back onto PostgreSQL, too: then its rows are carried over one by one
and compared, as when a firm moves.
"""

import secrets
import shutil
from dataclasses import dataclass, replace as changed
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from goodwill.areas.backup import archive, arriving, crossing, making, room, snapshot
from goodwill.areas.backup.manifest import MANIFEST, firm_in
from goodwill.kernel import keys, schema, snapshots, workspace as workspaces
from goodwill.kernel.directory import MOVED, SERVED_STATES, Firm
from goodwill.kernel.errors import Refused
from goodwill.kernel.settling import settle
from goodwill.kernel.workspace import Workspace


@dataclass(frozen=True)
class Restored:
    workspace: Workspace
    made_at: datetime
    kept: Path | None
    """What stood in its place: a folder beside it, or an archive."""


def restore(source: Path, *, replace: bool = False, key: bytes | None = None) -> Restored:
    """Put the archive's firm in place. Raises BadArchive before anything is touched, and Refused if it is there.

    With `replace`, the firm that is there is kept first: its folder under another name, or as an archive of its own.
    `key`, of a recovery sheet, comes into use here once the copy has proved sound.
    """
    if key is not None:
        workspaces.trust(key)
    if not settings.GOODWILL_DATABASE_URL:
        arriving.finish()
    making.check(source)
    with archive.unpacked(source, workspaces.masters().all) as (manifest, folder):
        firm = firm_in(manifest)
        known = workspaces.directory().get(firm.id)
        if known is not None and not replace:
            _refuse(known)
        if known is not None and known.state in SERVED_STATES:
            room.require_silence([known], settings.GOODWILL_DATABASE_URL)
        room.require_address(firm, workspaces.directory(), settings.GOODWILL_DATABASE_URL)
        if key is not None:
            keys.adopt(settings.GOODWILL_HOME, key)
        if settings.GOODWILL_DATABASE_URL:
            workspace, kept = _into_server(firm, known, manifest, folder)
        else:
            workspace, kept = _into_files(firm, folder)
    schema.bring_up_to_date()
    return Restored(workspace, datetime.fromisoformat(manifest["made_at"]), kept)


def _refuse(known: Firm) -> None:
    """Raises Refused where somebody is served from this row, or was and left files here."""
    if known.state in SERVED_STATES:
        said = _("This firm is here already. Add --replace to put the backup in its place; nothing was touched.")
        raise Refused(said)
    if known.state == MOVED:
        said = _(
            "This firm was moved from here, and its new place has its files from this folder. Start Goodwill there, or "
            "add --replace to have the backup here instead; nothing was touched."
        )
        raise Refused(said)


def _into_files(firm: Firm, folder: Path) -> tuple[Workspace, Path | None]:
    """Whole beside its place first: a firm is never there without some of its files."""
    workspace = workspaces.of(firm)
    beside = workspace.folder.with_name(f"{workspace.id}{arriving.FILLING}")
    database = workspace.database | {"NAME": str(beside / firm.database)}
    try:
        beside.mkdir(mode=0o700, parents=True)
        filled = changed(workspace, folder=beside, database=database)
        snapshot.put_back(filled, folder / snapshot.DATABASE)
        _put_files(filled, folder)
        snapshot.copied(folder / MANIFEST, beside / MANIFEST)
        return workspace, arriving.put_in_place(beside, workspace.folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def _into_server(
    firm: Firm, known: Firm | None, manifest: dict[str, Any], folder: Path
) -> tuple[Workspace, Path | None]:
    """Fill a database beside the one that is here, which is left in one step and dropped afterwards."""
    url = settings.GOODWILL_DATABASE_URL
    kept = _keep(known) if known is not None and known.state in SERVED_STATES else None
    firm = changed(firm, database=f"goodwill_{firm.id}_{secrets.token_hex(2)}")
    workspace = workspaces.of(firm)
    with workspaces.being_made(workspace, url):
        if making.of_server(manifest):
            snapshot.put_back(workspace, folder / snapshot.DATABASE)
            with workspaces.entered(workspace):
                snapshots.begin_anew()
        else:
            with making.as_workspace(manifest, folder) as copy:
                if firm.stamp != schema.stamp():
                    schema.migrate(copy)
                schema.migrate(workspace)
                with workspaces.apart(copy) as connection, crossing.held(connection):
                    crossing.carry(connection, workspace)
            firm = changed(firm, stamp=schema.stamp())
        _put_files(workspace, folder)
        if known is not None:
            if known.state in SERVED_STATES:
                room.require_silence([known], url)
            room.leave(known, url)
        room.make(firm, workspaces.directory(), url)
        workspaces.directory().put(firm)
    if known is not None:
        room.clear(known, url)
    return workspace, kept


def _put_files(workspace: Workspace, folder: Path) -> None:
    """A file is named by what it holds: those that are here already are the same. Each is here once it is whole."""
    source, target = folder / making.FILES, workspace.folder / making.FILES
    if not source.is_dir():
        return
    for path in sorted(source.rglob("*")):
        place = target / path.relative_to(source)
        if path.is_dir():
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        elif not place.exists():
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft = place.with_name(f"{place.name}.restored")
            snapshot.copied(path, draft)
            draft.replace(place)
    for made in (*(path for path in target.rglob("*") if path.is_dir()), target, workspace.folder):
        settle(made)


def _keep(here: Firm) -> Path:
    """As an archive of its own. Refused if that is not sound."""
    with workspaces.entered(workspaces.of(here)):
        kept = making.make(workspaces.current())
    if kept.problem:
        said = _("What is here could not be kept: %(problem)s Nothing was touched.")
        raise Refused(said % {"problem": kept.problem})
    return Path(kept.name)
