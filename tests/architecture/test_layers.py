"""What import-linter does not see: foreign keys, templates and addresses that are named by strings."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.sources import (
    PACKAGE,
    Place,
    called,
    calls,
    imported,
    inside,
    may_know,
    modules,
    refuse,
    room,
    storeys,
    templates,
    texts,
)

MODEL = re.compile(r"([a-z_]+)\.[A-Z]\w*")
INCLUDED = re.compile(r"{%-?\s*(?:extends|include|import|from)\s+[\"']([^\"']+)[\"']")
LINKED = re.compile(r"\burl\(\s*[\"']([^\"']+)[\"']")
NAMES_NO_AREA = ("transfer", "reports", "automation", "backup")


def test_every_room_has_its_storey():
    rooms = {path.parent for path in PACKAGE.glob("*/__init__.py")} - {PACKAGE / "areas"}
    rooms |= {path.parent for path in PACKAGE.glob("areas/*/__init__.py")}
    assert {path.name for path in rooms} <= set(storeys())


def test_import_linter_knows_the_inside_of_every_area():
    configuration = (PACKAGE.parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    areas = {path.parent.name for path in PACKAGE.glob("areas/*/__init__.py")}
    assert {area for area in areas if f'"goodwill.areas.{area}",' not in configuration} == set()


def test_models_named_by_string_lie_below():
    refuse(
        Place(path, text.lineno, text.value)
        for path in modules()
        for text in texts(path)
        if (found := MODEL.fullmatch(text.value)) and found[1] in storeys() and not may_know(room(path), found[1])
    )


def test_templates_draw_on_what_lies_below():
    refuse(
        Place(path, line, other)
        for path in templates()
        for line, other in lines_with(INCLUDED, path)
        if owner(other) and not may_know(room(path), owner(other))
    )


def test_views_draw_templates_of_their_own_room_or_below():
    refuse(
        Place(path, text.lineno, text.value)
        for path in modules()
        for text in texts(path)
        if text.value.endswith(".html") and owner(text.value) and not may_know(room(path), owner(text.value))
    )


def test_what_serves_every_area_names_none():
    refuse(
        Place(path, line, name)
        for path in modules()
        if room(path) in NAMES_NO_AREA
        for name, line in imported(path)
        if name.startswith("goodwill.areas.") and name.split(".")[2] != room(path)
    )


def test_addresses_exist_and_lie_below():
    named = [(path, line, name) for path in templates() for line, name in lines_with(LINKED, path)]
    named += [
        (path, call.lineno, call.args[0].value)
        for path in modules()
        if room(path) != "config"
        for call in calls(path)
        if called(call) in ("reverse", "reverse_lazy") and call.args and isinstance(call.args[0], ast.Constant)
    ]
    refuse(
        Place(path, line, f"{name}: {'it lies above' if name in addresses() else 'there is no such address'}")
        for path, line, name in named
        if name not in addresses() or not all(may_know(room(path), one) for one in addresses()[name])
    )


def lines_with(pattern: re.Pattern[str], path: Path) -> Iterator[tuple[int, str]]:
    source = path.read_text(encoding="utf-8")
    for found in pattern.finditer(source):
        yield source.count("\n", 0, found.start()) + 1, found[1]


def owner(template: str) -> str:
    """The room whose folder a template lies in; "" for allauth's and Django's names."""
    first = template.split("/", 1)[0]
    return first if first in storeys() else ""


@cache
def addresses() -> dict[str, set[str]]:
    """Names of addresses and the rooms of the views behind them (none for views of libraries)."""
    from django.urls import get_resolver

    found: dict[str, set[str]] = {}
    for name, view in _named(get_resolver().url_patterns, ""):
        module = getattr(view, "view_class", view).__module__
        path = PACKAGE.parent / module.replace(".", "/")
        found.setdefault(name, set()).update({room(path)} if module.startswith("goodwill.") else set())
    return found


def _named(patterns: list[Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for one in patterns:
        if hasattr(one, "url_patterns"):
            yield from _named(one.url_patterns, f"{prefix}{one.namespace}:" if one.namespace else prefix)
        elif one.name:
            yield prefix + one.name, one.callback


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("people", "kernel", True),
        ("people", "people", True),
        ("records", "people", False),
        ("office", "transfer", False),
        ("sales", "service", False),
    ],
)
def test_rooms_know_themselves_and_what_lies_below(one, other, expected):
    assert may_know(one, other) is expected


def test_paths_tell_their_room():
    assert room(PACKAGE / "areas/people/models/party.py") == "people"
    assert room(PACKAGE / "kernel/text.py") == "kernel"
    assert inside(PACKAGE / "kernel/text.py") == "kernel/text.py"
