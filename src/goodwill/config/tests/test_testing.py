import re
import sys

import psycopg
import pytest

from goodwill.config.testing import machine, plan, runner, steps
from goodwill.config.testing.cluster import cluster
from goodwill.config.testing.machine import Need
from goodwill.config.testing.plan import Choice
from goodwill.config.testing.steps import Counts, Outcome, Processes, Step


@pytest.fixture
def run_step(monkeypatch, tmp_path):
    monkeypatch.setattr(steps, "LOGS", tmp_path)

    def run(code, *, counts_tests=True, **environment):
        return Processes().run(Step("A step", [sys.executable, "-c", code], environment, counts_tests))

    return run


@pytest.mark.parametrize(
    ("printed", "code", "expected"),
    [
        ("3 passed in 0.10s", 0, Counts(3, 0, 0)),
        ("== 1 failed, 2 passed, 4 skipped, 1 warning in 61.00s (0:01:01) ==", 1, Counts(2, 1, 4)),
        ("1 passed, 2 errors in 0.5s", 1, Counts(1, 2, 0)),
        ("1 xfailed, 1 xpassed in 0.5s", 1, Counts(1, 1, 0)),
        ("no tests ran in 0.01s", 5, Counts(0, 0, 0)),
        ("ImportError while loading conftest", 4, Counts(0, 1, 0)),
    ],
)
def test_tests_are_counted_from_their_last_line(run_step, printed, code, expected):
    outcome = run_step(f"print('7 passed in 1s of something'); print({printed!r}); raise SystemExit({code})")
    assert outcome.counts == expected
    assert outcome.ok is (expected.failed == 0)


def test_a_check_counts_as_one(run_step):
    assert run_step("", counts_tests=False).counts == Counts(passed=1)
    assert run_step("raise SystemExit(1)", counts_tests=False).counts == Counts(failed=1)


def test_a_step_sees_its_own_settings_and_none_of_ours(run_step, monkeypatch):
    monkeypatch.setenv("GOODWILL_KEY", "secret")
    outcome = run_step(
        "import os; print(sorted(n for n in os.environ if n.startswith('GOODWILL')))", GOODWILL_TEST_DATABASE="sqlite"
    )
    assert outcome.words() == "['GOODWILL_TEST_DATABASE']"


def test_a_long_output_is_cut_and_its_place_named(run_step):
    words = run_step("print('\\n'.join(map(str, range(50))))").words(lines=2).splitlines()
    assert words[0].startswith("[the first 48 lines are in ")
    assert words[1:] == ["48", "49"]


def test_a_step_that_hangs_is_ended(monkeypatch, tmp_path):
    monkeypatch.setattr(steps, "LOGS", tmp_path)
    step = Step("A step", [sys.executable, "-c", "import time; time.sleep(60)"], {}, counts_tests=True, hangs=0.2)
    outcome = Processes().run(step)
    assert not outcome.ok
    assert "It was ended" in outcome.words()


def named(choice, postgresql="postgresql://"):
    return [step.name for step in plan.steps(choice, postgresql)]


def test_a_whole_run_checks_everything_on_both_databases():
    found = named(Choice())
    assert found[:3] == ["ruff check", "ruff format", "layers"]
    assert found[3:5] == ["tests on sqlite", "tests on postgresql"]
    assert {"architecture", "mypy", "security on sqlite", "security on postgresql", "browser", "faults"} <= set(found)


def test_every_folder_of_tests_is_in_a_step():
    steps = [" ".join(step.command) for step in plan.steps(Choice(), "postgresql://")]
    left_out = {folder for step in steps for folder in re.findall(r"--ignore=(\S+)", step)}
    assert {plan.SECURITY, plan.BROWSER} < left_out
    assert [folder for folder in left_out if not any(f" {folder}" in step for step in steps)] == []


def test_a_fast_run_leaves_out_types_and_what_is_slow():
    choice = Choice(fast=True, databases=("sqlite",))
    assert "mypy" not in named(choice)
    tests = [step for step in plan.steps(choice, "") if "sqlite" in step.name]
    assert [step.command[step.command.index("-m", 3) + 1] for step in tests] == ["not slow", "not slow"]
    assert choice.needs() == []


def test_picked_tests_run_alone():
    choice = Choice(databases=("sqlite",), pytest=("-k", "fold"))
    (step,) = plan.steps(choice, "")
    assert step.command[-2:] == ["-k", "fold"]


def test_without_a_server_the_tests_on_it_are_left_out():
    assert not {"tests on postgresql", "security on postgresql"} & set(named(Choice(), postgresql=""))


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_what_was_left_out_is_named_and_fails_only_in_ci(capsys, monkeypatch, tmp_path, ci, code):
    monkeypatch.setenv("CI", ci)
    outcome = Outcome(Step("tests", []), True, 1.0, Counts(4, 0, 2), tmp_path)
    assert runner._summary([outcome], ["the tests in a browser: chromium is not installed"], 3) == code
    printed = capsys.readouterr().out.splitlines()
    assert "Left out: the tests in a browser: chromium is not installed." in printed
    assert printed[-1] == f"4 passed, {code} failed, 2 skipped"


def test_a_missing_program_is_missing_still_where_nothing_can_install_it(monkeypatch):
    monkeypatch.setattr(machine, "is_root", lambda: False)
    need = Need("no-such-program", "no-such-package", (), "nothing")
    assert machine.provide([need, Need("sh", "dash", (), "nothing")]) == [need]


@pytest.mark.skipif(not machine.POSTGRESQL.found(), reason="PostgreSQL is not installed")
def test_the_server_for_tests_lives_as_long_as_it_is_needed():
    with cluster() as address, psycopg.connect(address) as connection:
        collation = connection.execute("SELECT datcollate FROM pg_database WHERE datname = 'postgres'").fetchone()
        assert collation == ("C",)
        assert connection.execute("SHOW fsync").fetchone() == ("off",)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address)


@pytest.mark.parametrize(("full", "counts"), [(False, "tenth"), (True, "whole")])
def test_faults_run_alone_as_often_as_is_promised(full, counts):
    choice = Choice(faults_only=True, full=full)
    (step,) = plan.steps(choice, "")
    assert (step.name, step.environment["GOODWILL_TEST_FAULTS"]) == ("faults", counts)
    assert choice.needs() == ([machine.STRACE] if sys.platform == "linux" else [])
    (whole,) = (step for step in plan.steps(Choice(), "") if step.name == "faults")
    assert whole.environment["GOODWILL_TEST_FAULTS"] == ""
