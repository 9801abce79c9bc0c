"""A process that has loaded everything and stands by: others are made of it in a moment, where to start one takes half
a second.

It is forked from one that has a single thread and no connection yet, so that no lock and no handle comes along; so are
the others, since it opens nothing itself. It ends with the process that it stands by for.
"""

import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO, NoReturn

log = logging.getLogger(__name__)

_DONE = b"."
_lines: list[socket.socket] = []
"""To whoever stands by, if somebody does."""


def stand_by(serve: Callable[[], object]) -> None:
    """To be called before the first thread starts and anything is opened. `serve` is what each of the others does."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return
    ours, its = socket.socketpair()
    if os.fork() == 0:
        ours.close()
        _make_others(its, serve)
    its.close()
    _lines.append(ours)


class Forked:
    """One of the others; what it reads and writes is named as with `subprocess.Popen`."""

    def __init__(self, line: socket.socket) -> None:
        its_input, ours_out = os.pipe()
        ours_in, its_output = os.pipe()
        self.stdin: BinaryIO = os.fdopen(ours_out, "wb")
        self.stdout: BinaryIO = os.fdopen(ours_in, "rb")
        try:
            socket.send_fds(line, [_DONE], [its_input, its_output])
            if not line.recv(1):
                raise BrokenPipeError
        finally:
            os.close(its_input)
            os.close(its_output)

    def kill(self) -> None:
        """It ends with the next that it says. A signal could meet somebody else who bears its number by now."""
        self.stdout.close()

    def wait(self) -> int:
        """It is not ours to wait for."""
        return 0


def another() -> Forked | None:
    """None where nobody stands by."""
    for line in list(_lines):
        try:
            return Forked(line)
        except OSError:
            _lines.remove(line)
    return None


def _make_others(line: socket.socket, serve: Callable[[], object]) -> NoReturn:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    _take(os.open(os.devnull, os.O_RDONLY), os.dup(2))
    logging.basicConfig(force=True)  # to standard error: two processes never write one file
    with suppress(OSError):
        while True:
            said, handles, _flags, _address = socket.recv_fds(line, 1, 2)
            if not said:
                break
            if os.fork() == 0:
                line.close()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                _take(*handles)
                _do(serve)
            for handle in handles:
                os.close(handle)
            line.sendall(_DONE)
    os._exit(0)


def _take(source: int, target: int) -> None:
    """As standard input and output."""
    os.dup2(source, 0)
    os.dup2(target, 1)
    os.close(source)
    os.close(target)
    sys.stdin = os.fdopen(0, closefd=False)


def _do(serve: Callable[[], object]) -> NoReturn:
    try:
        serve()
    except Exception:
        log.exception("A process that was made of the one standing by failed.")
    finally:
        os._exit(0)
