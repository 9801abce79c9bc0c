"""The processes that `goodwill serve` starts."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress

ENDED = "ended"
LEAN = {
    "MALLOC_ARENA_MAX": "1",  # glibc otherwise keeps a heap for each thread
    "PYTHONNODEBUGRANGES": "1",  # a traceback names the line, and need not know the columns
}

Tell = Callable[["Child", str, str], None]


class Child:
    """A running process. What it says, and that it ended, is told through `tell(child, word, text)`, in a thread."""

    def __init__(self, arguments: Sequence[str], sockets: Sequence[int], tell: Tell) -> None:
        self._tell = tell
        self._process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            env={**LEAN, **os.environ},
            pass_fds=sockets,
            start_new_session=True,  # Ctrl-C is for `serve`, which ends its children in order
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def exit_code(self) -> int:
        return self._process.returncode

    def ask_to_go(self) -> None:
        """Have it end what it does and leave."""
        if self._process.stdin:
            with suppress(OSError):
                self._process.stdin.close()

    def kill(self) -> None:
        self._process.kill()

    def _listen(self) -> None:
        if self._process.stdout:
            for line in self._process.stdout:
                word, _, text = line.rstrip("\n").partition(" ")
                self._tell(self, word, text)
        self._process.wait()
        self._tell(self, ENDED, "")
