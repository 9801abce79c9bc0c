"""Programs that tests need and Python packages cannot bring; as root on Debian they are installed when missing."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Need:
    program: str
    package: str
    places: tuple[str, ...]
    skipped: str

    def found(self) -> Path | None:
        if path := shutil.which(self.program):
            return Path(path)
        candidates = sorted(found for place in self.places for found in Path("/").glob(f"{place}/{self.program}"))
        return candidates[-1] if candidates else None


POSTGRESQL = Need(
    "initdb",
    "postgresql",
    ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin"),
    "the tests on PostgreSQL",
)
CHROMIUM = Need("chromium", "chromium", (), "the tests in a browser")
STRACE = Need("strace", "strace", (), "the faults at each step that is written")


def is_root() -> bool:
    return os.name == "posix" and os.geteuid() == 0


def provide(needs: Iterable[Need]) -> list[Need]:
    """Install what is missing where that is possible; answer what is missing still."""
    missing = [need for need in needs if not need.found()]
    if missing and is_root() and shutil.which("apt-get"):
        packages = [need.package for need in missing]
        print(f"Installing {' and '.join(packages)} with apt-get.", flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", *packages]):
            done = subprocess.run(
                ["apt-get", *command],
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                print(done.stdout[-2000:] + done.stderr[-2000:])
    return [need for need in missing if not need.found()]
