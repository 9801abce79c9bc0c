"""What happens before the first request: schema, firms, and the address with which somebody gets in."""

from urllib.parse import urlsplit

import django
from django.conf import settings
from django.utils.translation import gettext as _

from goodwill.config.environment import Environment
from goodwill.config.server import hosts
from goodwill.kernel import schema, workspace as workspaces
from goodwill.kernel.collecting import collecting_meanwhile
from goodwill.kernel.directory import MOVED, Firm
from goodwill.kernel.errors import Told
from goodwill.kernel.signing import random_token

CODE_LIFE = 24 * 3600


class Elsewhere(Told):
    """The firm is not where this installation looks."""

    status = 503


def prepare(environment: Environment, *, example: bool = False) -> str:
    """Bring everything up to date; returns the address to open.

    It carries a single-use code while the firm waits for its first run, and for the owner of the example firm.
    """
    django.setup()
    with collecting_meanwhile():
        _clear_up()
        workspaces.wrap_anew()
        schema.bring_up_to_date()
        return _way_into_example(environment) if example else _way_into_own_firm(environment)


def make_ahead(environment: Environment, *, example: bool) -> None:
    """The firm that is opened then, where there is none yet."""
    django.setup()
    with collecting_meanwhile():
        schema.bring_up_to_date()
        if example:
            from goodwill.desk.example import place

            place.ensure()
        else:
            _own_firm(environment)


def _way_into_example(environment: Environment) -> str:
    from goodwill.desk.example import place

    parts = urlsplit(environment.origin)
    return place.way_in(place.ensure(), parts.scheme, str(parts.port or environment.port))


def _way_into_own_firm(environment: Environment) -> str:
    directory, firm = workspaces.directory(), _own_firm(environment)
    workspaces.of(firm)  # with the key of another machine it is better to stop than to refuse each page
    directory.set_hosts(firm.id, _host_of(environment))
    if firm.state == "live":
        return f"{environment.origin}/"
    code = random_token()
    directory.add_entry_code(code, firm.id, life=CODE_LIFE)
    return f"{environment.origin}/enter?code={code}"


def _clear_up() -> None:
    """Bring to its end, or throw away, what a killed backup, restore or move left."""
    from goodwill.areas.backup import scratch

    scratch.sweep()
    if settings.GOODWILL_DATABASE_URL:
        from goodwill.areas.backup import moving
        from goodwill.kernel.databases import postgres

        moving.open_arrived_from_files()
        postgres.drop_left_behind(settings.GOODWILL_DATABASE_URL)
    else:
        from goodwill.areas.backup import arriving

        arriving.finish()


def _own_firm(environment: Environment) -> Firm:
    firms = workspaces.directory().firms()
    for state in ("live", "new"):
        for firm in firms:
            if firm.state == state:
                return firm
    _require_none_moved()
    return _made("My firm", _host_of(environment), "new")


def _require_none_moved() -> None:
    """A new firm in the place of one that has moved away would look as if everything was lost."""
    moved = next((firm for firm in workspaces.directory().unserved() if firm.state == MOVED), None)
    if moved is None:
        return
    if settings.GOODWILL_DATABASE_URL:
        said = _("%(name)s was moved from PostgreSQL to encrypted files. Start Goodwill without GOODWILL_DATABASE_URL.")
    else:
        said = _("%(name)s was moved to PostgreSQL. Start Goodwill with GOODWILL_DATABASE_URL set to its address.")
    raise Elsewhere(said % {"name": moved.name})


def _made(name: str, at: tuple[str, ...], state: str) -> Firm:
    workspace = workspaces.create(name, hosts=at, state=state)
    firm = workspaces.directory().get(workspace.id)
    if firm is None:
        raise LookupError(f"firm {workspace.id} left the directory while it was made")
    return firm


def _host_of(environment: Environment) -> tuple[str, ...]:
    names = (name for name in hosts.names(environment) if not name.startswith("."))
    return tuple(f"[{name}]" if ":" in name else name for name in names)
