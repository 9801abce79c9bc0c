"""`kernel.changes` is the one way to write records, and history is the one way to hear of it."""

import ast
import re
from pathlib import Path

from tests.architecture.sources import Place, called, calls, imported, inside, modules, refuse

# Who may write rows directly, and why.
WRITERS = (
    r"kernel/",  # the write path itself, jobs, sessions, files, search: tables without history
    r".*/projections(\.py|/.*)",  # tables that follow from the history
    r"records/toys/",  # models of the kit's own tests
    r"transfer/(jobs|mappings|models|pipeline|repairing|runs|leaving/exports)\.py",  # drafts, repairs, log
    r"office/forgotten\.py",  # the devices that somebody signed in with: allauth's tables
    r"areas/backup/(making|crossing|numbering)\.py",  # what was backed up, and whole firms with their history
)
SQL = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|TRUNCATE)\b", re.IGNORECASE)


def writers_aside() -> list[Path]:
    return [path for path in modules() if not any(re.match(allowed, inside(path)) for allowed in WRITERS)]


def test_records_are_written_by_changes_alone():
    found = [
        Place(path, call.lineno, f"{ast.unparse(call.func)}(...) writes past kernel.changes")
        for path in writers_aside()
        for call in calls(path)
        if writes_rows(call)
    ]
    refuse(found)


def writes_rows(call: ast.Call) -> bool:
    """Told apart from methods of the same name by their arguments: those of models and query sets are keywords."""
    if not isinstance(call.func, ast.Attribute):
        return False
    keywords_alone = not call.args
    match called(call):
        case "bulk_create" | "bulk_update" | "get_or_create" | "update_or_create" | "abulk_create":
            return True
        case "save" | "delete" | "asave" | "adelete":
            return keywords_alone
        case "update" | "aupdate":
            return keywords_alone and bool(call.keywords)
        case "create" | "acreate":
            manager = ast.unparse(call.func.value)
            return keywords_alone and bool(re.search(r"\b(objects|everything)\b|_set$", manager))
        case "execute" | "executemany":
            return bool(call.args) and any(
                isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value)
                for node in ast.walk(call.args[0])
            )
    return False


def test_nothing_listens_to_signals():
    found = [
        Place(path, line, f"{name}: follow the history instead")
        for path in modules()
        for name, line in imported(path)
        if name.startswith("django.dispatch") or ".signals" in name
    ]
    refuse(found)


def test_models_do_not_act_when_saved():
    found = [
        Place(path, node.lineno, f"{kind.name}.{node.name}")
        for path in modules()
        for kind in ast.walk(tree_of(path))
        if isinstance(kind, ast.ClassDef) and "models" in path.as_posix()
        for node in kind.body
        if isinstance(node, ast.FunctionDef) and node.name in ("save", "delete")
    ]
    refuse(found)


def tree_of(path: Path) -> ast.Module:
    from tests.architecture.sources import tree

    return tree(path)
