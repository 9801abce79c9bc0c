"""Back up every firm, and restore each copy as a test."""

import argparse
import sys
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, help="folder for the copies instead of GOODWILL_BACKUP_FOLDER")
    parser.add_argument("--check", type=Path, metavar="FILE", help="only restore this copy as a test")


def run(args: argparse.Namespace) -> int:
    import django

    django.setup()
    from goodwill.areas.backup import archive, making
    from goodwill.config.own_firm import NONE_YET, is_any
    from goodwill.kernel import workspace as workspaces

    if args.check:
        if not args.check.is_file():
            print(f"There is no file {args.check}.", file=sys.stderr)
            return 2
        archive.require_some_key(args.check)
        rows, files = making.check(args.check)
        print(f"Sound: {rows:,} rows and {files:,} files could be restored.")
        return 0
    firms = list(workspaces.all_live()) if is_any() else []
    if not firms:
        print(NONE_YET, file=sys.stderr)
        return 1
    failed = 0
    for workspace in firms:
        with workspaces.entered(workspace):
            made = making.make(workspace, folder=args.to)
        failed += bool(made.problem)
        said = made.problem or f"restored as a test: {made.rows:,} rows, {made.files:,} files"
        print(f"{workspace.name}: {made.name} ({made.size:,} bytes), {said}.")
    return 1 if failed else 0
