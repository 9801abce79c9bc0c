"""Import a file of contacts: CSV, Excel, OpenDocument or vCard.

Says first what would happen, and asks before anything is written. The same file twice changes nothing.
"""

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from goodwill.kernel.actors import Actor
    from goodwill.transfer.models import Import

LISTED = 20
WAIT = 0.5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)
    parser.add_argument(
        "--owner", metavar="MAIL", help="the user who imports and owns what is new; else the first owner"
    )
    parser.add_argument("--as", dest="row_is", choices=("person", "company"), help="what a row is")
    parser.add_argument("--source", metavar="NAME", help="the system that the numbers in the file are from")
    parser.add_argument("--policy", choices=("fill", "overwrite", "create"), help="what becomes of who is here already")
    parser.add_argument("--tag", action="append", default=[], metavar="NAME", help="put this tag on all of them")
    parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(args: argparse.Namespace) -> int:
    import django

    django.setup()
    from goodwill.kernel import schema, workspace as workspaces

    if not args.file.is_file():
        print(f"There is no file {args.file}.", file=sys.stderr)
        return 2
    schema.bring_up_to_date()
    firms = list(workspaces.all_live())
    if not firms:
        print("No firm is set up here yet. Start `goodwill serve` and name it first.", file=sys.stderr)
        return 1
    with workspaces.entered(firms[0]):
        return import_into_firm(args)


def import_into_firm(args: argparse.Namespace) -> int:
    from dataclasses import replace

    from goodwill.transfer import runs
    from goodwill.transfer.options import Options

    by = _actor(args.owner)
    if by is None:
        print(f"Nobody here signs in as {args.owner}." if args.owner else "The firm has no owner yet.", file=sys.stderr)
        return 2
    with args.file.open("rb") as stream:
        found = runs.bring(stream, args.file.name, by)
    asked = {"row_is": args.row_is, "source": args.source, "policy": args.policy, "tags": tuple(args.tag)}
    options = replace(Options.from_data(found.options), **{name: value for name, value in asked.items() if value})
    runs.set_options(found, options)
    runs.check(found, by, at_once=True)
    _say(found, found.checked, "This would happen:")
    if args.dry_run or not (args.yes or _agreed(found)):
        runs.discard(found, by)
        print("Nothing was written.")
        return 0
    return _perform(found, by)


def _actor(mail: str | None) -> "Actor | None":
    from goodwill.kernel.actors import Actor
    from goodwill.kernel.models import User

    users = User.objects.filter(is_active=True).order_by("id")
    user = users.filter(email__iexact=mail).first() if mail else users.filter(role__builtin="owner").first()
    return Actor.of(user, "import") if user else None


def _perform(found: "Import", by: "Actor") -> int:
    """Here, unless a worker that runs beside this took it first."""
    from goodwill.kernel import jobs
    from goodwill.transfer import runs

    runs.start(found, by)
    while found.state == found.State.RUNNING:
        jobs.run_due()
        found.refresh_from_db()
        if found.state == found.State.RUNNING:
            time.sleep(WAIT)
    _say(found, found.counts, "This was done:")
    return 0 if found.state == found.State.DONE else 1


def _say(found: "Import", counts: dict[str, int], title: str) -> None:
    words = {
        "new": "new",
        "updated": "updated",
        "same": "unchanged",
        "double": "perhaps double",
        "refused": "not taken",
        "remarks": "with a remark",
    }
    maker = f" ({found.found['maker']})" if found.found.get("maker") else ""
    print(f"{found.name}{maker}: {counts.get('rows', 0):,} rows. {title}")
    print("  " + ", ".join(f"{counts[name]:,} {word}" for name, word in words.items() if counts.get(name)))
    for row in found.rows.order_by("number", "id")[:LISTED]:
        print(f"  row {row.number}: {row.sentence}")
    more = found.rows.count() - LISTED
    if more > 0:
        print(f"  and {more:,} more")
    if found.error:
        print(found.error, file=sys.stderr)


def _agreed(found: "Import") -> bool:
    if not any(found.checked.get(name) for name in ("new", "updated", "double")):
        return False
    return sys.stdin.isatty() and input("Write it? [y/N] ").strip().lower() in ("y", "yes")
