"""Workspaces: entering a firm puts its database in this thread's place of `connections["default"]`."""

import contextvars
import secrets
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from goodwill.kernel import keys
from goodwill.kernel.directory import Directory, FileDirectory, Firm, PostgresDirectory
from goodwill.kernel.secrets import SecretUnreadable, hkdf, key_id, sealed_with

KEPT_PER_THREAD = 8


class AlreadyInside(RuntimeError):
    """A workspace was entered in the middle of another one's transaction."""


@dataclass(frozen=True)
class Workspace:
    """One firm's data: its database, its folder of files, its key."""

    id: str
    name: str = field(compare=False)
    hosts: tuple[str, ...] = field(compare=False)
    state: str = field(compare=False)
    database: dict[str, Any] = field(compare=False, repr=False)
    key: bytes = field(compare=False, repr=False)
    folder: Path = field(compare=False)


_current: contextvars.ContextVar[Workspace | None] = contextvars.ContextVar("workspace", default=None)
_memo: contextvars.ContextVar[dict[str, Any] | None] = contextvars.ContextVar("workspace_memo", default=None)
_threads = threading.local()


def current() -> Workspace:
    workspace = _current.get()
    if workspace is None:
        from goodwill.kernel.databases.nowhere.base import NoWorkspace

        raise NoWorkspace("No firm's data is open here: enter a workspace first.")
    return workspace


def entered_one() -> Workspace | None:
    return _current.get()


def memo() -> dict[str, Any]:
    """What was read once since this workspace was entered; emptied after each batch of changes."""
    kept = _memo.get()
    if kept is None:
        current()
        raise AlreadyInside("A workspace is entered in another context.")
    return kept


@contextmanager
def entered(workspace: Workspace) -> Iterator[Workspace]:
    """Run the body on this firm's data. Refused inside a transaction; may be nested outside of one."""
    outer = connections["default"]
    if outer.in_atomic_block and _current.get() != workspace:
        raise AlreadyInside("Another firm's data is being changed right now; finish that first.")
    if outer.in_atomic_block:
        yield workspace
        return
    connections["default"] = _connection(workspace)
    token, memo_token = _current.set(workspace), _memo.set({})
    try:
        yield workspace
    finally:
        _current.reset(token)
        _memo.reset(memo_token)
        connections["default"] = outer


def _connection(workspace: Workspace) -> BaseDatabaseWrapper:
    """This thread's connection to the firm; the longest unused one is closed beyond `KEPT_PER_THREAD`."""
    kept: OrderedDict[str, BaseDatabaseWrapper] = _threads.__dict__.setdefault("kept", OrderedDict())
    wrapper = kept.pop(workspace.id, None)
    if wrapper is not None and wrapper.settings_dict["NAME"] != workspace.database["NAME"]:
        wrapper.close()
        wrapper = None
    if wrapper is None:
        wrapper = _new_connection(workspace)
    kept[workspace.id] = wrapper
    if len(kept) > KEPT_PER_THREAD:
        kept.popitem(last=False)[1].close()
    if wrapper.connection is not None and wrapper.errors_occurred:
        wrapper.close_if_unusable_or_obsolete()
    return wrapper


def _new_connection(workspace: Workspace) -> BaseDatabaseWrapper:
    wrapper_class = import_string(f"{workspace.database['ENGINE']}.base.DatabaseWrapper")
    wrapper: BaseDatabaseWrapper = wrapper_class(workspace.database, alias="default")
    return wrapper


def close_all() -> None:
    """Close what this thread keeps open; a firm that is entered may open its own again."""
    kept: OrderedDict[str, BaseDatabaseWrapper] = _threads.__dict__.get("kept", OrderedDict())
    for wrapper in kept.values():
        wrapper.close()


@contextmanager
def apart(workspace: Workspace) -> Iterator[BaseDatabaseWrapper]:
    """A connection to the firm that nobody else has, for who needs two firms at once or a transaction beside others."""
    wrapper = _new_connection(workspace)
    try:
        yield wrapper
    finally:
        wrapper.close()


@cache
def directory() -> Directory:
    return directory_at(settings.GOODWILL_DATABASE_URL)


def directory_at(url: str) -> Directory:
    """That of a PostgreSQL server, or with no address that of the encrypted files."""
    home: Path = settings.GOODWILL_HOME
    if url:
        return PostgresDirectory(url)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = masters()
    raw_keys = (hkdf(key, "directory") for key in found.all)
    return FileDirectory(home / "directory.db", *raw_keys, unnamed=len(found.unnamed))


@cache
def masters() -> keys.Masters:
    return keys.masters(settings.GOODWILL_HOME, settings.GOODWILL_KEY)


def trust(key: bytes) -> None:
    """Open with this key as well, in this process alone. It comes last: nothing is sealed with it while others do."""
    stored = None if settings.GOODWILL_KEY else keys.find_masters(settings.GOODWILL_HOME)
    before = [each.hex() for each in stored.all] if stored else [settings.GOODWILL_KEY]
    settings.GOODWILL_KEY = ",".join(filter(None, (*before, key.hex())))
    masters.cache_clear()


def wrap_anew() -> None:
    """Wrap the keys of all firms with the key in use, which was named before theirs: so theirs may be forgotten."""
    found = masters()
    named = found.all[: len(found.all) - len(found.unnamed)]
    before = {key_id(key) for key in named} - {key_id(found.current)}
    for firm in (*directory().firms(), *directory().unserved()) if before else ():
        if sealed_with(firm.wrapped_key) in before:
            key = keys.unwrap(named, firm.wrapped_key, firm.id)
            directory().set_wrapped_key(firm.id, keys.wrap(found.current, key, firm.id))


def of(firm: Firm, url: str | None = None) -> Workspace:
    """The workspace of a row of the directory, this installation's or the one at `url`."""
    url = settings.GOODWILL_DATABASE_URL if url is None else url
    return _opened(firm, masters().all, Path(settings.GOODWILL_HOME), url)


@lru_cache(64)
def _opened(firm: Firm, masters: tuple[bytes, ...], home: Path, url: str) -> Workspace:
    try:
        key = keys.unwrap(masters, firm.wrapped_key, firm.id)
    except SecretUnreadable:
        raise keys.KeyProblem(
            _(
                "The data of %(firm)s belongs to another key than the one that is here. Nothing was changed or lost. "
                "If GOODWILL_KEY was changed on another machine, give this one the same and start Goodwill here again; "
                "else bring master.key back from a copy, or the key by: goodwill restore --sheet FILE."
            )
            % {"firm": firm.name}
        ) from None
    folder = home / "firms" / firm.id
    return Workspace(firm.id, firm.name, firm.hosts, firm.state, _database(firm, key, folder, url), key, folder)


def _database(firm: Firm, key: bytes, folder: Path, url: str) -> dict[str, Any]:
    if url:
        from goodwill.kernel.databases import postgres

        return postgres.settings_of(url, firm.database, hkdf(key, "database role"))
    return sqlcipher_settings(folder / firm.database, hkdf(key, "database"))


def sqlcipher_settings(path: Path, raw_key: bytes) -> dict[str, Any]:
    return django_defaults() | {
        "ENGINE": "goodwill.kernel.databases.sqlcipher",
        "NAME": str(path),
        "OPTIONS": {"raw_key": raw_key, "transaction_mode": "IMMEDIATE", "timeout": 10},
    }


def django_defaults() -> dict[str, Any]:
    """What Django's connection handler would fill in."""
    return {
        "ATOMIC_REQUESTS": False,
        "AUTOCOMMIT": True,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": False,
        "TIME_ZONE": None,
        "USER": "",
        "PASSWORD": "",
        "HOST": "",
        "PORT": "",
        "TEST": {"CHARSET": None, "COLLATION": None, "MIGRATE": True, "MIRROR": None, "NAME": None},
    }


def create(name: str, *, hosts: tuple[str, ...], state: str = "new", firm_id: str | None = None) -> Workspace:
    """Make a firm's empty database and its row in the directory, and bring its schema up."""
    from goodwill.kernel import schema

    firm_id = firm_id or f"f{secrets.token_hex(5)}"
    firm_key = keys.new_firm_key()
    database = f"goodwill_{firm_id}" if settings.GOODWILL_DATABASE_URL else "goodwill.db"
    firm = Firm(firm_id, name, hosts, database, keys.wrap(masters().current, firm_key, firm_id), state)
    workspace = of(firm)
    workspace.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with being_made(workspace, settings.GOODWILL_DATABASE_URL):
        schema.migrate(workspace)
        directory().add(replace(firm, stamp=schema.stamp(), next_due=0.0))
    return workspace


def being_made(workspace: Workspace, url: str, *, kept: bool = True) -> AbstractContextManager[None]:
    """Its empty database, which the body fills, and lists if it is to be `kept`; a file is made by who writes it."""
    if not url:
        return nullcontext()
    from goodwill.kernel.databases import postgres

    return postgres.being_made(url, workspace.database, kept=kept)


def at_host(host: str) -> Workspace | None:
    """The firm that answers at this host name (no port)."""
    firm = directory().at_host(host)
    return of(firm) if firm else None


def all_live() -> list[Workspace]:
    return [of(firm) for firm in directory().firms()]


def get(firm_id: str) -> Workspace | None:
    firm = directory().get(firm_id)
    return of(firm) if firm else None


def remove(workspace: Workspace) -> None:
    """Delete the firm's database, files and key. There is no way back but a backup."""
    import shutil

    close_all()
    _opened.cache_clear()
    directory().remove(workspace.id)
    if settings.GOODWILL_DATABASE_URL:
        from goodwill.kernel.databases import postgres

        postgres.drop(settings.GOODWILL_DATABASE_URL, workspace.database)
    shutil.rmtree(workspace.folder, ignore_errors=True)
