"""What happens before the first request: schema, firms, and the address with which somebody gets in."""

from urllib.parse import urlsplit

import django

from goodwill.config.environment import Environment
from goodwill.config.server import hosts
from goodwill.kernel import schema, workspace as workspaces
from goodwill.kernel.directory import Firm
from goodwill.kernel.signing import random_token

CODE_LIFE = 24 * 3600
EXAMPLE_HOSTS = ("example.localhost",)


def prepare(environment: Environment, *, example: bool = False) -> str:
    """Bring everything up to date; returns the address to open.

    It carries a single-use code while the firm waits for its first run, and for the owner of the example firm.
    """
    django.setup()
    schema.bring_up_to_date()
    directory = workspaces.directory()
    firm = _example_firm() if example else _own_firm(environment)
    directory.set_hosts(firm.id, _hosts(environment, firm))
    origin = _origin(environment, firm)
    if firm.state == "live":
        return f"{origin}/"
    code = random_token()
    directory.add_entry_code(code, firm.id, life=CODE_LIFE)
    return f"{origin}/enter?code={code}"


def _own_firm(environment: Environment) -> Firm:
    firms = workspaces.directory().firms()
    for state in ("live", "new"):
        for firm in firms:
            if firm.state == state:
                return firm
    return _made("My firm", _host_of(environment), "new")


def _example_firm() -> Firm:
    from goodwill.desk import example

    for firm in workspaces.directory().firms():
        if firm.state == "example":
            return firm
    firm = _made(example.NAME, EXAMPLE_HOSTS, "example")
    example.fill(workspaces.of(firm))
    return firm


def _made(name: str, at: tuple[str, ...], state: str) -> Firm:
    workspace = workspaces.create(name, hosts=at, state=state)
    firm = workspaces.directory().get(workspace.id)
    if firm is None:
        raise LookupError(f"firm {workspace.id} left the directory while it was made")
    return firm


def _hosts(environment: Environment, firm: Firm) -> tuple[str, ...]:
    return EXAMPLE_HOSTS if firm.state == "example" else _host_of(environment)


def _host_of(environment: Environment) -> tuple[str, ...]:
    names = (name for name in hosts.names(environment) if not name.startswith("."))
    return tuple(f"[{name}]" if ":" in name else name for name in names)


def _origin(environment: Environment, firm: Firm) -> str:
    if firm.state != "example":
        return environment.origin
    parts = urlsplit(environment.origin)
    return f"{parts.scheme}://{EXAMPLE_HOSTS[0]}:{parts.port or environment.port}"
