"""The line between `goodwill serve` and a child of it: the child tells words on its standard output, and goes when its
standard input ends, be it that it should go or that its parent died.
"""

import os
import threading
from collections.abc import Callable
from contextlib import suppress

READY = "ready"  # with the address to open, or nothing
FINGERPRINT = "fingerprint"  # of the self-made certificate
WORK = "work"  # a job is due
RENEW = "renew"  # the certificate changed: serve with a new process


class Link:
    """The child's end."""

    def __init__(self) -> None:
        self._out = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
        os.dup2(2, 1)  # what is printed from now on is meant for people

    def tell(self, word: str, text: str = "") -> None:
        with suppress(OSError):
            self._out.write(f"{word} {text}\n")

    def when_over(self, leave: Callable[[], object]) -> None:
        """Call `leave`, in a thread of its own, when the parent wants this process to go or is gone."""

        def wait() -> None:
            with suppress(OSError):
                while os.read(0, 1024):  # not sys.stdin, whose lock would be held when this process ends by itself
                    pass
            leave()

        threading.Thread(target=wait, name="link", daemon=True).start()
