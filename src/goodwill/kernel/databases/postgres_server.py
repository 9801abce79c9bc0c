"""Whether a PostgreSQL server can take a firm, and who is at work there."""

import time
from typing import Any

import psycopg
from django.utils.translation import gettext as _

from goodwill.kernel.databases.postgres import EXTENSIONS
from goodwill.kernel.errors import Told

OLDEST = 14
PATIENCE = 10  # seconds to reach a server
LINGERS = 2.0  # seconds


class Unusable(Told):
    """The server cannot take a firm as it is."""

    status = 503


def require_usable(url: str) -> int:
    """The server's version, 15 for instance. Raises Unusable, with what to do, where a firm could not be put there."""
    try:
        with psycopg.connect(url, autocommit=True, connect_timeout=PATIENCE) as connection:
            version = connection.info.server_version // 10_000
            role = connection.execute("SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = user")
            superuser, databases, roles = role.fetchone() or (False, False, False)
            known = {name for (name,) in connection.execute("SELECT name FROM pg_available_extensions")}
    except psycopg.OperationalError as error:
        said = " ".join(str(error).split())
        raise Unusable(_("PostgreSQL does not answer: %(said)s Nothing was changed.") % {"said": said}) from None
    if version < OLDEST:
        said = _("This is PostgreSQL %(version)s, and %(oldest)s or newer is needed. Nothing was changed.")
        raise Unusable(said % {"version": version, "oldest": OLDEST})
    if not (superuser or (databases and roles)):
        said = _(
            "This user of PostgreSQL may not create databases and roles, and each firm gets its own. As an "
            "administrator of PostgreSQL: ALTER ROLE name CREATEDB CREATEROLE. Nothing was changed."
        )
        raise Unusable(said)
    if missing := ", ".join(sorted(set(EXTENSIONS) - known)):
        said = _("PostgreSQL lacks %(missing)s there: install its package “contrib”. Nothing was changed.")
        raise Unusable(said % {"missing": missing})
    return version


def others_at(url: str, database: dict[str, Any]) -> int:
    """How many connections there are to a firm's database. One that was just closed counts for a moment."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND usesysid IS NOT NULL"
    end = time.monotonic() + LINGERS
    with psycopg.connect(url, autocommit=True, connect_timeout=PATIENCE) as connection:
        while True:
            row = connection.execute(query, [database["NAME"]]).fetchone()
            if not row or not row[0] or time.monotonic() > end:
                return int(row[0]) if row else 0
            time.sleep(LINGERS / 20)
