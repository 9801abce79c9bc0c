"""Bringing a firm back from an archive: checked first, then put in place; what stood there before is moved aside."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from goodwill.areas.backup import archive, making, snapshot
from goodwill.areas.backup.manifest import firm_in
from goodwill.kernel import schema, workspace as workspaces
from goodwill.kernel.directory import Firm
from goodwill.kernel.errors import Refused
from goodwill.kernel.models import Profile
from goodwill.kernel.workspace import Workspace


def restore(source: Path, *, replace: bool = False) -> Workspace:
    """Put the archive's firm in place. Raises BadArchive before anything is touched, and Refused if it is there.

    With `replace`, the firm that is there is moved aside into the home folder first.
    """
    making.check(source)
    with archive.unpacked(source, workspaces.masters().all) as (manifest, folder):
        firm = firm_in(manifest)
        here = workspaces.directory().get(firm.id)
        if here is not None and not replace:
            raise Refused(
                _("This firm is here already. Add --replace to put the backup in its place; nothing was touched.")
            )
        if here is not None:
            _move_aside(workspaces.of(here), timezone.now())
        workspace = workspaces.of(firm)
        workspace.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if settings.GOODWILL_DATABASE_URL:
            from goodwill.kernel.databases import postgres

            postgres.create(settings.GOODWILL_DATABASE_URL, workspace.database)
        snapshot.put_back(workspace, folder / snapshot.DATABASE)
        if (folder / making.FILES).is_dir():
            import shutil

            shutil.copytree(folder / making.FILES, workspace.folder / making.FILES, dirs_exist_ok=True)
        _make_room(firm)
        workspaces.directory().add(firm)
    schema.bring_up_to_date()
    return workspace


def _make_room(firm: Firm) -> None:
    """A firm that was begun at the same address and never named holds nothing, and would stand in the way."""
    for other in workspaces.directory().firms():
        if other.state != "new" or not set(other.hosts) & set(firm.hosts):
            continue
        begun = workspaces.of(other)
        with workspaces.entered(begun):
            named = Profile.everything.exists()
        if not named:
            workspaces.remove(begun)


def _move_aside(workspace: Workspace, now: datetime) -> None:
    """Keep what is replaced: the folder under another name, a PostgreSQL database as an archive of its own."""
    if settings.GOODWILL_DATABASE_URL:
        with workspaces.entered(workspace):
            making.make(workspace, at=now)
        workspaces.remove(workspace)
        return
    workspaces.close_all()
    workspaces.directory().remove(workspace.id)
    workspace.folder.rename(workspace.folder.with_name(f"{workspace.id}-replaced-{now:%Y%m%d-%H%M%S}"))
