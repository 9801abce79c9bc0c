"""The master key of an installation, and the keys of its firms that it wraps.

It is looked for in the setting GOODWILL_KEY, then where `master.key` in the home folder says: in that file itself
(readable by its owner only), or in the key ring of the operating system, of which the file then only names the entry.
So a key ring that does not answer is told, and never taken for "no key yet".
"""

import base64
import binascii
import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from django.utils.translation import gettext as _

from goodwill.kernel.errors import Told
from goodwill.kernel.secrets import KEY_BYTES, seal, unseal
from goodwill.kernel.settling import settle
from goodwill.kernel.system_keyring import Silent, Vault, system_vault

FILE = "master.key"
_WARNING = "# Master key of Goodwill: who has it can read all data, without it nobody can.\n"
_ENTRY = "keyring "


class KeyProblem(Told):
    """The master key cannot be had. Nothing can be read until it is there."""

    status = 503


class Place(StrEnum):
    SETTING = "setting"
    KEYRING = "keyring"
    FILE = "file"


@dataclass(frozen=True)
class Masters:
    """The master key in use, and older ones that may still have wrapped something."""

    current: bytes = field(repr=False)
    older: tuple[bytes, ...] = field(default=(), repr=False)
    place: Place = Place.FILE
    unnamed: tuple[bytes, ...] = field(default=(), repr=False)
    """The last of the older ones: in the home folder, and not in GOODWILL_KEY, which goes before it."""

    @property
    def all(self) -> tuple[bytes, ...]:
        return (self.current, *self.older)


def masters(home: Path, given: str = "") -> Masters:
    """The keys of this installation; at its very first start a new one, kept in the best place there is."""
    return find_masters(home, given) or create_master(home)


def find_masters(home: Path, given: str = "", vault: Vault | None = None) -> Masters | None:
    """None if this installation has no key yet. Raises `KeyProblem` if it has one that cannot be read.

    With GOODWILL_KEY given, what the home folder holds still counts as an older key: it opens what it wrapped.
    """
    stored = _stored(home, vault)
    if not given:
        return stored
    keys = read_keys(given)
    if not keys:
        raise KeyProblem(
            _(
                "GOODWILL_KEY is not a key: give 32 random bytes as 64 hexadecimal digits or as base64. "
                "Nothing was changed; start again with the right key."
            )
        )
    unnamed = tuple(key for key in (stored.all if stored else ()) if key not in keys)
    return Masters(keys[0], (*keys[1:], *unnamed), Place.SETTING, unnamed)


def create_master(home: Path, vault: Vault | None = None) -> Masters:
    """Make the first key. Of two processes that do so at the same time both get the key of the faster one."""
    key = secrets.token_bytes(KEY_BYTES)
    text, _place = _kept((key,), vault or system_vault())
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = _written_aside(home, text)
    with suppress(FileExistsError):
        _linked(aside, home / FILE)
    aside.unlink(missing_ok=True)
    settle(home)
    found = find_masters(home, vault=vault)
    if found is None:
        raise KeyProblem(_("The master key could not be written to %(folder)s.") % {"folder": home})
    return found


def adopt(home: Path, key: bytes, vault: Vault | None = None) -> Masters:
    """Use this key from now on (a new one, or the one of a recovery sheet); those before it stay readable."""
    try:
        stored = _stored(home, vault)
    except KeyProblem:
        stored = None
    older = tuple(each for each in (stored.all if stored else ()) if each != key)
    return _replace(home, (key, *older), vault)


def new_firm_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def wrap(master: bytes, firm_key: bytes, firm_id: str) -> bytes:
    return seal(master, firm_key, f"key of firm {firm_id}")


def unwrap(masters: bytes | Sequence[bytes], wrapped: bytes, firm_id: str) -> bytes:
    return unseal(masters, wrapped, f"key of firm {firm_id}")


def read_keys(text: str) -> tuple[bytes, ...]:
    """Keys in hexadecimal or base64, the current one first, with commas or line ends between; empty if one is wrong."""
    keys = [_read_key(part) for part in text.replace("\n", ",").split(",") if part.strip()]
    return tuple(key for key in keys if key) if all(keys) else ()


def _read_key(text: str) -> bytes:
    text = text.strip()
    try:
        if len(text) == 2 * KEY_BYTES:
            return bytes.fromhex(text)
        padded = text.rstrip("=").translate(str.maketrans("-_", "+/")) + "="
        raw = base64.b64decode(padded, validate=True)
    except (ValueError, binascii.Error):
        return b""
    return raw if len(raw) == KEY_BYTES else b""


def _stored(home: Path, vault: Vault | None) -> Masters | None:
    path = home / FILE
    try:
        text = path.read_text("ascii")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path) from error
    if os.name == "posix" and path.stat().st_mode & 0o077:
        path.chmod(0o600)
    entry = _entry(text)
    keys = read_keys(_from_vault(vault or system_vault(), entry) if entry else text.removeprefix(_WARNING))
    if not keys:
        raise _unreadable(path)
    return Masters(keys[0], keys[1:], Place.KEYRING if entry else Place.FILE)


def _entry(text: str) -> str:
    body = text.removeprefix(_WARNING).strip()
    return body.removeprefix(_ENTRY) if body.startswith(_ENTRY) else ""


def _from_vault(vault: Vault | None, entry: str) -> str:
    try:
        if vault and (text := vault.get(entry)):
            return text
    except Silent:
        pass
    raise KeyProblem(
        _(
            "The key of this installation is in the key ring of this computer, but that does not give it. "
            "Nothing was changed. Sign in as the person who installed Goodwill and unlock the key ring, "
            "or give the key of the recovery sheet: goodwill restore --sheet FILE."
        )
    )


def _kept(keys: Sequence[bytes], vault: Vault | None) -> tuple[str, Place]:
    """What the file shall say: the name of the key ring's entry if that holds the keys and gives them back."""
    text = ",".join(key.hex() for key in keys)
    if vault:
        entry = secrets.token_hex(8)
        try:
            vault.put(entry, text)
            if vault.get(entry) == text:
                return _ENTRY + entry, Place.KEYRING
        except Silent:
            pass
    return text.replace(",", "\n"), Place.FILE


def _replace(home: Path, keys: tuple[bytes, ...], vault: Vault | None) -> Masters:
    vault = vault or system_vault()
    path = home / FILE
    before = _entry(path.read_text("ascii", errors="replace")) if path.exists() else ""
    text, place = _kept(keys, vault)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    _written_aside(home, text).replace(path)
    settle(home)
    if before and vault:
        with suppress(Silent):
            vault.drop(before)
    return Masters(keys[0], keys[1:], place)


def _written_aside(home: Path, text: str) -> Path:
    aside = home / f"{FILE}.{secrets.token_hex(8)}"
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(f"{_WARNING}{text}\n")
        file.flush()
        os.fsync(file.fileno())
    return aside


def _linked(aside: Path, path: Path) -> None:
    """Give the finished file its name, unless the name is taken; some memory sticks know no second name."""
    try:
        path.hardlink_to(aside)
    except FileExistsError:
        raise
    except OSError:
        with path.open("xb") as file:
            file.write(aside.read_bytes())
            file.flush()
            os.fsync(file.fileno())


def _unreadable(path: Path) -> KeyProblem:
    return KeyProblem(
        _(
            "The master key in %(path)s cannot be read. Nothing was changed. "
            "Bring that file back from a copy, or the key by: goodwill restore --sheet FILE."
        )
        % {"path": path}
    )
