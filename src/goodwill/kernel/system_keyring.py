"""The key ring of the operating system, asked so that it can never hang a machine without a screen."""

import os
import sys
import threading
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

T = TypeVar("T")

SERVICE = "goodwill"
PATIENCE = 30.0  # seconds: a person may have to unlock it


class Silent(Exception):
    """The key ring gave no answer: it failed, is locked, or took too long."""


class Vault(Protocol):
    def get(self, entry: str) -> str | None: ...
    def put(self, entry: str, text: str) -> None: ...
    def drop(self, entry: str) -> None: ...


class SystemVault:
    """A key ring behind the `keyring` library. `backend` makes it, in the thread that may hang."""

    def __init__(self, backend: Callable[[], Any], patience: float = PATIENCE) -> None:
        self._backend = backend
        self._patience = patience

    def get(self, entry: str) -> str | None:
        text: str | None = within(self._patience, lambda: self._backend().get_password(SERVICE, entry))
        return text

    def put(self, entry: str, text: str) -> None:
        within(self._patience, lambda: self._backend().set_password(SERVICE, entry, text))

    def drop(self, entry: str) -> None:
        within(self._patience, lambda: self._backend().delete_password(SERVICE, entry))


def system_vault() -> SystemVault | None:
    """None where no real key ring can be: the library's own stand-ins, which keep plain text, are never used."""
    if sys.platform in ("darwin", "win32"):
        return SystemVault(_backend)
    desktop = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return SystemVault(_backend) if desktop and os.environ.get("DBUS_SESSION_BUS_ADDRESS") else None


def within(seconds: float, work: Callable[[], T]) -> T:
    """The result of `work`, or `Silent` if it fails or takes longer; a thread that hangs dies with the process."""
    results: list[T] = []

    def run() -> None:
        try:
            results.append(work())
        except Exception:  # noqa: BLE001 - a key ring fails in as many ways as there are desktops
            return

    thread = threading.Thread(target=run, name="key ring", daemon=True)
    thread.start()
    thread.join(seconds)
    if not results:
        raise Silent
    return results[0]


def _backend() -> Any:
    if sys.platform == "darwin":
        from keyring.backends.macOS import Keyring as MacKeyring

        return MacKeyring()
    if sys.platform == "win32":
        from keyring.backends.Windows import WinVaultKeyring

        return WinVaultKeyring()
    from keyring.backends import SecretService, kwallet

    for kind in (SecretService.Keyring, kwallet.DBusKeyring):
        if kind.viable:
            return kind()
    raise Silent
