import argparse
import csv
from pathlib import Path
from typing import Any

import pytest

from goodwill.areas.people.verbs.parties import create_person
from goodwill.config.commands import export
from goodwill.transfer.models import Export


def asked(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    export.add_arguments(parser)
    return parser.parse_args(words)


@pytest.fixture
def people(owner: Any) -> None:
    create_person(by=owner, name="Anna Field", phase="customer", mail="anna@field.example")
    create_person(by=owner, name="Ben Moor", phase="lead")


def test_a_list_is_written_into_a_file(
    firm: Any, people: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "people.csv"
    words = (str(file), "--filter", "phase is customer", "--columns", "name,mail")
    assert export.export_from_firm(asked("people", *words)) == 0
    with file.open(encoding="utf-8-sig", newline="") as stream:
        assert [row[1:] for row in csv.reader(stream)] == [["Name", "Mail"], ["Anna Field", "anna@field.example"]]
    assert "1 rows" in capsys.readouterr().out
    assert file.stat().st_mode & 0o777 == 0o600
    row = Export.objects.get()
    assert (row.through, row.rows, row.filter) == ("command", 1, "phase is customer")
    assert export.export_from_firm(asked("people", *words)) == 2
    assert export.export_from_firm(asked("people", *words, "--replace")) == 0


def test_wrong_words_write_nothing(firm: Any, people: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "people.csv"
    assert export.export_from_firm(asked("peolpe", str(file))) == 2
    assert "companies" in capsys.readouterr().err
    assert export.export_from_firm(asked("people", str(file), "--as", "nobody@harbour.example")) == 2
    assert list(tmp_path.iterdir()) == []
