"""A module is named by its topic, a test by what it expects, and nothing is left for later."""

import ast
import re

from tests.architecture.sources import Place, files, is_test, modules, refuse, templates, tree

NAMELESS = {"utils", "util", "helpers", "helper", "common", "core", "base", "misc", "shared", "stuff"}
LATER = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def test_no_module_has_a_name_that_says_nothing():
    # Django loads a database backend from its module `base`.
    named = [path for path in modules() if not (path.name == "base.py" and path.parent.parent.name == "databases")]
    refuse(Place(path, 1, "name it by its topic") for path in named if NAMELESS & {path.stem, path.parent.name})


def test_nothing_is_left_for_later():
    refuse(
        Place(path, number, line.strip())
        for path in (*files(".py"), *files(".js"), *files(".css"), *templates())
        if path.name != "test_names.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if LATER.search(line)
    )


def test_nothing_says_that_it_is_not_implemented():
    refuse(
        Place(path, node.lineno, "NotImplementedError")
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Raise) and node.exc and "NotImplemented" in ast.unparse(node.exc)
    )


def test_a_test_is_named_by_what_it_expects():
    refuse(
        Place(path, node.lineno, node.name)
        for path in files(".py")
        if is_test(path)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and re.fullmatch(r"test_[a-z0-9]+|test_it_works|.*not_raise.*", node.name)
    )
