"""A firm goes from encrypted files to PostgreSQL, or back: copied, proven, and only then served from its new place.

Where it comes from nobody writes meanwhile, and nothing is changed before the last step, which is one statement there:
from then on the directory says that the firm has moved. Broken off before it, all is as it was; broken off behind it,
the new place is opened by whoever comes next.
"""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.utils.translation import gettext as _

from goodwill.areas.backup import crossing, room, snapshot
from goodwill.areas.backup.crossing import Seen
from goodwill.kernel import schema, workspace as workspaces
from goodwill.kernel.directory import ARRIVING, MOVED, Directory, Firm
from goodwill.kernel.errors import Refused
from goodwill.kernel.settling import settle
from goodwill.kernel.snapshots import places

DATABASE = "goodwill.db"
DRAFT = "arriving.db"


@dataclass(frozen=True)
class Moved:
    """A firm in its new place; `left` names what still lies in the old one."""

    name: str
    rows: int
    left: str


def move(target: str, seen: Seen, only: str = "") -> Iterator[Moved]:
    """Move each firm, or the one of this id or name, from where this installation has it to the PostgreSQL server of
    that address, or with none into encrypted files. Raises Told before anything is changed.
    """
    source = settings.GOODWILL_DATABASE_URL
    if target:
        from goodwill.kernel.databases.postgres_server import require_usable

        snapshot.require_programs(require_usable(target))
    here, there = workspaces.directory(), workspaces.directory_at(target)
    yield from (Moved(firm.name, 0, _left(firm, source)) for firm in open_arrived(here, there))
    schema.bring_up_to_date()
    firms = [firm for firm in here.firms() if only in ("", firm.id, firm.name)]
    room.require_silence(firms, source)
    for firm in firms:
        room.require(firm, there, target)
    for firm in firms:
        rows = _move(firm, here, there, target, seen)
        yield Moved(firm.name, rows, _left(firm, source))


def moved_away() -> list[str]:
    """The names of those that were here."""
    return [firm.name for firm in workspaces.directory().unserved() if firm.state == MOVED]


def open_arrived(here: Directory, there: Directory) -> list[Firm]:
    """Serve what was proven and has left, where only its new place was not opened yet."""
    gone = {firm.id for firm in here.unserved() if firm.state == MOVED}
    arrived = [firm for firm in there.unserved() if firm.state.startswith(ARRIVING) and firm.id in gone]
    for firm in arrived:
        there.set_state(firm.id, firm.state.removeprefix(ARRIVING))
    return arrived


def open_arrived_from_files() -> None:
    """The same where PostgreSQL is served now and the files lie beside it."""
    there = workspaces.directory()
    arrives = any(firm.state.startswith(ARRIVING) for firm in there.unserved())
    if arrives and (settings.GOODWILL_HOME / "directory.db").exists():
        open_arrived(workspaces.directory_at(""), there)


def _move(firm: Firm, here: Directory, there: Directory, target: str, seen: Seen) -> int:
    with workspaces.apart(workspaces.of(firm)) as connection, _nobody_writing(connection):
        _require_read(connection)
        known = there.get(firm.id)
        rows = _filled(firm, connection, there, target, seen)
        if known:
            room.leave(known, target)
        here.set_state(firm.id, MOVED)
        there.set_state(firm.id, firm.state)
    if known and target:
        room.clear(known, target)
    return rows


def _filled(firm: Firm, connection: Any, there: Directory, target: str, seen: Seen) -> int:
    """The firm in its new place, listed there as one that arrives."""
    name = f"goodwill_{firm.id}_{secrets.token_hex(2)}" if target else DRAFT
    arriving = replace(firm, database=name, state=ARRIVING + firm.state, stamp=schema.stamp())
    workspace = workspaces.of(arriving, target)
    workspace.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not target:
        room.forget_file(workspace.folder / DRAFT)  # one that was broken off
    with workspaces.being_made(workspace, target):
        seen(_("making the tables"), 0)
        schema.migrate(workspace)
        rows = crossing.carry(connection, workspace, seen)
        room.make(firm, there, target)
        if not target:
            workspaces.close_all()
            room.forget_file(workspace.folder / DATABASE)
            (workspace.folder / DRAFT).rename(workspace.folder / DATABASE)
            settle(workspace.folder)
            arriving = replace(arriving, database=DATABASE)
        there.put(arriving)
    return rows


@contextmanager
def _nobody_writing(connection: Any) -> Iterator[None]:
    with ExitStack() as stack:
        try:
            stack.enter_context(crossing.held(connection))
        except OperationalError as error:
            said = _("Something writes right now: stop it, then start the move again. Nothing was changed.")
            raise Refused(said) from error
        yield


def _require_read(connection: Any) -> None:
    """Who follows the history goes on behind one place; that there is one is said by PostgreSQL nearly always."""
    if not all(place.exact for place in places(connection).values()):
        said = _(
            "Background work has not come to its end. Run goodwill work --until-idle 5 first, then start the move "
            "again. Nothing was changed."
        )
        raise Refused(said)


def _left(firm: Firm, source: str) -> str:
    name = str(workspaces.of(firm, source).database["NAME"])
    return _("the database %s of the server") % name if source else name
