"""`goodwill restore`: what it refuses before it touches anything, and a machine that gets its key back."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from goodwill.areas.backup import archive, making
from goodwill.config.commands import main
from goodwill.config.environment import current
from goodwill.config.server.lock import hold
from goodwill.kernel import keys, workspace as workspaces
from goodwill.kernel.recovery import groups_of

KEY, OLDER = bytes(range(32)), bytes(range(1, 33))


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


@pytest.mark.parametrize("stored", [(), (OLDER,)])
def test_a_key_on_trial_opens_and_seals_nothing_where_another_is(tmp_path, monkeypatch, stored):
    for key in stored:
        keys.adopt(tmp_path, key)
    monkeypatch.setattr(settings, "GOODWILL_HOME", tmp_path)
    monkeypatch.setattr(settings, "GOODWILL_KEY", "")
    try:
        workspaces.trust(KEY)
        assert workspaces.masters().all == (*stored, KEY)
        assert workspaces.masters().unnamed == ()
    finally:
        workspaces.masters.cache_clear()


@pytest.mark.once
@pytest.mark.slow
def test_a_lost_folder_comes_back_with_its_sheet_and_what_does_not_fit_leaves_no_key(own_firm, tmp_path):
    copy = Path(making.make(own_firm, folder=tmp_path).name)
    damaged, sheet, home = tmp_path / "damaged", tmp_path / "sheet", tmp_path / "home"
    raw = bytearray(copy.read_bytes())
    raw[len(raw) // 2] ^= 1
    damaged.write_bytes(raw)

    def restore(file, key):
        sheet.write_bytes("\n".join(groups_of(key)).encode("utf-16"))
        command = [sys.executable, "-m", "goodwill", "restore", file, "--sheet", sheet]
        there = {name: value for name, value in os.environ.items() if name != "GOODWILL_KEY"}
        done = subprocess.run(
            command, env=there | {"GOODWILL_HOME": str(home)}, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    code, said = restore(copy, KEY)
    assert (code, "of another key than this backup" in said) == (1, True)
    code, said = restore(damaged, workspaces.masters().current)
    assert (code, "This backup is damaged" in said, (home / keys.FILE).exists()) == (1, True, False)
    code, said = restore(copy, workspaces.masters().current)
    assert (code, "Harbour Bikes is back as it was on " in said) == (0, True), said
    code, said = restore(copy, workspaces.masters().current)
    assert (code, "This firm is here already. Add --replace" in said) == (1, True)


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
