"""A database and a login role of its own for each firm on PostgreSQL."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

EXTENSIONS = ("pg_trgm", "unaccent")


def settings_of(url: str, name: str, password: bytes) -> dict[str, Any]:
    """Django's settings of the firm database `name`, which the role of the same name owns."""
    from goodwill.kernel.workspace import django_defaults

    parts = urlsplit(url)
    return django_defaults() | {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": name,
        "PASSWORD": password.hex(),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {},
    }


@contextmanager
def being_made(url: str, database: dict[str, Any], *, kept: bool = True) -> Iterator[None]:
    """An empty database with its role, to be filled by the body, which lists it in the directory if it is to be `kept`.

    Both are dropped where the body fails; where the process is killed, by the next one that makes a database. So the
    role carries a mark, and whoever makes it holds a lock of the server that ends with the connection.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        _drop_left_behind(connection)
        _lock(connection, database["USER"], "pg_advisory_lock")
        try:
            create(url, database, mark=_mark(connection))
            yield
        except BaseException:
            drop(url, database)
            raise
        if kept:
            _remark(connection, database["USER"], None)
        else:
            drop(url, database)


def create(url: str, database: dict[str, Any], *, mark: str | None = None) -> None:
    """Create role and database from template0 with collation C, in UTC, with trusted extensions only."""
    with psycopg.connect(url, autocommit=True) as connection:
        _create_empty(connection, database, "template0", mark)
    with psycopg.connect(_own_url(database), autocommit=True) as connection:
        for extension in EXTENSIONS:
            connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))


def _mark(connection: Any) -> str:
    """Several directories may share a server, and none tidies up behind another one."""
    return f"unfinished firm of Goodwill, made from {connection.info.dbname}"


def _remark(connection: Any, role: str, mark: str | None) -> None:
    connection.execute(sql.SQL("COMMENT ON ROLE {} IS {}").format(sql.Identifier(role), sql.Literal(mark)))


def _lock(connection: Any, role: str, function: str) -> bool:
    query = sql.SQL("SELECT {}(hashtextextended(%s, 0))").format(sql.Identifier(function))
    (taken,) = connection.execute(query, [role]).fetchone()
    return taken is not False


def _drop_left_behind(connection: Any) -> None:
    marked = "SELECT rolname FROM pg_roles WHERE shobj_description(oid, 'pg_authid') = %s"
    for (name,) in connection.execute(marked, [_mark(connection)]).fetchall():
        if not _lock(connection, name, "pg_try_advisory_lock"):
            continue  # somebody makes it right now
        still = connection.execute(f"{marked} AND rolname = %s", [_mark(connection), name]).fetchone()
        if still and not _is_listed(connection, name):
            _drop(connection, name, name)
        elif still:
            _remark(connection, name, None)
        _lock(connection, name, "pg_advisory_unlock")


def _is_listed(connection: Any, database: str) -> bool:
    (directory,) = connection.execute("SELECT to_regclass('firm')").fetchone()
    found = directory and connection.execute("SELECT 1 FROM firm WHERE database = %s", [database]).fetchone()
    return bool(found)


def _create_empty(connection: Any, database: dict[str, Any], template: str, mark: str | None = None) -> None:
    name, role = sql.Identifier(database["NAME"]), sql.Identifier(database["USER"])
    login = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {}")
    with connection.transaction():
        connection.execute(login.format(role, sql.Literal(database["PASSWORD"])))
        _remark(connection, database["USER"], mark)
    connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(role))
    make = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'")
    connection.execute(make.format(name, role, sql.Identifier(template)))
    connection.execute(sql.SQL("ALTER DATABASE {} SET timezone TO 'UTC'").format(name))
    connection.execute(sql.SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC").format(name))


def leave(url: str, database: dict[str, Any]) -> None:
    """Have the next one that makes a database drop this one, unless the directory lists it then."""
    with psycopg.connect(url, autocommit=True) as connection:
        _mark_it(connection, database["USER"])


def _mark_it(connection: Any, role: str) -> None:
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
        _remark(connection, role, _mark(connection))


def drop_left_behind(url: str) -> None:
    """Drop what killed processes left of databases."""
    with psycopg.connect(url, autocommit=True) as connection:
        _drop_left_behind(connection)


def drop(url: str, database: dict[str, Any]) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        _mark_it(connection, database["USER"])
        _drop(connection, database["NAME"], database["USER"])


def _drop(connection: Any, name: str, role: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))


def environment_of(database: dict[str, Any]) -> dict[str, str]:
    """The variables with which PostgreSQL's own programs reach a firm's database; nothing secret is an argument."""
    names = {"PGDATABASE": "NAME", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGHOST": "HOST", "PGPORT": "PORT"}
    given = {variable: str(database[name]) for variable, name in names.items() if database[name]}
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", **given}


def _own_url(database: dict[str, Any]) -> str:
    return psycopg.conninfo.make_conninfo(
        dbname=database["NAME"],
        user=database["USER"],
        password=database["PASSWORD"],
        host=database["HOST"] or None,
        port=database["PORT"] or None,
    )
