"""Reading what a client sends: bounded in size, in time and in memory."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _
from granian.rsgi import HTTPProtocol

IN_MEMORY = 1024 * 1024
FORM_LIMIT = 8 * 1024 * 1024
SILENCE = 30.0  # seconds in which less than ENOUGH came, after which the client is given up
ENOUGH = 64 * 1024
DISCARDING, PAUSE = 20.0, 0.5
_WRITTEN_AT_ONCE = 512 * 1024
_PARSED_IN_MEMORY = ("application/x-www-form-urlencoded", "application/json", "text/")


class BodyRefused(Exception):
    """`status` and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class Gone(Exception):
    """The client left before it had sent everything."""


class Bodies:
    """Reads the bodies of requests into temporary files that live in memory while they are small.

    Forms and JSON are parsed in memory, so they may have `FORM_LIMIT` bytes; uploads may have `limit`. What has come of
    all uploads under way may take `room` bytes of the disk: a length that is only announced keeps nobody out.
    """

    def __init__(self, folder: Path, limit: int) -> None:
        self._folder = folder
        self._limit = limit
        self._room = 4 * limit

    @asynccontextmanager
    async def received(self, environ: Mapping[str, str], protocol: HTTPProtocol) -> AsyncIterator[IO[bytes]]:
        """The whole body, at its beginning, for the length of the block."""
        length = self._length(environ)
        with (
            self._counted(length) as count,
            tempfile.SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(self._folder)) as spool,
        ):
            if await _fill(spool, protocol, count) != length:
                raise Gone
            spool.seek(0)
            yield spool

    @contextmanager
    def _counted(self, length: int) -> Iterator[Callable[[int], None]]:
        """A function that takes room for what came; it is given back at the end. What fits into memory always goes."""
        taken = 0

        def count(came: int) -> None:
            nonlocal taken
            taken += came
            self._room -= came
            if length > max(IN_MEMORY, self._room + taken):
                raise BodyRefused(
                    503, _("Too much is being uploaded at the same moment. Please try again in a minute.")
                )

        try:
            count(0)
            yield count
        finally:
            self._room += taken

    def _length(self, environ: Mapping[str, str]) -> int:
        declared = environ.get("CONTENT_LENGTH", "0")
        if not (declared.isascii() and declared.isdecimal() and len(declared) < 16):
            raise BodyRefused(400, _("Content-Length is not a number."))
        kind = environ.get("CONTENT_TYPE", "").lower()
        limit = min(FORM_LIMIT, self._limit) if kind.startswith(_PARSED_IN_MEMORY) else self._limit
        if int(declared) > limit:
            sentence = _("This is too large: at most %(limit)d MiB can be sent here. Nothing was kept.")
            raise BodyRefused(413, sentence % {"limit": limit // 2**20})
        return int(declared)


def has_body(environ: Mapping[str, str]) -> bool:
    """Whether something is sent along. Its length must be told: where a client is cut off in the middle of a body of
    unknown length, granian ends the body quietly, and half a file would pass as a whole one.
    """
    if "CONTENT_LENGTH" in environ:
        return environ["CONTENT_LENGTH"] != "0"
    may_have = environ["SERVER_PROTOCOL"] == "HTTP/2" and environ["REQUEST_METHOD"] in ("POST", "PUT", "PATCH")
    if may_have or "HTTP_TRANSFER_ENCODING" in environ:
        raise BodyRefused(411, _("The length of what is sent must be told in Content-Length."))
    return False


async def discard(protocol: HTTPProtocol) -> None:
    """Let a client that is still sending come to its end: one that is cut off does not read why. But not for ever."""
    loop = asyncio.get_running_loop()
    end = loop.time() + DISCARDING
    with suppress(TimeoutError):
        async with asyncio.timeout(PAUSE) as patience:
            async for _chunk in protocol:
                patience.reschedule(min(loop.time() + PAUSE, end))


async def _fill(spool: IO[bytes], protocol: HTTPProtocol, count: Callable[[int], None]) -> int:
    """Take the body in; disk work is done in a thread once the file has left memory."""
    loop = asyncio.get_running_loop()
    size, lately, pending = 0, 0, bytearray()
    try:
        async with asyncio.timeout(SILENCE) as patience:
            async for chunk in protocol:
                count(len(chunk))
                lately += len(chunk)
                if lately >= ENOUGH:
                    patience.reschedule(loop.time() + SILENCE)
                    lately = 0
                size += len(chunk)
                pending += chunk
                if len(pending) >= _WRITTEN_AT_ONCE:
                    await asyncio.to_thread(spool.write, bytes(pending))
                    pending.clear()
    except TimeoutError:
        raise BodyRefused(408, _("Too little came for half a minute, so the request was given up.")) from None
    if size > _WRITTEN_AT_ONCE:
        await asyncio.to_thread(spool.write, bytes(pending))
    else:
        spool.write(pending)
    return size
