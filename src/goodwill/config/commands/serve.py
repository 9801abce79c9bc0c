"""Serve Goodwill: pages, event stream and background work, until Ctrl-C."""

import argparse
import contextlib
import os
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from goodwill.config.environment import Environment, current
from goodwill.config.server.freshness import is_current, mark_current
from goodwill.config.server.hosts import local_names
from goodwill.config.server.lock import SERVING, hold
from goodwill.config.server.refusal import CannotStart
from goodwill.config.server.sockets import PortTaken, listen
from goodwill.config.values import is_any_address, is_loopback

FIRST_START = 100 * 10**6
"""Bytes. An empty firm takes 12 MB and the example 21; files are kept as long as 64 MiB stay free."""


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
    if environment.log_folder:
        from goodwill.config.server import logs

        logs.file_in(environment.log_folder, "pages-0")
    warn_of_backups(environment.backup_folder)
    with _home(environment) as lock:
        try:
            listening = listen(environment.host, environment.port)
        except PortTaken as taken:
            if not taken.free or not _agreed(f"Port {environment.port} is taken. Use {taken.free} instead?"):
                raise
            environment = _chosen(args.host, str(taken.free))
            listening = listen(environment.host, environment.port)
        _make_what_is_missing(environment, example=args.example)
        browser = not args.no_browser and _has_display()
        said = [str(environment.processes), _text(args.example), _reached_by_others(environment), _text(browser)]
        return _stay(listening, lock, said)


def _stay(listening: socket.socket, lock: IO[str], said: list[str]) -> int:
    """Keep the children running, with no more of Python than that needs (`parent.py` says why)."""
    if os.name == "posix":
        for kept in (listening, lock):
            os.set_inheritable(kept.fileno(), True)
        program = str(Path(__file__).parents[1] / "server/parent.py")
        arguments = [sys.executable, "-SP", program, str(listening.fileno()), *said]
        os.execv(sys.executable, arguments)  # noqa: S606 - no shell is wanted
    listening.close()  # a child cannot inherit it there, and opens its own
    from goodwill.config.server import parent

    return parent.main(parent.NONE, *said)


def _text(yes: bool) -> str:
    return "yes" if yes else "-"


@contextlib.contextmanager
def _home(environment: Environment) -> Iterator[IO[str]]:
    """Hold the folder that only its owner can look into, cleared of what requests left when they were cut off."""
    home = environment.home
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        home.chmod(0o700)
        lock = hold(home / "serve.lock", f"{SERVING}{environment.origin}")
        shutil.rmtree(home / "temp", ignore_errors=True)
        (home / "temp").mkdir(mode=0o700)
    except OSError as error:
        raise CannotStart(
            f"Goodwill cannot write to its folder {home} ({error.strerror}). Make it writable, or name another one in "
            "GOODWILL_HOME."
        ) from None
    with lock:
        _require_room(home)
        yield lock


def warn_of_backups(folder: Path | None) -> None:
    """The disk may be one that is plugged in later, so that is no reason not to start."""
    there = folder and next((part for part in (folder, *folder.parents) if part.exists()), None)
    if there and not (there.is_dir() and os.access(there, os.W_OK)):
        print(
            f"Backups cannot be written to {folder}: nothing can be made in {there}. Goodwill starts all the same; put "
            "that right before the night, or name another folder in GOODWILL_BACKUP_FOLDER.",
            file=sys.stderr,
        )


def _require_room(home: Path) -> None:
    """Before the first start; later, a full disk shows what is there and says so on each page."""
    free = shutil.disk_usage(home).free
    if free < FIRST_START and not (home / "firms").exists():
        raise CannotStart(
            f"A first start needs {FIRST_START // 10**6} MB of room, and the disk with {home} has {free // 10**6} MB "
            "free. Nothing was begun: make room, or name a folder on another disk in GOODWILL_HOME."
        )


def _make_what_is_missing(environment: Environment, *, example: bool) -> None:
    """Browser parts and the first firm, each in a process of its own: what makes them is not needed afterwards.

    A firm that could not be made is left to the page process, which says why.
    """
    root = environment.home / "static"
    has_parts, has_firm = is_current(root), environment.database_url or (environment.home / "directory.db").exists()
    if has_parts and has_firm:
        return
    import subprocess

    nothing = subprocess.DEVNULL
    with contextlib.ExitStack() as running:
        if not has_firm:
            making = [sys.executable, "-m", "goodwill.config.server.making", *(["--example"] if example else [])]
            running.enter_context(subprocess.Popen(making, stdin=nothing, stdout=nothing, stderr=nothing))
        if not has_parts:
            if subprocess.run([sys.executable, "-m", "goodwill", "assets"], stdin=nothing, check=False).returncode:
                raise CannotStart("Without its browser parts Goodwill cannot be served; the reason stands above.")
            mark_current(root)


def _agreed(question: str) -> bool:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    return input(f"{question} [Y/n] ").strip().lower() in ("", "y", "yes")


def _reached_by_others(environment: Environment) -> str:
    """Where Goodwill listens to all and was given no name: the addresses of this machine that others can open."""
    if environment.public_url or not is_any_address(environment.host):
        return "-"
    numbers = [name for name in local_names() if not is_loopback(name) and name.replace(".", "").isdecimal()]
    named = [name for name in local_names() if name.endswith(".local")]
    reached = [f"https://{name}:{environment.port}/" for name in (*numbers[:1], *named)]
    return "Others in your network open " + " or ".join(reached) if reached else "-"


def _has_display() -> bool:
    if not sys.stdout.isatty():
        return False
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
