"""Serve Goodwill: pages, event stream and background work, until Ctrl-C."""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from goodwill.config.environment import Environment, current
from goodwill.config.server.freshness import is_current
from goodwill.config.server.hosts import local_names
from goodwill.config.server.lock import hold
from goodwill.config.server.refusal import CannotStart
from goodwill.config.server.sockets import PortTaken, listen
from goodwill.config.server.supervisor import Supervisor
from goodwill.config.values import is_any_address, is_loopback


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help="address to listen on instead of GOODWILL_HOST")
    parser.add_argument("--port", help="port to listen on instead of GOODWILL_PORT")
    parser.add_argument("--example", action="store_true", help="show the example firm")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")


def run(args: argparse.Namespace) -> int:
    try:
        return _serve(_chosen(args.host, args.port), args)
    except CannotStart as refused:
        print(refused, file=sys.stderr)
        return 1


def _chosen(host: str | None, port: str | None) -> Environment:
    """The settings with what the command line says; children find both in their environment."""
    os.environ |= {name: value for name, value in (("GOODWILL_HOST", host), ("GOODWILL_PORT", port)) if value}
    current.cache_clear()
    return current()


def _serve(environment: Environment, args: argparse.Namespace) -> int:
    with _home(environment):
        try:
            listening = listen(environment.host, environment.port)
        except PortTaken as taken:
            if not taken.free or not _agreed(f"Port {environment.port} is taken. Use {taken.free} instead?"):
                raise
            environment = _chosen(args.host, str(taken.free))
            listening = listen(environment.host, environment.port)
        if os.name != "posix":
            listening.close()  # a child cannot inherit it there, and opens its own
        _make_static_files(environment.home / "static")
        supervisor = Supervisor(listening if os.name == "posix" else None, environment.processes, example=args.example)
        return supervisor.run(lambda address, fingerprint: _welcome(address, fingerprint, environment, args.no_browser))


@contextlib.contextmanager
def _home(environment: Environment) -> Iterator[None]:
    """Hold the folder that only its owner can look into, cleared of what requests left when they were cut off."""
    home = environment.home
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        home.chmod(0o700)
        lock = hold(home / "serve.lock", f"at {environment.origin}")
        shutil.rmtree(home / "temp", ignore_errors=True)
        (home / "temp").mkdir(mode=0o700)
    except OSError as error:
        raise CannotStart(
            f"Goodwill cannot write to its folder {home} ({error.strerror}). Make it writable, or name another one in "
            "GOODWILL_HOME."
        ) from None
    with lock:
        yield


def _make_static_files(root: Path) -> None:
    """In a process of its own: what makes them is not needed afterwards."""
    if is_current(root):
        return
    if subprocess.run([sys.executable, "-m", "goodwill", "assets"], stdin=subprocess.DEVNULL, check=False).returncode:
        raise CannotStart("Without its browser parts Goodwill cannot be served; the reason stands above.")


def _agreed(question: str) -> bool:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    return input(f"{question} [Y/n] ").strip().lower() in ("", "y", "yes")


def _welcome(address: str, fingerprint: str, environment: Environment, no_browser: bool) -> None:
    print(f"\nGoodwill is ready:\n\n    {address}\n")
    if reached := _reached_by_others(environment):
        print("Others in your network open " + " or ".join(reached) + "\n")
    if "/enter?code=" in address:
        print("This address lets one person in, once.")
    if fingerprint:
        print(
            "Browsers will warn about the certificate, since Goodwill made it itself. Its SHA-256 fingerprint is\n"
            f"{fingerprint}"
        )
    print("Goodwill runs as long as this command does; Ctrl-C stops it.\n", flush=True)
    if not no_browser and _has_display():
        threading.Thread(target=_open_browser, args=(address,), daemon=True).start()


def _reached_by_others(environment: Environment) -> list[str]:
    """Where Goodwill listens to all and was given no name: the addresses of this machine that others can open."""
    if environment.public_url or not is_any_address(environment.host):
        return []
    numbers = [name for name in local_names() if not is_loopback(name) and name.replace(".", "").isdigit()]
    named = [name for name in local_names() if name.endswith(".local")]
    return [f"https://{name}:{environment.port}/" for name in (*numbers[:1], *named)]


def _has_display() -> bool:
    if not sys.stdout.isatty():
        return False
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _open_browser(address: str) -> None:
    import webbrowser

    with contextlib.suppress(webbrowser.Error):
        webbrowser.open(address)
