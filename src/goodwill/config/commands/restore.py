"""Bring a firm back from a backup; nothing is touched before the copy has proved sound.

With --sheet alone, only the key of this installation is brought back.
"""

import argparse
import sys
from pathlib import Path

from goodwill.config.environment import current
from goodwill.config.server.lock import hold
from goodwill.config.server.refusal import CannotStart

OPENS_NOTHING = bytes(32)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, nargs="?", help="the backup")
    parser.add_argument("--replace", action="store_true", help="move the firm that is here aside first")
    parser.add_argument("--sheet", type=Path, metavar="FILE", help="a text file with the groups of the recovery sheet")


def run(args: argparse.Namespace) -> int:
    for path in filter(None, (args.file, args.sheet)):
        if not path.is_file():
            print(f"There is no file {path}. Nothing was touched.", file=sys.stderr)
            return 2
    if not (args.file or args.sheet):
        print("Name the backup: goodwill restore FILE.", file=sys.stderr)
        return 2
    home = current().home
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with hold(home / "serve.lock", "restoring a backup"):
            return _restore(args.file, args.sheet, replace=args.replace)
    except CannotStart as running:
        print(f"{running} Stop it first; nothing was touched.", file=sys.stderr)
        return 1


def _restore(file: Path | None, sheet: Path | None, *, replace: bool) -> int:
    import django

    django.setup()
    from goodwill.areas.backup import archive, restoring, snapshot
    from goodwill.kernel import keys, recovery, workspace as workspaces

    if sheet:
        key = recovery.master_key_from_sheet(sheet.read_text(encoding="utf-8"))
        if file:
            archive.check_key(file, key)
        keys.adopt(current().home, key)
    elif file and keys.find_masters(current().home, current().key) is None:
        archive.check_key(file, OPENS_NOTHING)  # refused before a key is made here, of which nobody has a sheet
    if file is None:
        print("The key of the sheet is in use now; older ones stay readable.")
        return 0
    workspace = restoring.restore(file, replace=replace)
    with workspaces.entered(workspace):
        rows = snapshot.rows_of(snapshot.counts())
    print(f"{workspace.name} is back, with {rows:,} rows. Start Goodwill and sign in as before.")
    return 0
