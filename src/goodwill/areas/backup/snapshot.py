"""A copy of a firm's database while it is used, and what there is to count in it."""

import os
import re
import subprocess
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection
from django.utils.translation import gettext as _

from goodwill.kernel.errors import Told
from goodwill.kernel.workspace import Workspace

DATABASE = "database"


class CannotCopy(Told):
    status = 503


def copy(workspace: Workspace, target: Path) -> None:
    """Copy the database of the entered workspace into one file; writers go on meanwhile."""
    if connection.vendor == "postgresql":
        _run(["pg_dump", "--format=custom", "--no-owner", f"--file={target}"], workspace)
    else:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(target)])


def put_back(workspace: Workspace, source: Path) -> None:
    """Fill an empty database of the workspace from such a file."""
    if workspace.database["ENGINE"].endswith("postgresql"):
        _run(
            ["pg_restore", "--no-owner", "--exit-on-error", f"--dbname={workspace.database['NAME']}", str(source)],
            workspace,
        )
        return
    target = Path(workspace.database["NAME"])
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    copied(source, target)


def counts() -> dict[str, int]:
    """How many rows each table of the entered workspace has."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(model._meta.db_table for model in apps.get_models(include_auto_created=True)):
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own tables
            found[table] = cursor.fetchone()[0]
    return found


def problems() -> str:
    """What the database says is wrong with itself; empty for a sound one."""
    if connection.vendor == "postgresql":
        return ""
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA cipher_integrity_check").fetchall()
        rows = cursor.execute("PRAGMA quick_check").fetchall()
    said = [row[0] for row in pages] + [row[0] for row in rows if row[0] != "ok"]
    return "; ".join(said)[:400]


def copied(source: Path, target: Path) -> None:
    """Copy a file and bring it to the disk."""
    import shutil

    with source.open("rb") as copy, target.open("wb") as file:
        shutil.copyfileobj(copy, file, 1 << 20)
        file.flush()
        os.fsync(file.fileno())


def _run(command: list[str], workspace: Workspace) -> None:
    from goodwill.kernel.databases.postgres import environment_of

    try:
        done = subprocess.run(
            command, env=environment_of(workspace.database), capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        sentence = _("%s is missing on this machine. Install the client programs of PostgreSQL; nothing was changed.")
        raise CannotCopy(sentence % command[0]) from error
    if done.returncode:
        raise CannotCopy(
            _("%(program)s failed: %(said)s") % {"program": command[0], "said": done.stderr.strip()[-300:]}
        )


def require_programs(version: int) -> None:
    """Raises CannotCopy unless backups of a server of this version can be made on this machine."""
    for program in ("pg_dump", "pg_restore"):
        try:
            said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
        except FileNotFoundError:
            said = ""
        found = re.search(r"(\d+)[.\d]*\s*(?:\(|$)", said)
        if found is None or int(found[1]) < version:
            sentence = _(
                "Backups of PostgreSQL need its own program %(program)s, of version %(version)s or newer, on this "
                "machine. Install the client programs of PostgreSQL first. Nothing was changed."
            )
            raise CannotCopy(sentence % {"program": program, "version": version})


def rows_of(found: dict[str, Any]) -> int:
    return sum(int(count) for count in found.values())
