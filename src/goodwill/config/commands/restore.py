"""Bring a firm back from a backup; nothing is touched before the copy has proved sound.

With --sheet alone, only the key of this installation is brought back.
"""

import argparse
import sys
from pathlib import Path

from goodwill.config.environment import current
from goodwill.config.server.lock import hold
from goodwill.config.server.refusal import CannotStart


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

    key = recovery.master_key_from_sheet(recovery.text_of(sheet.read_bytes())) if sheet else None
    if file is None:
        if key is not None:
            keys.adopt(current().home, key)
        print("The key of the sheet is in use now; older ones stay readable.")
        return 0
    if key is not None:
        archive.require_sheet_of(file, key)
    else:
        archive.require_some_key(file)
    back = restoring.restore(file, replace=replace, key=key)
    with workspaces.entered(back.workspace):
        rows = snapshot.rows_of(snapshot.counts())
    print(f"{back.workspace.name} is back as it was on {back.made_at.astimezone():%Y-%m-%d %H:%M}, with {rows:,} rows.")
    if back.kept:
        print(f"What was here before is kept in {back.kept}: delete it once all is well.")
    print("Start Goodwill and sign in as before.")
    return 0
