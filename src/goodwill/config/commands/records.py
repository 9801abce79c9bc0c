"""Print what was made for a type of records: fields, columns, addresses, verbs, API and rights.

Those that the firm on this machine made by itself are among them, with the fields that it gave to others.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("type", nargs="?", help="its name, as `deal`; without one, all types are listed")


def run(args: argparse.Namespace) -> int:
    import django

    django.setup()
    from goodwill.records import registry
    from goodwill.records.printed import overview, printed

    with _own_firm():
        if args.type is None:
            print(overview())
            return 0
        found = registry.get(args.type) or registry.by_slug(args.type)
        if found is None:
            print(f'There is no type of records called "{args.type}". There are:\n\n{overview()}', file=sys.stderr)
            return 2
        print(printed(found))
    return 0


@contextmanager
def _own_firm() -> Iterator[None]:
    """Inside of the firm of this machine; without one, only what Goodwill itself declares is known."""
    from goodwill.config.own_firm import chosen, is_any
    from goodwill.kernel import workspace as workspaces

    firm = chosen(workspaces.all_live()) if is_any() and not workspaces.entered_one() else None
    if firm is None:
        yield
        return
    with workspaces.entered(firm):
        yield
