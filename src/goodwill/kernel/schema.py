"""The schema version is a stamp over the names of all migrations, so that a start needs no migration loader."""

import hashlib
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.utils.translation import gettext as _

from goodwill.kernel import workspace as workspaces
from goodwill.kernel.databases.sqlcipher import estimates
from goodwill.kernel.errors import Told


class Newer(Told):
    """The data of a firm are ahead of this version."""

    status = 503


@cache
def stamp() -> str:
    names = sorted(f"{label}/{name}" for label, name in _migrations())
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]


@cache
def _migrations() -> frozenset[tuple[str, str]]:
    return frozenset(
        (config.label, path.stem)
        for config in apps.get_app_configs()
        for path in (Path(config.path) / "migrations").glob("[0-9]*.py")
    )


def is_newer() -> bool:
    """Whether a later version wrote what is entered: it has all migrations of this one, and more of the same apps.

    An app that this version lacks says nothing: one that was given up stays in the tables.
    """
    from django.db.migrations.recorder import MigrationRecorder

    ours, applied = _migrations(), set(MigrationRecorder(connection).applied_migrations())
    labels = {label for label, _name in ours}
    return ours <= applied and any(label in labels for label, _name in applied - ours)


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
    """Migrate every firm whose stamp is not this version's; returns their ids. Raises Newer, and leaves it as it is."""
    directory = workspaces.directory()
    late = [firm for firm in directory.firms() if firm.stamp != stamp()]
    for firm in late:
        workspace = workspaces.of(firm)
        with workspaces.entered(workspace):
            if is_newer():
                sentence = _(
                    "The data of %(firm)s were written by a newer Goodwill. Nothing was changed. Start that version "
                    "again, or bring back a backup that was made before the update."
                )
                raise Newer(sentence % {"firm": firm.name})
        migrate(workspace)
        directory.set_stamp(firm.id, stamp())
    return [firm.id for firm in late]
