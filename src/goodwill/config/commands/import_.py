"""Import files of people, companies or any other records: CSV, Excel, OpenDocument, JSON or vCard.

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
    parser.add_argument(
        "file", type=Path, nargs="+", help="one file or several, or zips; those with the same columns are one import"
    )
    parser.add_argument("--user", "--owner", dest="owner", metavar="MAIL", help="who imports; else the first owner")
    parser.add_argument("--as", dest="row_is", metavar="TYPE", help="what a row is: person, company, task, ...")
    parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--errors", type=Path, metavar="FILE", help="write the rows that were not taken to this file")
    reading = parser.add_argument_group("how the file is read")
    reading.add_argument("--encoding", metavar="NAME")
    reading.add_argument("--delimiter", metavar="SIGN")
    reading.add_argument("--sheet", metavar="NAME", help="of a workbook")
    reading.add_argument("--header-row", type=int, metavar="N", help="0: the columns have no names")
    columns = parser.add_argument_group("what the columns mean")
    columns.add_argument("--mapping", metavar="NAME", help="as it was remembered under this name")
    columns.add_argument(
        "--map", action="append", default=[], metavar="COLUMN=FIELD", help='FIELD may be empty: "Fax="'
    )
    columns.add_argument("--keep", choices=("note", "tag"), help="what becomes of columns that no field fits")
    columns.add_argument("--whole-names", action="store_true", help="do not take full names apart")
    columns.add_argument("--remember", metavar="NAME", help="remember all this for files with the same columns")
    rows = parser.add_argument_group("what becomes of the rows")
    rows.add_argument("--match", metavar="FIELD", help="by which known records are found, where it can be chosen")
    rows.add_argument("--policy", choices=("fill", "overwrite", "create"), help="what becomes of who is here already")
    rows.add_argument("--field-policy", action="append", default=[], metavar="FIELD=keep|overwrite|fill")
    rows.add_argument("--doubles", choices=("take", "hold"), help="whoever may be here already, but not for certain")
    rows.add_argument(
        "--trashed", choices=("back", "new", "leave"), help="whoever is in the trash; else they come back"
    )
    rows.add_argument(
        "--add",
        action="append",
        default=[],
        metavar="FIELD=TYPE",
        help="whoever a row names in this field and is not here yet is added as TYPE, by name",
    )
    rows.add_argument(
        "--all",
        action="append",
        default=[],
        metavar="FIELD=CHOICE",
        help="what every new record holds in this field, which no column fills: --all kind=call",
    )
    rows.add_argument("--source", metavar="NAME", help="the system that the numbers in the file are from")
    rows.add_argument("--give-to", metavar="MAIL", help="the owner of new records")
    rows.add_argument("--team", metavar="NAME", help="the team of new records")
    rows.add_argument("--phase", metavar="NAME", help="of new records, where the file says nothing")
    rows.add_argument("--tag", action="append", default=[], metavar="NAME", help="put this tag on all of them")
    consent = parser.add_argument_group("what they all agreed to")
    consent.add_argument("--consent", action="append", default=[], metavar="PURPOSE", help="news, offers, ...")
    consent.add_argument("--channel", default="mail", metavar="NAME")
    consent.add_argument("--wording", default="", metavar="TEXT", help="the exact words that they agreed to")
    consent.add_argument("--agreed-at", default="", metavar="PLACE", help="where they said so")


def run(args: argparse.Namespace) -> int:
    import django

    django.setup()
    from goodwill.config.own_firm import in_own_firm

    for file in args.file:
        if not file.is_file():
            print(f"There is no file {file}.", file=sys.stderr)
            return 2
    return in_own_firm(lambda _firm: import_into_firm(args))


def import_into_firm(args: argparse.Namespace) -> int:
    from goodwill.config.importing import prepared
    from goodwill.kernel.errors import Told

    by = _actor(args.owner)
    if by is None:
        print(f"Nobody here signs in as {args.owner}." if args.owner else "The firm has no owner yet.", file=sys.stderr)
        return 2
    try:
        found, errors = prepared(args.file, args, by)
    except Told as refusal:
        found, errors = [], [refusal.sentence]
    for sentence in errors:
        print(sentence, file=sys.stderr)
    worst = 2 if errors else 0
    for run in found:
        try:
            worst = max(worst, _import(run, args, by))
        except Told as refusal:
            print(refusal.sentence, file=sys.stderr)
            worst = 2
    return worst


def _import(found: "Import", args: argparse.Namespace, by: "Actor") -> int:
    from goodwill.transfer import runs

    _tell_problems(found)
    runs.check(found, by, at_once=True)
    _say(found, found.checked, "This would happen:")
    _greet(found, by)
    told = _say_rows(found)
    if not found.checked.get("rows"):
        runs.discard(found, by)
        return 0
    if args.dry_run or not (args.yes or _agreed(found)):
        _write_errors(found, args.errors)
        runs.discard(found, by)
        print("Nothing was written." if args.dry_run or sys.stdin.isatty() else "Nothing was written; --yes writes it.")
        return 0
    done = _perform(found, by)
    _say_rows(found, told)
    _greet(found, by)
    _write_errors(found, args.errors)
    return done


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
        "left": "left out",
        "remarks": "with a remark",
    }
    maker = f" ({found.found['maker']})" if found.found.get("maker") else ""
    rows = counts.get("rows", 0)
    print(f"{found.name}{maker}: {rows:,} {'row' if rows == 1 else 'rows'}. {title}")
    told = ", ".join(f"{counts[name]:,} {word}" for name, word in words.items() if counts.get(name))
    print(f"  {told or 'There is nothing to write: the file has names of columns, but no row below them.'}")
    if found.error:
        print(found.error, file=sys.stderr)


def _say_rows(found: "Import", before: frozenset[str] = frozenset()) -> frozenset[str]:
    """What is to be said of single rows, but for what was said before, which was of as many as are listed."""
    lines = [
        f"  row {found.row_name(row.number)}: {row.sentence}" for row in found.rows.order_by("number", "id")[:LISTED]
    ]
    for line in lines:
        if line not in before:
            print(line)
    more = found.rows.count() - LISTED
    if more > 0 and not before:
        print(f"  and {more:,} more")
    return frozenset(lines)


def _tell_problems(found: "Import") -> None:
    """What is to be said about the file as a whole."""
    from goodwill.transfer.readers.errors import Problem

    for data in found.found["problems"]:
        problem = Problem.from_data(data)
        print(f"{found.name}: {problem.sentence} {problem.advice}".strip())


def _greet(found: "Import", by: "Actor") -> None:
    """Who of them had gone quiet, before the run and after it, and who is in the trash."""
    from goodwill.transfer import counting, importers

    importer = importers.get(found.importer)
    told = None
    if importer.awaits and found.is_open and found.back:
        told = importer.awaits(found.back, by)
    elif importer.greets and found.batch_id:
        told = importer.greets(found.batch_id, by)
    for one in told.shown if told else ():
        print(f"  Back again: {one.name}. {one.sentence}")
    if importer.trashed and found.is_open and found.gone:
        print(f"  {counting.gone(len(found.gone), found.options['trashed'], was_written=False)}")
        for one in importer.trashed(found.gone, by).shown:
            print(f"  {one.name}: {one.sentence}")


def _write_errors(found: "Import", to: Path | None) -> None:
    from goodwill.transfer.errorfile import lines

    if to:
        with to.open("w", encoding="utf-8", newline="") as file:
            file.writelines(lines(found))


def _agreed(found: "Import") -> bool:
    if not any(found.checked.get(name) for name in ("new", "updated", "double")):
        return False
    return sys.stdin.isatty() and input("Write it? [y/N] ").strip().lower() in ("y", "yes")
