"""Static files are made anew when they are of other files than those that are here, younger or older."""

import os

import pytest

from goodwill.config.server import freshness


@pytest.fixture
def script(tmp_path, monkeypatch):
    monkeypatch.setattr(freshness, "PACKAGE", tmp_path / "checkout/src/goodwill")
    script = freshness.PACKAGE / "ui/static/goodwill/grid.js"
    script.parent.mkdir(parents=True)
    script.write_text("one();")
    return script


@pytest.fixture
def made(script, tmp_path):
    root = tmp_path / "static"
    root.mkdir()
    assert not freshness.is_current(root)
    freshness.mark_current(root)
    assert freshness.is_current(root)
    return root


def test_an_older_file_of_a_new_release_is_noticed(made, script):
    script.write_text("one();\ntwo();")
    os.utime(script, (1, 1))
    assert not freshness.is_current(made)


def test_a_file_that_is_new_or_gone_is_noticed(made, script):
    beside = script.with_name("stream.js")
    beside.write_text("")
    os.utime(beside, (1, 1))
    assert not freshness.is_current(made)
    freshness.mark_current(made)
    beside.unlink()
    assert not freshness.is_current(made)


def test_another_checkout_is_noticed(made, script, monkeypatch):
    other = freshness.PACKAGE.parents[2] / "other/src/goodwill"
    other.parent.mkdir(parents=True)
    freshness.PACKAGE.rename(other)
    monkeypatch.setattr(freshness, "PACKAGE", other)
    assert not freshness.is_current(made)
