"""`goodwill restore`: what it refuses before it touches anything, and a machine that gets its key back."""

import json
import os
import subprocess
import sys

import pytest

from goodwill.areas.backup import archive
from goodwill.config.commands import main
from goodwill.config.environment import current
from goodwill.config.server.lock import hold
from goodwill.kernel import keys
from goodwill.kernel.recovery import groups_of

KEY = bytes(range(32))


@pytest.fixture
def restore(tmp_path, monkeypatch, capsys):
    """A function that runs the command on a home folder of its own: exit code and errors."""
    monkeypatch.setenv("GOODWILL_HOME", str(tmp_path / "home"))
    current.cache_clear()

    def run(*words):
        monkeypatch.setattr("sys.argv", ["goodwill", "restore", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        return ended.value.code, "".join(capsys.readouterr())

    yield run
    current.cache_clear()


def test_a_file_that_is_not_there_is_told(restore, tmp_path):
    assert restore(tmp_path / "none.goodwill") == (
        2,
        f"There is no file {tmp_path / 'none.goodwill'}. Nothing was touched.\n",
    )
    assert restore()[0] == 2


def test_nothing_is_brought_back_under_a_goodwill_that_runs(restore, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "copy").touch()
    with hold(tmp_path / "home/serve.lock", "at http://localhost:4663"):
        code, said = restore(tmp_path / "copy", "--replace")
    assert code == 1
    assert "already runs" in said
    assert "at http://localhost:4663" in said
    assert "Stop it first; nothing was touched." in said


def test_the_sheet_alone_brings_the_key_back(restore, tmp_path):
    (tmp_path / "sheet").write_text(" ".join(groups_of(KEY)))
    assert restore("--sheet", tmp_path / "sheet")[0] == 0
    found = keys.find_masters(tmp_path / "home")
    assert found is not None
    assert found.current == KEY


def test_without_a_sheet_a_new_machine_refuses_and_makes_no_key(tmp_path):
    copy, home = tmp_path / "copy", tmp_path / "home"
    copy.write_text(json.dumps({"goodwill-backup": archive.FORMAT, "key": "00" * 60}) + "\n")
    command = [sys.executable, "-m", "goodwill", "restore", copy]
    there = os.environ | {"GOODWILL_HOME": str(home)}
    done = subprocess.run(command, env=there, capture_output=True, text=True, check=False)
    assert (done.returncode, "belongs to another key" in done.stderr) == (1, True)
    assert not (home / keys.FILE).exists()


def test_a_sheet_that_does_not_open_the_copy_changes_no_key(restore, tmp_path):
    (tmp_path / "sheet").write_text(" ".join(groups_of(KEY)))
    (tmp_path / "copy").write_bytes(b"Dear Goodwill,")
    code, said = restore(tmp_path / "copy", "--sheet", tmp_path / "sheet")
    assert code == 1
    assert "no backup of Goodwill" in said
    assert keys.find_masters(tmp_path / "home") is None
