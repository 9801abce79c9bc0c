import argparse
from pathlib import Path
from typing import Any

import pytest

from goodwill.areas.people.verbs.parties import create_person
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


def test_a_dry_run_and_the_run_name_who_is_back_again(
    own_firm: Any, owner: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    create_person(by=owner, name="Anna Field", mail="anna@field.example", phase="ended")
    file = tmp_path / "people.csv"
    file.write_text("Name,Email,Job Title\nAnna Field,anna@field.example,Buyer\n", encoding="utf-8")
    for way in ("--dry-run", "--yes"):
        assert import_.import_into_firm(asked(str(file), way)) == 0
        assert "Back again: Anna Field. Nothing heard since" in capsys.readouterr().out


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


def test_options_say_what_the_pages_ask(
    own_firm: Any, owner: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, errors = tmp_path / "toys.csv", tmp_path / "errors.csv"
    file.write_text("What;Colour;Stage\nRobot;red;\nKite;blue;broken\n", encoding="utf-8")
    words = ("--as", "toy", "--map", "What=name", "--keep", "tag", "--phase", "made", "--remember", "Fair", "--yes")
    assert import_.import_into_firm(asked(str(file), *words, "--errors", str(errors))) == 0
    assert "1 new, 1 not taken" in capsys.readouterr().out
    assert "Kite,blue,broken," in errors.read_text(encoding="utf-8-sig")
    toys = registry.get("toy")
    assert toys is not None
    assert list(toys.rows(owner).values_list("name", "stage")) == [("Robot", "made")]
    file.write_text("Colour;What;Stage\nred;Robot;\n", encoding="utf-8")
    assert import_.import_into_firm(asked(str(file), "--dry-run")) == 0
    assert "1 unchanged" in capsys.readouterr().out


def test_whoever_a_row_names_is_added_where_one_says_as_what(
    own_firm: Any, owner: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "toys.csv"
    file.write_text("Name;Maker\nRobot;Harbour Works\nKite;harbour works\n", encoding="utf-8")
    words = str(file), "--as", "toy", "--map", "Maker=maker", "--yes"
    assert import_.import_into_firm(asked(*words, "--add", "maker=dragon")) == 2
    assert "maker cannot add dragon. Choose one of: maker." in capsys.readouterr().err
    assert import_.import_into_firm(asked(*words, "--add", "maker=maker")) == 0
    toys = registry.get("toy")
    assert toys is not None
    made = toys.rows(owner).order_by("-name").values_list("name", "maker__name")
    assert list(made) == [("Robot", "Harbour Works"), ("Kite", "Harbour Works")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--as", "dragon"), "nothing called dragon"),
        (("--map", "Fax=mail:1"), "no column Fax"),
        (("--map", "Email=dragon"), "no field dragon"),
        (("--mapping", "Old"), "remembered under the name Old"),
        (("--field-policy", "mail:1=burn"), "burn is no policy"),
        (("--consent", "news"), "exact wording"),
        (("--add", "mail:1=person"), "No column of this file leads to any."),
    ],
)
@pytest.mark.usefixtures("own_firm")
def test_an_option_that_fits_nothing_is_refused_and_nothing_is_kept(
    owner: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, str], said: str
) -> None:
    from goodwill.transfer.models import Import

    file = tmp_path / "people.csv"
    file.write_text(TEXT, encoding="utf-8")
    assert import_.import_into_firm(asked(str(file), *words, "--yes")) == 2
    assert said in capsys.readouterr().err
    assert people(owner) == 0
    assert not Import.objects.exists()


def test_what_no_column_says_is_said_for_all_rows(
    own_firm: Any, owner: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    create_person(by=owner, name="Anna Field")
    file = tmp_path / "calls.csv"
    file.write_text("Customer,When,Subject\nAnna Field,2024-03-01,Price\n", encoding="utf-8")
    assert import_.import_into_firm(asked(str(file), "--as", "interaction", "--all", "kind=Call", "--dry-run")) == 0
    assert "1 new" in capsys.readouterr().out
    for wrong in ("kind=smoke", "subject=x"):
        assert import_.import_into_firm(asked(str(file), "--as", "interaction", "--all", wrong, "--yes")) == 2
        assert "Choose one of" in capsys.readouterr().err


def test_files_of_one_shape_are_one_import_and_a_file_without_rows_gets_a_sentence(
    own_firm: Any, owner: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("March", "April", "none")
    for name in names:
        (tmp_path / f"{name}.csv").write_text(f"First Name,Email\n{name},{name}@field.example\n", encoding="utf-8")
    (tmp_path / "none.csv").write_text("First Name,Phone\n", encoding="utf-8")
    assert import_.import_into_firm(asked(*(str(tmp_path / f"{name}.csv") for name in names), "--dry-run")) == 0
    said = capsys.readouterr().out
    assert "March.csv and 1 more: 2 rows." in said
    assert "none.csv: 0 rows. This would happen:\n  There is nothing to write: the file has names of columns" in said
    assert people(owner) == 0
    assert import_.import_into_firm(asked(str(tmp_path / "none.csv"), "--yes")) == 0
    assert "This was done" not in capsys.readouterr().out


def test_what_is_said_of_a_row_is_said_once(
    own_firm: Any, owner: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "people.csv"
    file.write_text("Name,Birthday\nAnna Field,circa 1800\n", encoding="utf-8")
    assert import_.import_into_firm(asked(str(file), "--yes")) == 0
    said = capsys.readouterr().out
    assert (said.count("circa 1800"), said.count("This was done:\n  1 new"), people(owner)) == (1, 1, 1)
