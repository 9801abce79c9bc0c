"""The command line: a module here is a command, and only the one that is asked for gets imported.

A command module has a docstring (its first line is the help), `add_arguments(parser)` and `run(args) -> int | None`.
With `TAKES_MORE = True`, arguments that the parser does not know are handed over as `args.more`. `import_.py` is
`import`.
"""

import argparse
import ast
import os
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Never

import goodwill

HERE = Path(__file__).parent


def main() -> Never:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodwill.config.settings")
    _keep_bytecode()
    name, *rest = sys.argv[1:] or ["help"]
    try:
        sys.exit(_call(name, rest))
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except Exception as error:  # noqa: BLE001
        sys.exit(_explain(name, error))


def _keep_bytecode() -> None:
    """Here and in all children. Containers often say that they want none, and then each start compiles eight hundred
    files again, which takes as long as the rest of it. A folder that cannot be written to is none the worse.
    """
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def names() -> dict[str, Path]:
    """All commands by the name that people type."""
    files = sorted(path for path in HERE.glob("*.py") if path.name != "__init__.py")
    return {path.stem.rstrip("_").replace("_", "-"): path for path in files}


def _call(name: str, rest: list[str]) -> int:
    if name in ("help", "--help", "-h"):
        return _call(rest[0], ["--help"]) if rest else _overview()
    if name in ("version", "--version"):
        print(f"Goodwill {goodwill.__version__}")
        return 0
    known = names()
    if name not in known:
        near = get_close_matches(name, known, n=1)
        meant = f" Did you mean `goodwill {near[0]}`?" if near else ""
        print(f'Goodwill has no command "{name}".{meant} `goodwill help` lists all of them.', file=sys.stderr)
        return 2
    command = import_module(f"{__name__}.{known[name].stem}")
    parser = argparse.ArgumentParser(
        prog=f"goodwill {name}",
        description=command.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.add_arguments(parser)
    args, args_more = parser.parse_known_args(rest)
    if args_more and not getattr(command, "TAKES_MORE", False):
        parser.error(f"it does not know {' '.join(args_more)}")
    args.more = args_more
    return command.run(args) or 0


def _overview() -> int:
    print("Usage: goodwill COMMAND [...]      (`goodwill help COMMAND` says more about one)\n")
    helps = {name: _first_line(path) for name, path in names().items()}
    width = max(map(len, helps), default=0)
    for name, line in helps.items():
        print(f"  {name:{width}}  {line}")
    return 0


def _first_line(path: Path) -> str:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return docstring.split("\n", 1)[0]


def _explain(command: str, error: Exception) -> int:
    """Tell what is expected as a sentence; keep the details of anything else in a file and say where it is."""
    from goodwill.config.environment import Misconfigured
    from goodwill.config.server.refusal import refused_by_database
    from goodwill.kernel.errors import Told, lacks_room

    if isinstance(error, Misconfigured):
        print("Goodwill cannot start with these settings:", *error.problems, sep="\n  ", file=sys.stderr)
        return 2
    if isinstance(error, Told):
        print(error.sentence, file=sys.stderr)
        return 1
    if said := refused_by_database(error):
        print(said, file=sys.stderr)
        return 1
    if lacks_room(error):
        print("The disk is full. What was saved is safe. Make room, then start this again.", file=sys.stderr)
        return 1
    details = traceback.format_exc()
    if os.environ.get("GOODWILL_DEBUG", "").lower() in ("1", "yes", "true", "on"):
        print(details, file=sys.stderr)
        return 1
    log = _write_log(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} goodwill {command}\n{details}\n")
    print(
        f"Goodwill had to stop because of an error in itself ({type(error).__name__}). What was saved is safe. "
        f"The details are in {log}; with GOODWILL_DEBUG=1 they are shown here.",
        file=sys.stderr,
    )
    return 1


def _write_log(text: str) -> Path:
    from goodwill.config.environment import Misconfigured, current

    try:
        folder = current().log_folder or current().home / "logs"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return _append(folder / "goodwill.log", text)
    except (Misconfigured, OSError):
        return _append(Path(tempfile.mkdtemp(prefix="goodwill-")) / "goodwill.log", text)


def _append(path: Path, text: str) -> Path:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)
    path.chmod(0o600)
    return path
