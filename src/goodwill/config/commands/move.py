"""Move the firms of this installation from encrypted files to PostgreSQL, or back.

goodwill move --to postgresql://goodwill@localhost/goodwill
goodwill move --to files

Stop Goodwill first. Each firm is copied, every table is compared, and only then it is served from its new place; what
is in the old one stays there as it was. Broken off at any moment, it can be started again.
"""

import argparse
import sys
import time

from goodwill.config import values
from goodwill.config.environment import current
from goodwill.config.server.lock import hold
from goodwill.config.server.refusal import CannotStart, refused_by_database

FILES = "files"
SAID_EVERY = 0.2  # seconds


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", required=True, metavar="WHERE", help="the address of a PostgreSQL server, or: files")
    parser.add_argument("--firm", default="", metavar="NAME", help="only this one; else all that are here")


def run(args: argparse.Namespace) -> int:
    try:
        target = "" if args.to == FILES else values.database_url(args.to)
    except ValueError as wrong:
        print(f"--to: {wrong} Or say: files.", file=sys.stderr)
        return 2
    if target == current().database_url:
        print(f"The firms are there already: {'in files' if not target else 'on this server'}.", file=sys.stderr)
        return 2
    home = current().home
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with hold(home / "serve.lock", "moving a firm"):
            return _move(target, args.firm)
    except CannotStart as running:
        print(f"{running} Stop it first; nothing was changed.", file=sys.stderr)
        return 1


def _move(target: str, only: str) -> int:
    import django

    django.setup()
    from goodwill.areas.backup import moving

    seen, moved = _Progress(), 0
    try:
        for firm in moving.move(target, seen.told, only):
            seen.end()
            speed = f" in {seen.seconds:,.1f} s, {firm.rows / seen.seconds:,.0f} rows/s," if firm.rows else ""
            print(f"{firm.name}: {firm.rows:,} rows{speed} each table compared. The old copy is {firm.left}.")
            moved += 1
            seen = _Progress()
    except Exception as error:
        if said := refused_by_database(error):
            print(said.replace("GOODWILL_DATABASE_URL", "the address"), file=sys.stderr)
            return 1
        raise
    if not moved:
        print("There is no such firm here." if only else "There is no firm here to be moved.", file=sys.stderr)
        return 1
    print(_what_next(target))
    return 0


def _what_next(target: str) -> str:
    if target:
        how = "From now on start Goodwill with GOODWILL_DATABASE_URL set to that address, on this same GOODWILL_HOME"
    else:
        how = "From now on start Goodwill without GOODWILL_DATABASE_URL"
    return f"{how}. Delete the old copy when you have seen that all is well: who erases data must erase it there, too."


class _Progress:
    """A line that is written over where somebody looks, and a line for each step where nobody does."""

    def __init__(self) -> None:
        self._began = self._said = time.monotonic()
        self._what = ""
        self.seconds = 0.0

    def told(self, what: str, rows: int) -> None:
        now = time.monotonic()
        if what == self._what and now - self._said < SAID_EVERY:
            return
        line = f"{what}: {rows:,} rows" if rows else what
        if sys.stderr.isatty():
            print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)
        elif what != self._what:
            print(line, file=sys.stderr, flush=True)
        self._what, self._said = what, now

    def end(self) -> None:
        self.seconds = max(time.monotonic() - self._began, 0.001)
        if sys.stderr.isatty():
            print("\r\033[K", end="", file=sys.stderr)
