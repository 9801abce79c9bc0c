from argparse import ArgumentParser

import pytest

from goodwill.config.commands import records as command
from goodwill.kernel.actors import Actor
from goodwill.kernel.workspace import Workspace
from goodwill.records.custom.verbs import make_field
from goodwill.records.custom_types.verbs import make_type
from goodwill.records.printed import printed
from goodwill.records.toys.records import TOY


def test_the_command_prints_a_type_and_names_all_for_an_unknown_one(capsys: pytest.CaptureFixture[str]) -> None:
    parser = ArgumentParser()
    command.add_arguments(parser)
    assert command.run(parser.parse_args(["toy"])) == 0
    assert capsys.readouterr().out == printed(TOY) + "\n"
    assert command.run(parser.parse_args(["toad"])) == 2
    assert '"toad"' in capsys.readouterr().err


def test_the_command_prints_a_type_that_the_firm_made(
    firm: Workspace, owner: Actor, capsys: pytest.CaptureFixture[str]
) -> None:
    name = make_type(by=owner, label="Vehicle", plural="Vehicles").name
    field = make_field(by=owner, type=name, kind="number", label="Mileage").name
    parser = ArgumentParser()
    command.add_arguments(parser)
    assert command.run(parser.parse_args([name])) == 0
    text = capsys.readouterr().out
    assert f"custom_vehicle: Vehicle, Vehicles (kernel_customrecord where kind = {name})" in text
    assert f"\n  {field} " in text
    assert "/api/v1/vehicles/ID" in text
    assert command.run(parser.parse_args([])) == 0
    assert "/vehicles/" in capsys.readouterr().out
