"""Room in a directory for a firm that comes: what stands in the way and holds nothing goes."""

import shutil
from pathlib import Path

from django.utils.translation import gettext as _

from goodwill.kernel import workspace as workspaces
from goodwill.kernel.directory import Directory, Firm
from goodwill.kernel.errors import Refused
from goodwill.kernel.models import Profile


def require(firm: Firm, directory: Directory, url: str) -> None:
    """Raises Refused if the firm is served there already, or another one at its address."""
    for other in directory.firms():
        if other.id == firm.id:
            said = _("%(name)s is there already. Nothing was changed.")
            raise Refused(said % {"name": other.name})
        if set(other.hosts) & set(firm.hosts) and not _holds_nothing(other, url):
            said = _("Another firm, %(name)s, answers there at the same address. Nothing was changed.")
            raise Refused(said % {"name": other.name})


def make(firm: Firm, directory: Directory, url: str) -> None:
    """A firm that was begun at the same address and never named holds nothing, and would stand in the way."""
    for other in directory.firms():
        if other.id != firm.id and set(other.hosts) & set(firm.hosts) and _holds_nothing(other, url):
            directory.remove(other.id)
            clear(other, url)
            shutil.rmtree(workspaces.of(other, url).folder, ignore_errors=True)


def clear(firm: Firm, url: str) -> None:
    """Delete the database behind a row that nobody is served from."""
    workspaces.close_all()
    database = workspaces.of(firm, url).database
    if url:
        from goodwill.kernel.databases import postgres

        postgres.drop(url, database)
        return
    forget_file(Path(database["NAME"]))


def forget_file(path: Path) -> None:
    """A database's file, and what SQLite keeps beside it."""
    for ending in ("-wal", "-shm", ""):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _holds_nothing(firm: Firm, url: str) -> bool:
    if firm.state != "new":
        return False
    with workspaces.entered(workspaces.of(firm, url)):
        return not Profile.everything.exists()
