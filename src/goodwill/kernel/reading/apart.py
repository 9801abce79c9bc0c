"""Reading a file in a process of its own: what harms it, harms nothing else."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import goodwill
from goodwill.kernel.previews import Unsuitable
from goodwill.kernel.reading.found import HEAVY, MOST_BYTES, REFUSED, Found

PATIENCE = 20.0  # seconds of the clock; the process itself may have five of a processor
_SOURCE = str(Path(goodwill.__file__).parents[1])
_FEW_AT_A_TIME = threading.BoundedSemaphore(2)


def text_of(content: Iterable[bytes], size: int, mime: str) -> Found:
    """The text in a file of a kind that `kinds.READERS` knows; a refusal is told by its reason."""
    if size > MOST_BYTES:
        return Found(reason="large")
    try:
        return Found(**json.loads(_asked(["text", mime], content)))
    except Unsuitable as refusal:
        return Found(reason=refusal.reason)


def picture_of(content: Iterable[bytes], size: int) -> bytes:
    """A picture within `size` pixels, as WebP. Raises Unsuitable."""
    return _asked(["picture", str(size)], content)


def page_of(content: Iterable[bytes], number: int, size: int) -> bytes:
    """A page of a PDF, as WebP. Raises Unsuitable."""
    return _asked(["page", str(number), str(size)], content)


def _asked(question: list[str], content: Iterable[bytes]) -> bytes:
    with _FEW_AT_A_TIME, _started(question) as process:
        assert process.stdin is not None
        watch = threading.Timer(PATIENCE, process.kill)
        watch.start()
        try:
            with suppress(BrokenPipeError):
                for piece in content:
                    process.stdin.write(piece)
            answer, _nothing = process.communicate()
        finally:
            watch.cancel()
            process.kill()
    if process.returncode == 0:
        return answer
    raise Unsuitable(_reason(process.returncode, answer))


def _started(question: list[str]) -> "subprocess.Popen[bytes]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GOODWILL_")}
    return subprocess.Popen(
        [sys.executable, "-m", "goodwill.kernel.reading.child", *question],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**kept, "PYTHONPATH": _SOURCE, "MALLOC_ARENA_MAX": "1"},
    )


def _reason(code: int, answer: bytes) -> str:
    """A process that was ended from outside ran out of time; what ended by itself ran out of memory or stumbled."""
    if code == REFUSED:
        return answer.decode("ascii", "replace")[:20]
    if code == HEAVY or code in (-6, -5, 134):  # aborts: a library found no more memory
        return "heavy"
    return "slow" if code in (-9, -24) else "damaged"
