"""A large text file is read and understood in a process of its own, while this one compares and writes.

The file goes in by a pipe and its rows come out by another, a chunk at a time: neither side holds more than a few. It
ends with whoever reads it, however that one ends, since its pipe is closed.
"""

import gc
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from queue import Queue, SimpleQueue
from typing import Any, BinaryIO

from django.utils import translation

from goodwill.kernel.collecting import collecting_seldom
from goodwill.kernel.output import own_output
from goodwill.transfer import standby
from goodwill.transfer.parcels import END, Parcel, parcels
from goodwill.transfer.readers.csv import TextFile
from goodwill.transfer.understanding import Chunk, Understanding

LARGE = 1024 * 1024
"""Bytes of a file for which starting a process pays."""
HERE, HEAD = 1000, 500
"""Rows of a chunk that is read here while the other process starts, and those that are left to us once it has: what it
reads is there when they are written."""
PATIENCE = 0
"""Seconds that we wait for it after each chunk."""
ONCE = 64 * 1024 * 1024
"""Bytes of a file above which it is opened for the other process alone."""
WAITING = 3
"""Parcels that are ready while the next stretch is read."""
_PIECE = 1 << 16
_GREETING = b"."
_PROGRAM = "import gc; gc.disable(); import django; django.setup(); from goodwill.transfer import apart; apart.serve()"


@dataclass(frozen=True)
class Order:
    """What the other process is told before the file itself."""

    understanding: Understanding
    after: int
    done: frozenset[int]
    language: str


def chunks(understanding: Understanding, after: int = 0, done: frozenset[int] = frozenset()) -> Iterator[Chunk]:
    """The chunks of an understanding, but for rows that are done: apart for a large text file, else here."""
    file = understanding.table.file
    if not isinstance(file, TextFile) or file.source.size < LARGE:
        return understanding.chunks(after, done=done)
    return _apart(understanding, file, after, done)


class _Other:
    """The other process. It greets when it has started, and begins where it is told then."""

    def __init__(self, stream: BinaryIO) -> None:
        self._process = standby.another() or _started()
        self._has_started, self._order = threading.Event(), SimpleQueue[bytes]()
        self._feeder = threading.Thread(target=self._feed, args=(stream,), daemon=True)
        self._feeder.start()

    def has_started(self) -> bool:
        return self._has_started.wait(PATIENCE)

    def begin(self, order: Order) -> None:
        """What we have learned of the rows so far goes along; nobody may be reading meanwhile."""
        self._order.put(pickle.dumps(order, pickle.HIGHEST_PROTOCOL))

    def chunks(self) -> Iterator[Chunk]:
        assert self._process.stdout
        self._has_started.wait()
        shared: list[Any] = []
        while True:
            try:
                parcel: Parcel | None = pickle.load(self._process.stdout)  # noqa: S301 - our own process wrote it
            except EOFError:
                raise ChildProcessError(f"The process that read the file ended with {self._process.wait()}.") from None
            if parcel is None:
                return
            yield parcel.chunk(shared)

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._order.put(b"")
        self._feeder.join()
        assert self._process.stdout
        self._process.stdout.close()

    def _feed(self, stream: BinaryIO) -> None:
        assert self._process.stdin
        assert self._process.stdout
        try:
            with stream, self._process.stdin as pipe:
                self._process.stdout.read(len(_GREETING))
                self._has_started.set()
                if not (order := self._order.get()):
                    return
                pipe.write(order)
                while piece := stream.read(_PIECE):
                    pipe.write(piece)
        except BrokenPipeError:
            pass  # it has read enough, or ended


def _started() -> subprocess.Popen[bytes]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", _PROGRAM]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)


def _apart(understanding: Understanding, file: TextFile, after: int, done: frozenset[int]) -> Iterator[Chunk]:
    piped = replace(file, source=replace(file.source, open=_own_input))
    table = replace(understanding.table, file=piped, sample=[], problems=[])
    order = Order(replace(understanding, table=table), after, done, translation.get_language() or "en")
    other = _Other(file.source.open())
    try:
        if file.source.size > ONCE:
            other.begin(order)
        elif (yield from _meanwhile(understanding.chunks(after, HERE, done), other, order)):
            return
        yield from other.chunks()
    finally:
        other.end()


def _meanwhile(chunks: Iterator[Chunk], other: _Other, order: Order) -> Generator[Chunk, None, bool]:
    """What is read here while the other process starts; whether that is all of the file."""
    for chunk in chunks:
        yield chunk
        if chunk.error:
            return True
        if other.has_started():
            until = chunk.last + HEAD
            other.begin(replace(order, after=until))
            return (yield from _head(chunks, until))
    return True


def _head(chunks: Iterator[Chunk], until: int) -> Generator[Chunk, None, bool]:
    """The rows up to one, in chunks; whether the file ends with them for a reason."""
    for chunk in chunks:
        ours = [given for given in chunk.rows if given.number <= until]
        is_whole = len(ours) == len(chunk.rows)
        if is_whole:
            yield chunk
        elif ours:
            yield Chunk(ours)
        if is_whole and chunk.error:
            return True
        if not is_whole or ours[-1].number >= until:
            break
    return False


def _own_input() -> BinaryIO:
    """What is left of the standard input behind the order."""
    return sys.stdin.buffer


def stand_by() -> None:
    """To be called before the first thread starts: whoever reads large files is there at once then."""
    standby.stand_by(serve)


def serve() -> None:
    """The other process: rows out as they come in. Whoever looks at pages comes first."""
    out = own_output()
    out.write(_GREETING)
    out.flush()
    try:
        order: Order = pickle.load(sys.stdin.buffer)  # noqa: S301 - whoever started us wrote it
    except EOFError:  # it read all of the file itself, or ended
        return
    gc.enable()  # it rested while all was loaded
    if hasattr(os, "nice"):
        os.nice(5)
    with _sending(out) as send, translation.override(order.language), collecting_seldom():
        for parcel in parcels(order.understanding, order.after, order.done):
            send(parcel)


@contextmanager
def _sending(out: BinaryIO) -> Iterator[Callable[[bytes], None]]:
    """Send while the next rows are read: whoever writes takes long to take a stretch."""
    waiting = Queue[bytes](maxsize=WAITING)
    thread = threading.Thread(target=_send, args=(out, waiting))
    thread.start()
    try:
        yield waiting.put
    except BaseException:
        waiting.put(b"")
        raise
    else:
        waiting.put(END)
        waiting.put(b"")
    finally:
        thread.join()


def _send(out: BinaryIO, waiting: Queue[bytes]) -> None:
    try:
        while parcel := waiting.get():
            out.write(parcel)
            out.flush()
    except OSError:  # whoever reads ended, or has enough
        os._exit(0)
