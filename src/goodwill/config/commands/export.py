"""Export a list, or one record with everything, into a file: CSV, Excel, JSON or vCard.

goodwill export people people.xlsx --filter 'phase is customer' --columns name,mail,phone
goodwill export person amara.json --id 12
"""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from goodwill.kernel.actors import Actor
    from goodwill.records.codec.export import Asked
    from goodwill.records.registry import RecordType

SAID_EVERY = 10_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("type", help="what to export: people, companies, contacts, tasks...")
    parser.add_argument("file", type=Path)
    parser.add_argument("--format", help="csv, xlsx, json, vcf or vcf4; else as the file's name ends")
    parser.add_argument("--filter", default="", help="which of them, in the language of lists; else all")
    parser.add_argument("--sort", default="", help="in which order: name, -changed_at")
    parser.add_argument("--columns", default="", help="which fields, with commas between them; else all")
    parser.add_argument("--id", type=int, metavar="NUMBER", help="one record with everything that hangs on it")
    parser.add_argument("--as", dest="who", metavar="MAIL", help="the user whose rights hold; else the first owner")
    parser.add_argument("--replace", action="store_true", help="write over a file that is there")


def run(args: argparse.Namespace) -> int:
    import django

    django.setup()
    from goodwill.config.own_firm import in_own_firm

    return in_own_firm(lambda _firm: export_from_firm(args))


def export_from_firm(args: argparse.Namespace) -> int:
    from goodwill.records.codec.export import Asked

    if args.file.exists() and not args.replace:
        print(f"{args.file} is there already. Name another file, or add --replace.", file=sys.stderr)
        return 2
    what, by = _type(args.type), _actor(args.who)
    if what is None or by is None:
        return 2
    columns = tuple(name for name in args.columns.split(",") if name) or ("*",)
    asked = Asked(args.format or args.file.suffix[1:].lower() or "csv", args.filter, args.sort, columns, record=args.id)
    return _write(what, asked, by, args.file)


def _write(type: "RecordType", asked: "Asked", by: "Actor", path: Path) -> int:
    """Beside its place first, so that no half of a file is ever taken for the whole."""
    import shutil

    from goodwill.records.codec.export import export

    draft = path.with_name(f".{path.name}.part")
    made = export(type, asked, by=by, seen=_tell)
    try:
        with made.file, draft.open("xb") as sink:
            draft.chmod(0o600)
            shutil.copyfileobj(made.file, sink)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    print(f"{path}: {made.rows:,} rows, {made.size:,} bytes.")
    return 0


def _tell(number: int) -> None:
    if number and not number % SAID_EVERY and sys.stderr.isatty():
        print(f"{number:,} rows", end="\r", file=sys.stderr)


def _type(name: str) -> "RecordType | None":
    from goodwill.records import registry

    found = registry.get(name) or registry.by_slug(name)
    if found is None:
        names = ", ".join(known.slug for known in registry.types())
        print(f"There is nothing here that is called {name}. There are: {names}.", file=sys.stderr)
    return found


def _actor(mail: str | None) -> "Actor | None":
    from goodwill.kernel.actors import Actor
    from goodwill.kernel.models import User

    users = User.objects.filter(is_active=True).order_by("id")
    user = users.filter(email__iexact=mail).first() if mail else users.filter(role__builtin="owner").first()
    if user is None:
        print(f"Nobody here signs in as {mail}." if mail else "The firm has no owner yet.", file=sys.stderr)
    return Actor.of(user, "command") if user else None
