"""What a process of ours says to the one that started it."""

import sys
from typing import BinaryIO


def own_output() -> BinaryIO:
    """Standard output that takes all it is given.

    `sys.stdout.buffer` does not where `PYTHONUNBUFFERED` is set, as in most containers: a pipe takes a part of a large
    piece when the process is halted meanwhile (a closed lid, Ctrl-Z), and the rest is lost.
    """
    return open(sys.stdout.fileno(), "wb", closefd=False)
