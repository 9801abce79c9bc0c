"""A first start where the disk has too little room for it: it says how much it needs, and begins nothing."""

import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest

from goodwill.config.tests.test_serve import refused
from tests.faults.volume import needs_a_volume

ROOT = Path(__file__).parents[2]

pytestmark = [pytest.mark.slow, pytest.mark.serial, needs_a_volume]


@contextmanager
def small(folder):
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=60m", "none", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def test_serve_says_how_much_its_folder_needs(tmp_path):
    with small(tmp_path):
        code, said = refused(tmp_path)
        assert (code, "needs 100 MB" in said, "Nothing was begun" in said) == (1, True, True)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["serve.lock", "temp"]


def test_the_script_says_how_much_the_packages_need(tmp_path):
    with small(tmp_path):
        for name in ("goodwill", "requirements.lock"):
            shutil.copy(ROOT / name, tmp_path)
        before = {path.name for path in tmp_path.iterdir()}
        done = subprocess.run([tmp_path / "goodwill"], capture_output=True, text=True, check=False)
        assert (done.returncode, "MB of room are needed for the packages" in done.stderr) == (1, True)
        assert {path.name for path in tmp_path.iterdir()} == before
