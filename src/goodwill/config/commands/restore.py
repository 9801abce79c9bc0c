"""Bring a firm back from a backup; nothing is touched before the copy has proved sound."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the backup")
    parser.add_argument("--replace", action="store_true", help="move the firm that is here aside first")
    parser.add_argument("--sheet", type=Path, metavar="FILE", help="a text file with the groups of the recovery sheet")


def run(args: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.conf import settings

    from goodwill.areas.backup import restoring
    from goodwill.kernel import keys, recovery

    if args.sheet:
        keys.adopt(settings.GOODWILL_HOME, recovery.master_key_from_sheet(args.sheet.read_text(encoding="utf-8")))
    workspace = restoring.restore(args.file, replace=args.replace)
    print(f"{workspace.name} is back. Start Goodwill and sign in as before.")
    return 0
