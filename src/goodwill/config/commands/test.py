"""Check everything: style, types, layers, and all tests on both databases and in a browser.

Programs that are missing are installed where that is possible; what had to be left out is named at the end. With
arguments for pytest (paths, -k and so on) only those tests run, on SQLCipher unless --database says otherwise.
"""

import argparse

DATABASES = {"sqlite": ("sqlite",), "postgresql": ("postgresql",), "both": ("sqlite", "postgresql")}
TAKES_MORE = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fast", action="store_true", help="leave out slow tests, types, PostgreSQL and the browser")
    parser.add_argument("--database", choices=DATABASES, help="run on this database only")
    parser.add_argument("--browser", action="store_true", help="run the tests in a browser, and nothing else")
    parser.add_argument("--faults", action="store_true", help="kill processes at work, and nothing else")
    parser.add_argument("--full", action="store_true", help="as often as before a release: half an hour and more")


def run(args: argparse.Namespace) -> int:
    from goodwill.config.testing import runner
    from goodwill.config.testing.plan import Choice

    database = args.database or ("sqlite" if args.fast or args.more else "both")
    choice = Choice(args.fast, DATABASES[database], args.browser, args.faults, args.full, tuple(args.more))
    return runner.run(choice)
