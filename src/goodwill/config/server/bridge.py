"""Runs Django, a WSGI application, in the pool and gives its answers to granian.

A thread is held only while Django works: bodies are read before it starts, and what is long is sent from a file after
it has ended. So neither a slow sender nor a slow reader can keep a thread.
"""

import asyncio
import io
import logging
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext_lazy as _
from granian.rsgi import HTTPProtocol

from goodwill.config.server import plain
from goodwill.config.server.body import Bodies, BodyRefused, Gone, discard, has_body
from goodwill.config.server.pool import Overloaded, Pool

log = logging.getLogger(__name__)

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

IN_MEMORY = 1024 * 1024
PATIENCE = 120.0  # seconds until a person is told that it takes too long
STALE = 20.0  # seconds of waiting after which nobody expects an answer any more
OPENED_WITHIN = 60.0  # seconds within which granian has surely opened a file that it was told to send
CLIENT_LEFT = 499
ANSWER = "answer-"
NO_ROOM = _(
    "Goodwill's disk has no room for what was sent. It was not kept, and nothing else was changed. "
    "Make room on that disk, then send it again."
)


class Bridge:
    """Answers requests with `application`. Made inside the event loop."""

    def __init__(self, application: Application, pool: Pool, folder: Path, upload_limit: int) -> None:
        self._application = application
        self._pool = pool
        self._folder = folder
        self._bodies = Bodies(folder, upload_limit)
        self._loop = asyncio.get_running_loop()
        self._patience: dict[asyncio.Future[int], float] = {}  # when it ends for each, in that order
        self._timer: asyncio.TimerHandle | None = None

    async def answer(self, environ: dict[str, Any], protocol: HTTPProtocol) -> int:
        """Answer, and give the status."""
        path = environ["PATH_INFO"]
        try:
            if not has_body(environ):
                return await self._ask(environ, io.BytesIO(), protocol)
            async with self._bodies.received(environ, protocol) as body:
                return await self._ask(environ, body, protocol)
        except BodyRefused as refused:
            if refused.status == 413 and "HTTP_EXPECT" not in environ:
                await discard(protocol)
            return plain.answer(protocol, refused.status, str(refused), path=path)
        except Overloaded:
            return plain.busy(protocol, path=path)
        except Gone:
            return CLIENT_LEFT
        except OSError:
            log.exception("A request's body could not be kept in %s.", self._folder)
            return plain.answer(protocol, 507, NO_ROOM, path=path)

    async def _ask(self, environ: dict[str, Any], body: IO[bytes], protocol: HTTPProtocol) -> int:
        environ["wsgi.input"] = body
        environ["wsgi.errors"] = sys.stderr
        future: asyncio.Future[int] = self._loop.create_future()
        queued = time.monotonic()
        self._pool.submit(lambda: self._work(environ, protocol, future, queued))
        if self._timer is None:
            self._timer = self._loop.call_later(PATIENCE / 8, self._lose_patience)
        self._patience[future] = self._loop.time() + PATIENCE
        try:
            return await future
        except TimeoutError:
            log.error("%s %s takes longer than %d s.", environ["REQUEST_METHOD"], environ["PATH_INFO"], PATIENCE)
            # granian ignores the thread's own answer after this
            return plain.answer(protocol, 504, plain.TOO_LONG, path=environ["PATH_INFO"])
        finally:
            del self._patience[future]

    def _lose_patience(self) -> None:
        """One timer for all requests: one for each would cost a tenth of the whole way here."""
        now = self._loop.time()
        for future, end in self._patience.items():
            if end > now:
                break
            if not future.done():
                future.set_exception(TimeoutError())
        self._timer = self._loop.call_later(PATIENCE / 8, self._lose_patience) if self._patience else None

    def _work(
        self, environ: dict[str, Any], protocol: HTTPProtocol, future: "asyncio.Future[int]", queued: float
    ) -> None:
        """In a thread of the pool."""
        try:
            stale = time.monotonic() - queued > STALE
            status = plain.busy(protocol, path=environ["PATH_INFO"]) if stale else self._run(environ, protocol)
        except BaseException:
            log.exception("Django could not answer %s %s.", environ["REQUEST_METHOD"], environ["PATH_INFO"])
            status = plain.answer(protocol, 500, plain.BROKEN, path=environ["PATH_INFO"])
        with suppress(RuntimeError):  # the loop is closed: Goodwill is being stopped
            self._loop.call_soon_threadsafe(_set, future, status)

    def _run(self, environ: dict[str, Any], protocol: HTTPProtocol) -> int:
        start = _Start()
        result: Any = self._application(environ, start)
        try:
            if start.status in (204, 304):
                protocol.response_empty(start.status, start.headers)
            elif not getattr(result, "streaming", True):
                protocol.response_bytes(start.status, start.headers, b"".join(result))
            elif environ["REQUEST_METHOD"] == "HEAD":
                protocol.response_empty(start.status, start.headers)
            else:
                self._send_streamed(start, result, protocol)
        finally:
            close = getattr(result, "close", None)
            if close:
                close()
        return start.status

    def _send_streamed(self, start: "_Start", parts: Iterable[bytes], protocol: HTTPProtocol) -> None:
        """Send the parts, from memory while they are few: granian's own stream would keep without limit in memory what
        a slow reader does not take.
        """
        parts = iter(parts)
        kept = bytearray()
        for part in parts:
            kept += part
            if len(kept) > IN_MEMORY:
                break
        else:
            protocol.response_bytes(start.status, start.headers, bytes(kept))
            return
        with tempfile.NamedTemporaryFile(dir=self._folder, prefix=ANSWER, delete=False) as file:
            self._loop.call_soon_threadsafe(self._loop.call_later, OPENED_WITHIN, _remove, Path(file.name))
            file.write(kept)
            file.writelines(parts)
            length = ("content-length", str(file.tell()))
        headers = [header for header in start.headers if header[0].lower() != length[0]]
        protocol.response_file(start.status, [*headers, length], file.name)


class _Start:
    """WSGI's start_response, which keeps what it is told."""

    status: int
    headers: list[plain.Header]

    def __call__(self, status: str, headers: list[plain.Header], exc_info: Any = None) -> None:
        self.status = int(status[:3])
        self.headers = [(name, value if value.isascii() else _as_text(value)) for name, value in headers]
        self.headers.append(plain.SERVER)


def _as_text(octets: str) -> str:
    """WSGI writes octets as Latin-1 characters; granian wants the text that is UTF-8 for the same octets."""
    try:
        return octets.encode("latin-1").decode()
    except UnicodeError:
        return octets.encode("ascii", "replace").decode()


def _set(future: "asyncio.Future[int]", status: int) -> None:
    if not future.done():
        future.set_result(status)


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()
