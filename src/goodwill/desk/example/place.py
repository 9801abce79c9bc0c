"""The example firm is a workspace of its own beside the real one: made when somebody asks for it, and deleted whole."""

from goodwill.desk.example.cast import NAME
from goodwill.desk.example.filling import fill
from goodwill.kernel import workspace as workspaces
from goodwill.kernel.directory import Firm
from goodwill.kernel.signing import random_token

HOSTS = ("example.localhost",)
STATE = "example"
CODE_LIFE = 24 * 3600


def find() -> Firm | None:
    return next((firm for firm in workspaces.directory().firms() if firm.state == STATE), None)


def ensure() -> Firm:
    """The example firm, made and filled if it is not there yet, which takes some seconds."""
    known = find()
    if known is not None:
        return known
    workspace = workspaces.create(NAME, hosts=HOSTS, state=STATE)
    fill(workspace)
    firm = workspaces.directory().get(workspace.id)
    if firm is None:
        raise LookupError(f"firm {workspace.id} left the directory while it was made")
    return firm


def way_in(firm: Firm, scheme: str, port: str) -> str:
    """An address that lets one person in, once."""
    code = random_token()
    workspaces.directory().add_entry_code(code, firm.id, life=CODE_LIFE)
    return f"{scheme}://{HOSTS[0]}{f':{port}' if port else ''}/enter?code={code}"


def remove() -> bool:
    """Delete its database, files and key; false where there is none."""
    firm = find()
    if firm is None:
        return False
    workspaces.remove(workspaces.of(firm))
    return True
