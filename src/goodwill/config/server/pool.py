"""The threads that run Django."""

import logging
import threading
import time
from asyncio import AbstractEventLoop, Future
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, TypeVar

log = logging.getLogger(__name__)

T = TypeVar("T")
Work = Callable[[], None]


class Overloaded(Exception):
    """More work waits than can be done in a bearable time."""


class Pool:
    """Runs work in at most `threads` threads, and lets at most `waiting` pieces of it wait.

    The thread that was busy last gets the next piece: its caches and its database connection are warm, and a quiet
    installation never starts the others.
    """

    def __init__(self, threads: int, waiting: int, leave: Work = lambda: None) -> None:
        """`leave` is called in each thread at its end, and when it rests."""
        self.asked = 0  # pieces of work so far that were not our own
        self._free = threads
        self._waiting = waiting
        self._leave = leave
        self._backlog: deque[Work] = deque()
        self._idle: list[SimpleQueue[Work | None]] = []
        self._all: list[tuple[threading.Thread, SimpleQueue[Work | None]]] = []
        self._lock = threading.Lock()

    def submit(self, work: Work, *, urgent: bool = False) -> None:
        """Run `work`, which must not raise; `urgent` work is small and our own, and waits even when too much does."""
        with self._lock:
            self.asked += not urgent
            if self._idle:
                self._idle.pop().put(work)
                return
            if self._free:
                self._free -= 1
                self._start(work)
                return
            if len(self._backlog) >= self._waiting and not urgent:
                raise Overloaded
            self._backlog.append(work)

    async def run(self, loop: AbstractEventLoop, function: Callable[..., T], *args: Any) -> T:
        """The outcome of a small piece of our own work."""
        future: Future[T] = loop.create_future()

        def work() -> None:
            try:
                outcome = function(*args)
            except BaseException as error:  # noqa: BLE001 - handed to whoever waits
                _tell(loop, future, future.set_exception, error)
            else:
                _tell(loop, future, future.set_result, outcome)

        self.submit(work, urgent=True)
        return await future

    def rest(self) -> None:
        """Have the threads that wait let go what they keep open; they open it again when they need it."""
        with self._lock:
            waiting, self._idle = self._idle, []
        for inbox in waiting:
            inbox.put(self._leave)

    def close(self, within: float) -> None:
        """Let each thread leave after what it does now, and wait for them for so many seconds."""
        with self._lock:
            self._free = 0
            self._backlog.clear()
        for _thread, inbox in self._all:
            inbox.put(None)
        end = time.monotonic() + within
        for thread, _inbox in self._all:
            thread.join(max(0.0, end - time.monotonic()))

    def _start(self, first: Work) -> None:
        inbox: SimpleQueue[Work | None] = SimpleQueue()
        inbox.put(first)
        thread = threading.Thread(target=self._work, args=(inbox,), name=f"pages-{len(self._all) + 1}", daemon=True)
        self._all.append((thread, inbox))
        thread.start()

    def _work(self, inbox: "SimpleQueue[Work | None]") -> None:
        work = inbox.get()
        while work is not None:
            try:
                work()
            except BaseException:
                log.exception("A page thread met an error that nobody handled.")
            work = self._next(inbox) or inbox.get()
        self._leave()

    def _next(self, inbox: "SimpleQueue[Work | None]") -> Work | None:
        with self._lock:
            if self._backlog:
                return self._backlog.popleft()
            self._idle.append(inbox)
            return None


def _tell(loop: AbstractEventLoop, future: "Future[Any]", tell: Callable[[Any], None], outcome: Any) -> None:
    def told() -> None:
        if not future.done():
            tell(outcome)

    loop.call_soon_threadsafe(told)
