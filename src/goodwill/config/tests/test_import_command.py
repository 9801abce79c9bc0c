import argparse
from pathlib import Path
from typing import Any

import pytest

from goodwill.config.commands import import_
from goodwill.records import registry

TEXT = "First Name,Last Name,Email\nAnna,Field,anna@field.example\n,,\nBen,Moor,\n"


def asked(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    import_.add_arguments(parser)
    return parser.parse_args(words)


def people(owner: Any) -> int:
    kind = registry.get("person")
    assert kind is not None
    return kind.rows(owner).count()


def test_a_dry_run_says_what_would_happen_and_writes_nothing(
    own_firm: Any, owner: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "people.csv"
    file.write_text(TEXT, encoding="utf-8")
    assert import_.import_into_firm(asked(str(file), "--dry-run")) == 0
    said = capsys.readouterr().out
    assert "2 new" in said
    assert "Nothing was written." in said
    assert people(owner) == 0


def test_with_yes_the_rows_are_written(
    own_firm: Any, owner: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "people.csv"
    file.write_text(TEXT, encoding="utf-8")
    assert import_.import_into_firm(asked(str(file), "--yes")) == 0
    assert "This was done:\n  2 new" in capsys.readouterr().out
    assert people(owner) == 2


def test_an_unknown_user_is_refused(own_firm: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "people.csv"
    file.write_text(TEXT, encoding="utf-8")
    assert import_.import_into_firm(asked(str(file), "--owner", "nobody@harbour.example", "--yes")) == 2
    assert "Nobody here signs in as nobody@harbour.example." in capsys.readouterr().err
