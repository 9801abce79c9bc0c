"""What is installed is written down to the byte, and without a word about where it comes from."""

import json
import re
import tomllib
from functools import cache
from importlib.metadata import packages_distributions

import pytest

from tests.architecture.sources import CHECKOUT, imported, modules

LOCKS = sorted(CHECKOUT.glob("requirements*.lock"))
# Needed without being imported: by Django settings, by another package, or by the interpreter's own choice.
UNSEEN = {"argon2-cffi", "brotli", "psycopg", "django-htmx", "whitenoise", "granian"}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def wanted() -> set[str]:
    lines = (CHECKOUT / "requirements.in").read_text(encoding="utf-8").splitlines()
    return {canonical(re.split(r"[\[<>=~! ]", line)[0]) for line in lines if line and not line.startswith("#")}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_pins_each_package_with_hashes_and_names_no_place(lock):
    text = lock.read_text(encoding="utf-8")
    pins = re.findall(r"^[a-z0-9](?:.*\\\n)*.*", text, re.MULTILINE)
    assert pins
    assert [pin for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == []
    assert not re.search(r"://|--(extra-)?index-url|--find-links|\bfile:", text)


def test_the_lock_holds_a_django_without_the_known_holes():
    lock = (CHECKOUT / "requirements.lock").read_text(encoding="utf-8")
    version = re.search(r"^django==([\d.]+)", lock, re.MULTILINE)
    assert version
    assert tuple(map(int, version[1].split("."))) >= (5, 2, 19)


@cache
def used() -> set[str]:
    """Distributions whose modules ours import."""
    shippers = packages_distributions()
    top = {name.split(".")[0] for path in modules() for name, _line in imported(path)}
    return {canonical(one) for name in top for one in shippers.get(name, ())}


def test_every_library_that_is_imported_is_asked_for():
    assert used() - wanted() - development() - {"goodwill"} == set()


def test_every_library_that_is_asked_for_is_used():
    assert wanted() - used() - UNSEEN == set()


def development() -> set[str]:
    lines = (CHECKOUT / "requirements-dev.in").read_text(encoding="utf-8").splitlines()
    return {canonical(line) for line in lines if line and line[0].isalpha()}


def test_browser_parts_have_exact_versions_and_no_addresses():
    wanted_parts = json.loads((CHECKOUT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    packages = json.loads((CHECKOUT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted_parts.values())
    assert all("resolved" not in package for package in packages.values())
    assert all(package.get("integrity") for name, package in packages.items() if name)


def test_the_wheel_carries_what_pages_need():
    setup = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    assert {"jinja2/**/*", "static/**/*"} <= set(setup["package-data"]["*"])
