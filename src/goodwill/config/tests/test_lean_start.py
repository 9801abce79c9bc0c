"""What is heavy is loaded where it is used: each of these costs every start time and every process memory."""

import os
import subprocess
import sys

import pytest

from goodwill.config.tests.toy_client import SOURCE

PAGES = """
import sys
import django
from goodwill.config import startup
from goodwill.config.server import pages
django.setup()
from django.urls import get_resolver
from goodwill.kernel import stream
from goodwill.kernel.jobs import worker
get_resolver().url_patterns
print(*sys.modules)
"""
CHECKS = "import sys, goodwill.config.commands.serve; print(*sys.modules)"
PARENT = "import sys, goodwill.config.server.parent; print(*sys.modules)"
FIRST_START = """
import gc
from goodwill.config import startup
from goodwill.config.environment import current
gc.disable()
startup.prepare(current())
print(gc.isenabled(), gc.get_stats()[0]["collections"] > 100, gc.collect() < 5000)
"""
BEFORE_THE_PAGES = """
from goodwill.config.commands import serve
from goodwill.config.environment import current
serve._make_what_is_missing(current(), example=False)
"""
PREPARED = """
import sys
from goodwill.config import startup
from goodwill.config.environment import current
print(startup.prepare(current()), *sys.modules)
"""
HEAVY_FOR_PAGES = {
    "PIL", "brotli", "css_inline", "dns", "duckdb", "email_validator", "keyring", "multiprocessing.pool", "nameparser",
    "openpyxl", "phonenumbers", "psycopg", "pypdfium2", "pyrage", "python_calamine", "qrcode", "requests", "sklearn",
    "typst", "unittest", "vobject", "webbrowser", "django.db.migrations.loader", "django.test",
}  # fmt: skip
HEAVY_FOR_THE_CHECKS = {"asyncio", "cryptography", "django", "granian", "jinja2", "sqlcipher3", "ssl"}
HEAVY_FOR_THE_PARENT = {
    "argparse",
    "dataclasses",
    "goodwill.config.environment",
    "inspect",
    "pathlib",
    "typing",
    "urllib",
}
STARTS = [
    (PAGES, HEAVY_FOR_PAGES),
    (CHECKS, HEAVY_FOR_THE_CHECKS),
    (PARENT, HEAVY_FOR_THE_CHECKS | HEAVY_FOR_THE_PARENT),
]


def said_by(program: str, home: str) -> list[str]:
    variables = {name: value for name, value in os.environ.items() if not name.startswith("GOODWILL_")}
    variables |= {"GOODWILL_HOME": home, "GOODWILL_KEY": "11" * 32, "PYTHONPATH": str(SOURCE)}
    return subprocess.check_output([sys.executable, "-c", program], env=variables, text=True).split()


@pytest.mark.parametrize(("program", "heavy"), STARTS)
def test_what_is_heavy_is_not_loaded_at_the_start(tmp_path, program, heavy):
    assert set(said_by(program, str(tmp_path))) & heavy == set()


@pytest.mark.slow
def test_a_first_start_leaves_nothing_of_what_it_made_in_memory(tmp_path):
    assert said_by(FIRST_START, str(tmp_path)) == ["False", "True", "True"]


@pytest.mark.slow
def test_the_firm_of_a_first_start_is_made_in_a_process_of_its_own(tmp_path):
    (tmp_path / "static").mkdir()
    (tmp_path / "static/.digest").touch()
    said_by(BEFORE_THE_PAGES, str(tmp_path))
    (firm,) = (tmp_path / "firms").iterdir()
    address, *loaded = said_by(PREPARED, str(tmp_path))
    assert "/enter?code=" in address
    assert set(loaded) & HEAVY_FOR_PAGES == set()
    assert [*(tmp_path / "firms").iterdir()] == [firm]


@pytest.mark.slow
def test_a_firm_that_could_not_be_made_apart_is_left_to_the_page_process(tmp_path):
    (tmp_path / "static").mkdir()
    for name in ("static/.digest", "firms"):
        (tmp_path / name).touch()
    said_by(BEFORE_THE_PAGES, str(tmp_path))
    (tmp_path / "firms").unlink()
    assert "/enter?code=" in said_by(PREPARED, str(tmp_path))[0]


def test_what_was_compiled_is_kept_also_where_python_is_told_not_to(tmp_path):
    variables = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONPATH": str(SOURCE)}
    subprocess.run([sys.executable, "-m", "goodwill", "help", "serve"], env=os.environ | variables, check=True)
    assert list(tmp_path.rglob("serve.*.pyc"))
