"""The repository as data: files, syntax trees, rooms and their order."""

import ast
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

CHECKOUT = Path(__file__).parents[2]
SOURCE = CHECKOUT / "src"
PACKAGE = SOURCE / "goodwill"
SKIPPED = {"node_modules", "vendor", "__pycache__"}


class Place(NamedTuple):
    """Where something was found, as editors and people write it."""

    path: Path
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(CHECKOUT)}:{self.line}: {self.what}"


def refuse(found: Iterable[Place]) -> None:
    """Fail with a line for each place, as short as a linter's."""
    if lines := sorted(map(str, found)):
        pytest.fail("\n".join(lines), pytrace=False)


@cache
def files(suffix: str, *folders: str) -> tuple[Path, ...]:
    """Files below the folders of the repository (by default those with our code)."""
    found = (path for folder in folders or ("src", "tests", "benchmarks") for path in (CHECKOUT / folder).rglob("*"))
    return tuple(sorted(path for path in found if path.suffix == suffix and not SKIPPED & set(path.parts)))


def modules() -> tuple[Path, ...]:
    """Python that ships: without tests and migrations."""
    return tuple(path for path in files(".py", "src") if not is_test(path) and "migrations" not in path.parts)


def templates() -> tuple[Path, ...]:
    return files(".html", "src")


def is_test(path: Path) -> bool:
    return "tests" in path.parts or path.name == "conftest.py"


def inside(path: Path) -> str:
    """The path within the package, with slashes."""
    return path.relative_to(PACKAGE).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    """The last part of what is called: `bulk_create` for `Deal.objects.bulk_create(...)`."""
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """Full names of imported modules and of what is imported from them."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def texts(path: Path) -> Iterator[ast.Constant]:
    """String literals, docstrings left out."""
    root = tree(path)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(root)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(root):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


@cache
def storeys() -> dict[str, int]:
    """Each room's height, the kernel lowest, as import-linter holds it."""
    configuration = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = configuration["tool"]["importlinter"]["contracts"][0]["layers"]
    return {
        room.strip(" ()").removeprefix("goodwill.").removeprefix("areas."): height
        for height, layer in enumerate(reversed(layers))
        for room in layer.split("|")
    }


def room(path: Path) -> str:
    first, *rest = path.relative_to(PACKAGE).parts
    return rest[0] if first == "areas" and len(rest) > 1 else first


def may_know(one: str, other: str) -> bool:
    """Whether a room may know another: itself, or one that lies below."""
    return one == other or storeys()[one] > storeys()[other]
