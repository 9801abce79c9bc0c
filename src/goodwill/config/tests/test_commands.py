import sys
from pathlib import Path

import pytest

from goodwill.config import commands
from goodwill.config.environment import Misconfigured
from goodwill.kernel.errors import Missing


@pytest.fixture
def typed(monkeypatch, tmp_path, capsys):
    """A function that runs a command line and gives exit code, output and errors; two commands are there."""
    (tmp_path / "greet.py").write_text('"""Say hello.\n\nTo everybody."""\n', encoding="utf-8")
    (tmp_path / "import_.py").write_text('"""Bring in a file."""\n', encoding="utf-8")
    monkeypatch.setattr(commands, "HERE", tmp_path)

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["goodwill", *words])
        with pytest.raises(SystemExit) as stopped:
            commands.main()
        captured = capsys.readouterr()
        return stopped.value.code, captured.out, captured.err

    return run


@pytest.fixture
def greet(monkeypatch):
    """A function that puts a module behind `greet`."""

    def put(run, **more):
        module = type("Module", (), {"__doc__": "Say hello.", "run": staticmethod(run), **more})
        module.add_arguments = staticmethod(lambda parser: parser.add_argument("--name", default="you"))
        monkeypatch.setattr(commands, "import_module", lambda name: module)

    return put


def test_help_lists_each_command_with_its_first_line(typed):
    code, out, _ = typed("help")
    assert code == 0
    assert "greet   Say hello.\n" in out
    assert "import  Bring in a file.\n" in out


def test_no_command_shows_help(typed):
    assert typed() == typed("help")


def test_a_mistyped_command_gets_a_suggestion(typed):
    code, _, err = typed("gret")
    assert code == 2
    assert "Did you mean `goodwill greet`?" in err


def test_a_command_gets_its_arguments_and_its_number_is_the_exit_code(typed, greet):
    greet(lambda args: print(args.name) or 3)
    assert typed("greet", "--name", "Ada") == (3, "Ada\n", "")


def test_a_command_refuses_arguments_that_it_does_not_know(typed, greet):
    greet(lambda args: None)
    code, _, err = typed("greet", "--nmae", "Ada")
    assert code == 2
    assert "--nmae" in err


def test_a_command_that_takes_more_gets_the_rest(typed, greet):
    greet(lambda args: print(args.more), TAKES_MORE=True)
    assert typed("greet", "-k", "fold")[1] == "['-k', 'fold']\n"


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (Missing("There is no such file. Nothing was changed."), 1, "There is no such file. Nothing was changed.\n"),
        (Misconfigured(["GOODWILL_PORT is not a number."]), 2, "GOODWILL_PORT is not a number."),
    ],
)
def test_what_is_expected_is_told_in_a_sentence(typed, greet, error, code, said):
    def fail(args):
        raise error

    greet(fail)
    stopped, _, err = typed("greet")
    assert stopped == code
    assert said in err
    assert "Traceback" not in err


def test_an_error_in_goodwill_is_logged_and_its_place_told(typed, greet, monkeypatch):
    monkeypatch.delenv("GOODWILL_DEBUG", raising=False)
    greet(lambda args: {}["nothing"])
    code, _, err = typed("greet")
    assert code == 1
    assert "Traceback" not in err
    log = Path(err.split("The details are in ")[1].split(";")[0])
    assert "KeyError: 'nothing'" in log.read_text(encoding="utf-8")
    assert log.stat().st_mode & 0o077 == 0


def test_debug_shows_the_error_itself(typed, greet, monkeypatch):
    monkeypatch.setenv("GOODWILL_DEBUG", "1")
    greet(lambda args: {}["nothing"])
    assert "KeyError: 'nothing'" in typed("greet")[2]


def test_breaking_off_is_quiet(typed, greet):
    def interrupted(args):
        raise KeyboardInterrupt

    greet(interrupted)
    assert typed("greet") == (130, "", "")


def test_every_real_command_says_what_it_does():
    for path in commands.names().values():
        assert commands._first_line(path).endswith("."), path
