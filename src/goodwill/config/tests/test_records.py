from argparse import ArgumentParser

import pytest

from goodwill.config.commands import records as command
from goodwill.records.printed import printed
from goodwill.records.toys.records import TOY


def test_the_command_prints_a_type_and_names_all_for_an_unknown_one(capsys: pytest.CaptureFixture[str]) -> None:
    parser = ArgumentParser()
    command.add_arguments(parser)
    assert command.run(parser.parse_args(["toy"])) == 0
    assert capsys.readouterr().out == printed(TOY) + "\n"
    assert command.run(parser.parse_args(["toad"])) == 2
    assert '"toad"' in capsys.readouterr().err
