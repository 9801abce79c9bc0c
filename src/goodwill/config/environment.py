"""Every setting of an installation: one row each, read from environment variables and from nowhere else.

Django is not imported here: `serve` checks the settings before anything heavy is loaded, and so the sentences
below are plain English (no language is chosen yet).
"""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from goodwill.config import values
from goodwill.config.values import Network

PREFIX = "GOODWILL_"


def _default_home(variables: Mapping[str, str]) -> Path:
    user = Path(variables.get("HOME") or variables.get("USERPROFILE") or Path.home())
    if sys.platform == "win32":
        return Path(variables.get("LOCALAPPDATA") or user / "AppData/Local") / "Goodwill"
    if sys.platform == "darwin":
        return user / "Library/Application Support/Goodwill"
    return Path(variables.get("XDG_DATA_HOME") or user / ".local/share") / "goodwill"


def _setting(parse: Callable[[str], Any], default: Any, help: str, *, shown: str = "", secret: bool = False) -> Any:
    """One row. `parse` makes the value of a text or raises ValueError with what to do; `shown` tells the default."""
    metadata = {"parse": parse, "default": default, "help": help, "shown": shown, "secret": secret}
    return field(metadata=metadata, repr=not secret, kw_only=True)


@dataclass(frozen=True)
class Environment:
    """The settings of this installation. Field `port` is the variable GOODWILL_PORT, and so on."""

    home: Path = _setting(
        values.folder, _default_home, "Folder that holds everything Goodwill keeps.", shown="the user's data folder"
    )
    host: str = _setting(
        values.host, "localhost", "Address to listen on. Anything but this machine itself is served over TLS only."
    )
    port: int = _setting(values.whole_number(1, 65535), 4663, "Port to listen on.")
    public_url: str = _setting(
        values.origin, "", "Address that people type, used in links and mails.", shown="the address listened on"
    )
    allowed_hosts: tuple[str, ...] = _setting(
        values.each(values.host_pattern),
        (),
        "Further host names to answer to, with commas between; .name takes all below.",
    )
    trusted_proxies: tuple[Network, ...] = _setting(
        values.each(values.network), (), "Addresses or networks of proxies whose X-Forwarded headers are believed."
    )
    tls_certificate: Path | None = _setting(
        values.existing_file,
        None,
        "Certificate chain (PEM) to serve with.",
        shown="a self-made one where TLS is needed",
    )
    tls_key: Path | None = _setting(values.existing_file, None, "Private key (PEM) of that certificate.")
    database_url: str = _setting(
        values.database_url,
        "",
        "PostgreSQL server, postgresql://user:password@host/name.",
        secret=True,
        shown="encrypted files in GOODWILL_HOME",
    )
    key: str = _setting(
        values.master_keys,
        "",
        "Master key: 32 random bytes in hexadecimal or base64; older ones behind it, with commas.",
        secret=True,
        shown="kept in the system's key ring, else in GOODWILL_HOME",
    )
    processes: int = _setting(values.whole_number(1, 64), 1, "Processes that serve pages.")
    threads: int = _setting(values.whole_number(1, 64), 4, "Threads that serve pages, in each process.")
    upload_limit: int = _setting(values.whole_number(1, 10_240), 512, "Largest upload in MiB.")
    file_quota: int = _setting(
        values.whole_number(0, 1_000_000), 0, "Room for all files of a firm in GiB; 0 for what the disk has."
    )
    smtp_url: str = _setting(
        values.smtp_url,
        "",
        "Server for outgoing mail, smtp://user:password@host:587 or smtps://host.",
        secret=True,
        shown="set on the settings page",
    )
    private_targets: tuple[str, ...] = _setting(
        values.each(values.target),
        (),
        "Hosts and networks inside your own network that webhooks may go to, with commas between.",
    )
    backup_folder: Path | None = _setting(
        values.folder, None, "Folder for backups; another disk is best.", shown="backups in GOODWILL_HOME"
    )
    country: str = _setting(values.country, "", "Home country, two letters.", shown="asked at the first start")
    language: str = _setting(
        values.language, "en", "How dates and numbers are written before anyone is signed in, as en-us."
    )
    log_level: str = _setting(
        values.one_of("debug", "info", "warning", "error"), "warning", "How much is logged; info has each request."
    )
    log_folder: Path | None = _setting(values.folder, None, "Folder for log files.", shown="written to the terminal")
    debug: bool = _setting(values.yes_or_no, False, "Show details of errors on pages. Never for real data.")

    @property
    def local(self) -> bool:
        """Only this machine can reach the port."""
        return values.is_loopback(self.host)

    @property
    def tls(self) -> bool:
        """The port itself speaks TLS."""
        return self.tls_certificate is not None or not self.local

    @property
    def secure(self) -> bool:
        """People reach the pages over TLS, be it ours or that of a proxy before us."""
        return self.public_url.startswith("https://") if self.public_url else self.tls

    @property
    def origin(self) -> str:
        """Scheme, host and port for links, without a slash at the end."""
        if self.public_url:
            return self.public_url
        name = "localhost" if values.is_any_address(self.host) else self.host
        return f"{'https' if self.tls else 'http'}://{f'[{name}]' if ':' in name else name}:{self.port}"

    @property
    def backups(self) -> Path:
        return self.backup_folder or self.home / "backups"


class Misconfigured(Exception):
    """The variables were refused; `problems` has a sentence for each."""

    def __init__(self, problems: list[str]):
        super().__init__("\n".join(problems))
        self.problems = problems


def load(variables: Mapping[str, str]) -> Environment:
    """Read all settings, or raise Misconfigured with every problem at once. An empty variable counts as not set."""
    problems, found = _unknown(variables), {}
    for row in fields(Environment):
        name, default = PREFIX + row.name.upper(), row.metadata["default"]
        raw = variables.get(name, "").strip()
        if not raw:
            found[row.name] = default(variables) if callable(default) else default
            continue
        try:
            found[row.name] = row.metadata["parse"](raw)
        except ValueError as problem:
            given = "" if row.metadata["secret"] else f' is "{raw}"'
            problems.append(f"{name}{given}: {problem}")
    if not problems:
        loaded = Environment(**found)
        problems = _contradictions(loaded)
    if problems:
        raise Misconfigured(problems)
    return loaded


def _unknown(variables: Mapping[str, str]) -> list[str]:
    known = [PREFIX + row.name.upper() for row in fields(Environment)]
    problems = []
    for name in sorted(variables):
        if name.startswith(PREFIX) and name not in known:
            near = get_close_matches(name, known, n=1)
            problems.append(f"{name} is not a setting." + (f" Did you mean {near[0]}?" if near else ""))
    return problems


def _contradictions(loaded: Environment) -> list[str]:
    problems = []
    if (loaded.tls_certificate is None) != (loaded.tls_key is None):
        problems.append("GOODWILL_TLS_CERTIFICATE and GOODWILL_TLS_KEY belong together: set both, or none.")
    if loaded.public_url.startswith("https://") and not loaded.tls and not loaded.trusted_proxies:
        problems.append(
            "GOODWILL_PUBLIC_URL says https, but nothing here speaks TLS: name the proxy before Goodwill in "
            "GOODWILL_TRUSTED_PROXIES, or give a certificate in GOODWILL_TLS_CERTIFICATE and GOODWILL_TLS_KEY."
        )
    if loaded.public_url.startswith("http://") and loaded.tls:
        problems.append("GOODWILL_PUBLIC_URL says http, but the port speaks TLS: write https.")
    return problems


@dataclass(frozen=True)
class Row:
    """A line of the documentation."""

    name: str
    default: str
    help: str


def table() -> list[Row]:
    """All settings as they are documented."""
    rows = []
    for row in fields(Environment):
        default = row.metadata["shown"] or _as_text(row.metadata["default"])
        rows.append(Row(PREFIX + row.name.upper(), default, row.metadata["help"]))
    return rows


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if value not in ((), None, "") else "none"


@cache
def current() -> Environment:
    return load(os.environ)


def __getattr__(name: str) -> Environment:
    """`from goodwill.config.environment import environment` reads the variables of this process, once."""
    if name == "environment":
        return current()
    raise AttributeError(name)
