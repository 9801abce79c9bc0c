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
    from goodwill.areas.backup import making
    from goodwill.kernel import workspace as workspaces

    if args.check:
        if not args.check.is_file():
            print(f"There is no file {args.check}.", file=sys.stderr)
            return 2
        rows, files = making.check(args.check)
        print(f"Sound: {rows:,} rows and {files:,} files could be restored.")
        return 0
    failed = 0
    for workspace in workspaces.all_live():
        with workspaces.entered(workspace):
            made = making.make(workspace, folder=args.to)
        failed += bool(made.problem)
        said = made.problem or f"restored as a test: {made.rows:,} rows, {made.files:,} files"
        print(f"{workspace.name}: {made.name} ({made.size:,} bytes), {said}.")
    return 1 if failed else 0
