"""Write the lock files anew from requirements*.in and package.json.

Versions that still fit are kept; with --upgrade everything moves to its newest version.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from goodwill.config.assets import CHECKOUT, lock_modules

NAMES = ("requirements", "requirements-dev", "requirements-node", "requirements-bench")
ALONE = frozenset({"requirements-bench"})
"""Without what they depend on."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--upgrade", action="store_true", help="move to the newest versions")


def run(args: argparse.Namespace) -> int:
    for name in NAMES:
        if code := _compile(name, args.upgrade):
            return code
    lock_modules()
    return 0


def _compile(name: str, upgrade: bool) -> int:
    """One lock for all systems and Pythons, with hashes, and without a word about where packages come from."""
    options = ["--quiet", "--universal", "--python-version=3.11", "--generate-hashes"]
    options += ["--no-emit-index-url", "--no-emit-find-links", *(["--upgrade"] if upgrade else [])]
    options += ["--no-deps"] if name in ALONE else []
    uv = Path(sys.executable).with_name("uv")
    return subprocess.run(
        [uv, "pip", "compile", *options, f"{name}.in", f"--output-file={name}.lock"],
        cwd=CHECKOUT,
        env=os.environ | {"UV_CUSTOM_COMPILE_COMMAND": "./goodwill lock"},
        check=False,
    ).returncode
