"""Room in a directory for a firm that comes: what stands in the way and holds nothing goes."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from goodwill.kernel import workspace as workspaces
from goodwill.kernel.directory import Directory, Firm
from goodwill.kernel.errors import Refused
from goodwill.kernel.jobs import liveness
from goodwill.kernel.models import Profile


def require(firm: Firm, directory: Directory, url: str) -> None:
    """Raises Refused if the firm is served there already, or another one at its address."""
    for other in directory.firms():
        if other.id == firm.id:
            said = _("%(name)s is there already. Nothing was changed.")
            raise Refused(said % {"name": other.name})
    if standing := _in_its_place(firm, directory, url):
        said = _("Another firm, %(name)s, answers there at the same address. Nothing was changed.")
        raise Refused(said % {"name": standing.name})


def require_address(firm: Firm, directory: Directory, url: str) -> None:
    """Raises Refused if another firm is served here at its address: only one of them could be reached."""
    if standing := _in_its_place(firm, directory, url):
        said = _(
            "Another firm, %(name)s, answers here at the same address. Nothing was touched. Bring the backup back into "
            "a data folder of its own: name a new one in GOODWILL_HOME, here and for `goodwill serve`."
        )
        raise Refused(said % {"name": standing.name})


def _in_its_place(firm: Firm, directory: Directory, url: str) -> Firm | None:
    others = (other for other in directory.firms() if other.id != firm.id and set(other.hosts) & set(firm.hosts))
    return next((other for other in others if not _holds_nothing(other, url)), None)


def make(firm: Firm, directory: Directory, url: str) -> None:
    """A firm that was begun at the same address and never named holds nothing, and would stand in the way."""
    for other in directory.firms():
        if other.id != firm.id and set(other.hosts) & set(firm.hosts) and _holds_nothing(other, url):
            directory.remove(other.id)
            clear(other, url)
            shutil.rmtree(workspaces.of(other, url).folder, ignore_errors=True)


def require_silence(firms: Sequence[Firm], url: str) -> None:
    """Raises Refused while somebody works on one of the firms."""
    workspaces.close_all()
    if url:
        from goodwill.kernel.databases.postgres_server import others_at

        busy = [firm.name for firm in firms if others_at(url, workspaces.of(firm, url).database)]
    else:
        busy = [firm.name for firm in firms if liveness.somebody_works()]
    if busy:
        said = _("Somebody works on %(name)s: stop Goodwill on all machines first. Nothing was changed.")
        raise Refused(said % {"name": busy[0]})


def leave(firm: Firm, url: str) -> None:
    """Before another row takes its place: where `clear` is not reached, the next one that makes a database drops it."""
    if url:
        from goodwill.kernel.databases import postgres

        postgres.leave(url, workspaces.of(firm, url).database)


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
