"""One line for each request: what was asked, what it came to, how long it took; and no secret."""

import logging
import re
import time
from urllib.parse import quote

from granian.rsgi import Scope

log = logging.getLogger("goodwill.access")

SLOW = 5.0  # seconds from which on a request is worth a warning
_TOKEN = re.compile(r"[^/]{24,}")


def note(scope: Scope, status: int, started: float) -> None:
    """`started` is of `time.perf_counter`. The query is left out, and so is whatever in the path may be a token."""
    seconds = time.perf_counter() - started
    level = logging.WARNING if seconds > SLOW or status >= 500 else logging.INFO
    if log.isEnabledFor(level):
        log.log(level, "%s %s %d %.1f ms", scope.method, without_secrets(scope.path), status, seconds * 1000)


def without_secrets(path: str) -> str:
    return quote(_TOKEN.sub("...", path), safe="/@:.-_~")
