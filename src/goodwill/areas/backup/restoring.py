"""Bringing a firm back from an archive: checked first, then put in place; what stood there before is moved aside."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
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
        workspace = workspaces.of(firm)
        if manifest["engine"] != workspace.database["ENGINE"]:
            raise archive.BadArchive(
                _("This backup is of another kind of database than this installation has. Nothing was touched.")
            )
        here = workspaces.directory().get(firm.id)
        if here is not None and not replace:
            raise Refused(
                _("This firm is here already. Add --replace to put the backup in its place; nothing was touched.")
            )
        with _replaced_database(here, workspace) if settings.GOODWILL_DATABASE_URL else _moved_aside(workspace):
            _put_in_place(workspace, folder)
        workspaces.directory().remove(firm.id)
        _make_room(firm)
        workspaces.directory().add(firm)
    schema.bring_up_to_date()
    return workspace


def _put_in_place(workspace: Workspace, folder: Path) -> None:
    workspace.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    snapshot.put_back(workspace, folder / snapshot.DATABASE)
    if (folder / making.FILES).is_dir():
        shutil.copytree(folder / making.FILES, workspace.folder / making.FILES, dirs_exist_ok=True)


@contextmanager
def _moved_aside(workspace: Workspace) -> Iterator[None]:
    """Keep the folder under another name, also one that a killed restore left: two databases must not mix. It is back
    in its place where what follows fails.
    """
    workspaces.close_all()
    place, aside = workspace.folder, None
    if place.exists():
        aside = place.rename(place.with_name(f"{workspace.id}-replaced-{timezone.now():%Y%m%d-%H%M%S-%f}"))
    try:
        yield
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        if aside is not None:
            aside.rename(place)
        raise


@contextmanager
def _replaced_database(here: Firm | None, workspace: Workspace) -> Iterator[None]:
    """Keep a PostgreSQL database as an archive of its own, and make an empty one. Refused if that is not sound."""
    from goodwill.kernel.databases import postgres

    if here is not None:
        with workspaces.entered(workspaces.of(here)):
            kept = making.make(workspaces.current())
        if kept.problem:
            raise Refused(
                _("What is here could not be kept: %(problem)s Nothing was touched.") % {"problem": kept.problem}
            )
        workspaces.remove(workspace)
    postgres.create(settings.GOODWILL_DATABASE_URL, workspace.database)
    try:
        yield
    except BaseException:
        postgres.drop(settings.GOODWILL_DATABASE_URL, workspace.database)
        raise


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
