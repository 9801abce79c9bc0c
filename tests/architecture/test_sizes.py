"""Small is a promise: a reader takes in each file, function and template at once."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

from tests.architecture.sources import Place, called, calls, files, modules, refuse, room, templates, tree

FILE, MEDIAN, FUNCTION, LONG_FUNCTION, VIEW, TEMPLATE, RECORD_TYPE = 400, 80, 60, 50, 25, 140, 60
Function = ast.FunctionDef | ast.AsyncFunctionDef


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def longer_than(limit: int, paths: tuple[Path, ...]) -> Iterator[Place]:
    return (Place(path, 1, f"{length(path)} lines") for path in paths if length(path) > limit)


def functions(path: Path) -> Iterator[tuple[Function, int]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, Function):
            yield node, (node.end_lineno or node.lineno) - node.lineno + 1


def functions_longer_than(limit: int, paths: tuple[Path, ...]) -> Iterator[Place]:
    for path in paths:
        for node, lines in functions(path):
            if lines > limit:
                yield Place(path, node.lineno, f"{node.name} has {lines} lines")


def written(suffix: str) -> tuple[Path, ...]:
    return tuple(path for path in files(suffix) if "migrations" not in path.parts and path.name != "goodwill.css")


@pytest.mark.parametrize("suffix", [".py", ".js", ".css"])
def test_no_file_is_longer_than_400_lines(suffix):
    refuse(longer_than(FILE, written(suffix)))


def test_half_of_the_modules_have_at_most_80_lines():
    assert median(length(path) for path in modules() if length(path)) <= MEDIAN


def test_no_function_is_longer_than_60_lines():
    refuse(functions_longer_than(FUNCTION, written(".py")))


def test_fewer_than_2_in_100_functions_have_more_than_50_lines():
    lengths = [lines for path in modules() for _, lines in functions(path)]
    assert sum(lines > LONG_FUNCTION for lines in lengths) < max(1, 0.02 * len(lengths))


def test_no_view_is_longer_than_25_lines():
    views = (path for path in modules() if "views" in path.parts or path.name == "views.py")
    refuse(functions_longer_than(VIEW, tuple(views)))


def test_no_template_is_longer_than_140_lines():
    refuse(longer_than(TEMPLATE, templates()))


def test_a_record_type_is_declared_in_at_most_60_lines():
    refuse(
        Place(path, call.lineno, "a record type is data, and short")
        for path in modules()
        if path.name == "records.py" and room(path) != "records"
        for call in calls(path)
        if called(call) == "RecordType" and (call.end_lineno or call.lineno) - call.lineno >= RECORD_TYPE
    )
