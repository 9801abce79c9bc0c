"""A database and a login role of its own for each firm on PostgreSQL."""

import os
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


def create(url: str, database: dict[str, Any]) -> None:
    """Create role and database from template0 with collation C, in UTC, with trusted extensions only."""
    with psycopg.connect(url, autocommit=True) as connection:
        _create_empty(connection, database, "template0")
    with psycopg.connect(_own_url(database), autocommit=True) as connection:
        for extension in EXTENSIONS:
            connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))


def copy(url: str, source: dict[str, Any], database: dict[str, Any]) -> None:
    """Create role and database as a copy of another firm's, with everything in it handed to the new role.

    REASSIGN OWNED hands over the source database itself too, so that is given back; one copy at a time.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        _create_empty(connection, database, source["NAME"])
    with psycopg.connect(url, dbname=database["NAME"], autocommit=True) as connection:
        old, new = sql.Identifier(source["USER"]), sql.Identifier(database["USER"])
        connection.execute(sql.SQL("REASSIGN OWNED BY {} TO {}").format(old, new))
        connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(sql.Identifier(source["NAME"]), old))


def _create_empty(connection: Any, database: dict[str, Any], template: str) -> None:
    name, role = sql.Identifier(database["NAME"]), sql.Identifier(database["USER"])
    login = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {}")
    connection.execute(login.format(role, sql.Literal(database["PASSWORD"])))
    connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(role))
    make = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'")
    connection.execute(make.format(name, role, sql.Identifier(template)))
    connection.execute(sql.SQL("ALTER DATABASE {} SET timezone TO 'UTC'").format(name))
    connection.execute(sql.SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC").format(name))


def drop(url: str, database: dict[str, Any]) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database["NAME"])))
        connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(database["USER"])))


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
