"""Which steps a test run has: checks of an instant, then long ones, and shorter ones to fill the end of the lanes."""

import sys
from dataclasses import dataclass, replace

from goodwill.config.testing.machine import CHROMIUM, POSTGRESQL, STRACE, Need
from goodwill.config.testing.steps import HANGS, Step, python, tool

ARCHITECTURE, BROWSER, FAULTS = "tests/architecture", "tests/browser", "tests/faults"
SECURITY = "tests/security"
LONGER = (
    "src/goodwill/records/tests/filter/test_inference.py",
    "src/goodwill/kernel/tests/test_phone.py",
    "src/goodwill/kernel/tests/test_mailbox.py",
)
"""What makes more examples before a release than in every run."""


@dataclass(frozen=True)
class Choice:
    fast: bool = False
    databases: tuple[str, ...] = ("sqlite", "postgresql")
    browser_only: bool = False
    faults_only: bool = False
    full: bool = False
    pytest: tuple[str, ...] = ()

    @property
    def picked(self) -> bool:
        """Some tests were named, so nothing else is checked."""
        return bool(self.pytest)

    @property
    def whole(self) -> bool:
        return not (self.fast or self.picked or self.browser_only or self.faults_only)

    def needs(self) -> list[Need]:
        wanted = []
        if "postgresql" in self.databases and not (self.browser_only or self.faults_only):
            wanted.append(POSTGRESQL)
        if self.whole or self.browser_only or any(BROWSER in part for part in self.pytest):
            wanted.append(CHROMIUM)
        if sys.platform == "linux" and (self.whole or self.faults_only):
            wanted.append(STRACE)
        return wanted


def steps(choice: Choice, postgresql: str) -> list[Step]:
    """`postgresql` is the address of the server to test on, or empty."""
    if choice.browser_only:
        return [_tests("browser", "sqlite", "", BROWSER, *choice.pytest)]
    if choice.faults_only:
        return [_faults("whole" if choice.full else "tenth", *(LONGER if choice.full else ()), *choice.pytest)]
    databases = [name for name in choice.databases if name == "sqlite" or postgresql]
    if choice.picked:
        return [_tests(f"tests on {name}", name, postgresql, *choice.pytest) for name in databases]
    marks = ["-m", "not slow"] if choice.fast else []
    elsewhere = [f"--ignore={folder}" for folder in (ARCHITECTURE, BROWSER, FAULTS, SECURITY)]
    found = _checks_of_an_instant()
    found += [_tests(f"tests on {name}", name, postgresql, *marks, *elsewhere) for name in databases]
    if choice.whole:
        found += [_tests("browser", "sqlite", "", BROWSER), _faults("whole" if choice.full else "")]
    found += [_tests(f"security on {name}", name, postgresql, *marks, SECURITY) for name in databases]
    return found + _checks(choice.fast)


def _faults(counts: str, *arguments: str) -> Step:
    """Processes that are killed: a few hundred writes in every run, `tenth` or `whole` of what is promised."""
    patient = ("-o", "faulthandler_timeout=3600") if counts == "whole" else ()
    step = _tests("faults", "sqlite", "", FAULTS, *patient, *arguments)
    return replace(step, environment={**step.environment, "GOODWILL_TEST_FAULTS": counts}, hangs=HANGS * 20)


def _checks_of_an_instant() -> list[Step]:
    return [
        Step("ruff check", tool("ruff", "check", "--quiet", "--output-format=concise", ".")),
        Step("ruff format", tool("ruff", "format", "--check", "--quiet", ".")),
        Step("layers", tool("lint-imports", "--no-logo")),
    ]


def _checks(fast: bool) -> list[Step]:
    checks = [_tests("architecture", "sqlite", "", ARCHITECTURE)]
    return checks if fast else [*checks, Step("mypy", tool("mypy", "--no-error-summary"))]


def _tests(name: str, database: str, postgresql: str, *arguments: str) -> Step:
    environment = {"GOODWILL_TEST_DATABASE": database}
    if database == "postgresql":
        environment |= {"GOODWILL_TEST_POSTGRESQL": postgresql, "GOODWILL_TEST_SERVER_ENDS": "yes"}
    return Step(
        name,
        python("-m", "pytest", "-q", "--no-header", "--durations=10", "--durations-min=3", *arguments),
        environment,
        counts_tests=True,
    )
