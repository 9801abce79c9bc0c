"""Print what was made for a type of records: fields, columns, addresses, verbs, API and rights."""

import argparse
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("type", nargs="?", help="its name, as `deal`; without one, all types are listed")


def run(args: argparse.Namespace) -> int:
    import django

    django.setup()
    from goodwill.records import registry
    from goodwill.records.printed import overview, printed

    if args.type is None:
        print(overview())
        return 0
    found = registry.get(args.type) or registry.by_slug(args.type)
    if found is None:
        print(f'There is no type of records called "{args.type}". There are:\n\n{overview()}', file=sys.stderr)
        return 2
    print(printed(found))
    return 0
