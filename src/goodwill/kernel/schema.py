"""The schema version is a stamp over the names of all migrations, so that a start needs no migration loader."""

import hashlib
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db import connection

from goodwill.kernel import workspace as workspaces
from goodwill.kernel.databases.sqlcipher import estimates


@cache
def stamp() -> str:
    names = [
        f"{config.label}/{path.stem}"
        for config in apps.get_app_configs()
        for path in sorted((Path(config.path) / "migrations").glob("[0-9]*.py"))
    ]
    return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()[:16]


def migrate(workspace: workspaces.Workspace) -> None:
    """Bring a firm's tables to this version and lay its built-in rows; safe to repeat."""
    from django.core.management import call_command

    from goodwill.kernel.seeds import seed_all

    with workspaces.entered(workspace):
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        if connection.vendor == "sqlite":
            estimates.tell(connection)
        seed_all()


def bring_up_to_date() -> list[str]:
    """Migrate every firm whose stamp is not this version's; returns their ids."""
    directory = workspaces.directory()
    late = [firm for firm in directory.firms() if firm.stamp != stamp()]
    for firm in late:
        migrate(workspaces.of(firm))
        directory.set_stamp(firm.id, stamp())
    return [firm.id for firm in late]
