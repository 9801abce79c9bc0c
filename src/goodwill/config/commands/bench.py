"""Measure lists, pages, search and writes, beside references of the same run."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

TAKES_MORE = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "--sizes 10000,100000  --keep FOLDER  --duplicates  --rows N  --only reading"


def run(args: argparse.Namespace) -> int:
    root = Path(__file__).parents[4]
    if not (root / "benchmarks").is_dir():
        print("The benchmarks are in the repository, not in the installed package.", file=sys.stderr)
        return 1
    path = os.pathsep.join([str(root), str(root / "src")])
    command = [sys.executable, "-m", "benchmarks", *args.more]
    return subprocess.run(command, env=os.environ | {"PYTHONPATH": path}, cwd=root, check=False).returncode
