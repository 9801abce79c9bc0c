import sys
from typing import Any


class CannotStart(Exception):
    """Goodwill cannot be served; the text says why and what to do."""


def refused_by_database(error: BaseException) -> str:
    """A sentence where PostgreSQL cannot be reached or does not let us; empty for every other error."""
    psycopg: Any = sys.modules.get("psycopg")
    if psycopg is None:
        return ""
    known = (error, error.__cause__)
    if any(isinstance(one, psycopg.errors.InsufficientPrivilege) for one in known):
        return (
            "The user in GOODWILL_DATABASE_URL may not create databases and roles, and each firm gets its own. As an "
            "administrator of PostgreSQL: ALTER ROLE name CREATEDB CREATEROLE. Nothing was changed."
        )
    if any(isinstance(one, psycopg.OperationalError) for one in known):
        reason = " ".join(str(error).split())
        return f"PostgreSQL does not answer as GOODWILL_DATABASE_URL says: {reason} Nothing was changed."
    return ""
