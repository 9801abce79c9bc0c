"""What an archive says about its firm."""

from datetime import datetime
from typing import Any

from goodwill.kernel import keys, schema, workspace as workspaces
from goodwill.kernel.directory import Firm
from goodwill.kernel.workspace import Workspace

MANIFEST = "manifest.json"


def manifest_of(firm: Firm, workspace: Workspace, *, at: datetime, files: int) -> dict[str, Any]:
    """Its key is wrapped with the one in use: the sheet of that has to open all of it, whatever the directory has."""
    row = {"id": firm.id, "name": firm.name, "hosts": firm.hosts, "database": firm.database, "state": firm.state}
    return {
        "firm": row,
        "wrapped_key": keys.wrap(workspaces.masters().current, workspace.key, firm.id).hex(),
        "made_at": at.isoformat(),
        "stamp": schema.stamp(),
        "engine": workspace.database["ENGINE"],
        "files": files,
    }


def firm_in(manifest: dict[str, Any]) -> Firm:
    """The archive's row of the directory, its key wrapped anew with the current master key."""
    row = manifest["firm"]
    key = keys.unwrap(workspaces.masters().all, bytes.fromhex(manifest["wrapped_key"]), row["id"])
    wrapped = keys.wrap(workspaces.masters().current, key, row["id"])
    return Firm(row["id"], row["name"], tuple(row["hosts"]), row["database"], wrapped, row["state"], manifest["stamp"])


def workspace_in(manifest: dict[str, Any]) -> Workspace:
    return workspaces.of(firm_in(manifest))
