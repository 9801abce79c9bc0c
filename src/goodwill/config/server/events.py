"""The event stream: one connection for each open page, one poller for each firm, and no thread for either."""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from typing import Any, Protocol, TypeVar

from django.utils.translation import gettext as _
from granian.rsgi import HTTPProtocol, ProtocolClosed

from goodwill.config.security import bare_headers
from goodwill.config.server import plain
from goodwill.config.server.pool import Pool
from goodwill.kernel.errors import Told

log = logging.getLogger(__name__)

PATH = "/events"
LOOK = 1.0  # seconds between two looks for what other processes wrote
GATHER = 0.05  # seconds in which hints are gathered into one look
LOOK_AFTER_ERROR = 15.0
HEARTBEAT = 20.0
CHECK = 15.0  # seconds after which each stream's session is looked at again
SEND_WITHIN = 10.0
WAITING_EVENTS = 200
LONGEST_LIFE = 3600.0
LARGEST_STREAM = 1024 * 1024  # characters; granian keeps in memory what a slow reader does not take
PER_USER = 16
PER_PROCESS = 4000


class Event(Protocol):
    """`data` is JSON; `user` is who may get it, or None for everybody in the firm."""

    @property
    def name(self) -> str: ...
    @property
    def data(self) -> str: ...
    @property
    def user(self) -> int | None: ...


class Subscriber(Protocol):
    """Who listens, in which firm, by which session."""

    @property
    def firm(self) -> str: ...
    @property
    def user(self) -> int: ...


S = TypeVar("S", bound=Subscriber)


class Source(Protocol[S]):
    """Where events come from. All but `on_wake` are called in a page thread with no firm entered."""

    def subscriber(self, environ: dict[str, Any]) -> S | None:
        """Whoever is signed in by the session cookie in this WSGI environ."""

    def welcome(self, subscribers: Sequence[S]) -> Collection[S]:
        """Those of one firm's subscribers whose sessions and users are still good."""

    def poll(self, firm: str, since: str | None) -> tuple[str, Sequence[Event]]:
        """The position now, and what came after `since`; with None, or a position that is not known, no events."""

    def on_wake(self, hint: Callable[[str], None]) -> None:
        """Call `hint(firm)`, from any thread, when this process has written something that streams want."""


class _Stream:
    """One connection."""

    def __init__(self, subscriber: Subscriber, protocol: HTTPProtocol) -> None:
        self.subscriber = subscriber
        self._protocol = protocol
        self._waiting: deque[str] = deque()
        self._ready = asyncio.Event()
        self._ended = False

    def mine(self, events: Iterable[Event]) -> list[Event]:
        """Those that this subscriber may see."""
        return [event for event in events if event.user is None or event.user == self.subscriber.user]

    def offer(self, position: str, events: Iterable[Event]) -> None:
        """Queue what this subscriber may see; one who lets too much wait is dropped, and comes back by itself."""
        mine = self.mine(events)
        if not mine:
            return
        self._waiting.extend(_lines(event, position) for event in mine)
        if len(self._waiting) > WAITING_EVENTS:
            self.end()
        self._ready.set()

    def end(self) -> None:
        self._ended = True
        self._ready.set()

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        gone = loop.create_task(_until_gone(self._protocol))
        gone.add_done_callback(lambda _: self.end())
        headers = [
            ("content-type", "text/event-stream; charset=utf-8"),
            ("cache-control", "no-store"),
            ("x-accel-buffering", "no"),
            plain.SERVER,
            *bare_headers(),
        ]
        transport = self._protocol.response_stream(200, headers)
        text, room, deadline = "retry: 3000\n\n", LARGEST_STREAM, loop.time() + LONGEST_LIFE
        try:
            while not self._ended and loop.time() < deadline:
                async with asyncio.timeout(SEND_WITHIN):
                    await transport.send_str(text)
                room -= len(text)
                if room < 0:
                    break
                text = await self._next()
        except (TimeoutError, ProtocolClosed):
            pass
        finally:
            gone.cancel()

    async def _next(self) -> str:
        with suppress(TimeoutError):
            async with asyncio.timeout(HEARTBEAT):
                await self._ready.wait()
        self._ready.clear()
        text = "".join(self._waiting)
        self._waiting.clear()
        return text or ":\n\n"


class _Channel:
    """The streams of one firm, and what feeds them while there are any."""

    def __init__(self, firm: str, source: Source[Any], pool: Pool) -> None:
        self.firm = firm
        self.streams: set[_Stream] = set()
        self.wake = asyncio.Event()
        self._source = source
        self._pool = pool
        self._loop = asyncio.get_running_loop()
        self._position: str | None = None
        self._checked = self._loop.time()
        self._task: asyncio.Task[None] | None = None

    def add(self, stream: _Stream) -> None:
        self.streams.add(stream)
        if self._task is None or self._task.done():
            self._task = self._loop.create_task(self._feed())

    async def catch_up(self, stream: _Stream, since: str) -> None:
        """Send what one stream missed while it was away, of very much the newest; what the others get meanwhile it may
        get twice.
        """
        missed: deque[Event] = deque(maxlen=WAITING_EVENTS)
        position, before = since, ""
        while position != before:
            before = position
            position, events = await self._pool.run(self._loop, self._source.poll, self.firm, before)
            missed.extend(stream.mine(events))
        stream.offer(position, missed)

    async def _feed(self) -> None:
        self._position = None
        while self.streams:
            pause = LOOK
            try:
                await self._look()
            except Exception as error:
                expected = isinstance(error, Told)
                log.error("The event stream could not look for news. %s", error, exc_info=not expected)
                pause = LOOK_AFTER_ERROR
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self.wake.wait()
                    await asyncio.sleep(GATHER)
            self.wake.clear()

    async def _look(self) -> None:
        position, events = await self._pool.run(self._loop, self._source.poll, self.firm, self._position)
        self._position = position
        for stream in self.streams:
            stream.offer(position, events)
        if self._loop.time() - self._checked >= CHECK:
            self._checked = self._loop.time()
            await self._show_out()

    async def _show_out(self) -> None:
        streams = list(self.streams)
        welcome = await self._pool.run(self._loop, self._source.welcome, [stream.subscriber for stream in streams])
        for stream in streams:
            if stream.subscriber not in welcome:
                stream.end()


class Hub:
    """All streams of this process. Made inside the event loop."""

    def __init__(self, source: Source[Any], pool: Pool) -> None:
        self._source = source
        self._pool = pool
        self._loop = asyncio.get_running_loop()
        self._channels: dict[str, _Channel] = {}
        self._users: Counter[tuple[str, int]] = Counter()
        self._closed = False
        source.on_wake(self._hint)

    async def answer(self, environ: dict[str, Any], protocol: HTTPProtocol) -> int | None:
        """Serve one stream until it ends; gives the status of a refusal."""
        if environ["REQUEST_METHOD"] != "GET":
            return plain.answer(protocol, 405, plain.ONLY_READ, ("allow", "GET"), path=PATH)
        if self._closed or self._users.total() >= PER_PROCESS:
            return plain.busy(protocol, seconds=5, path=PATH)
        try:
            subscriber = await self._pool.run(self._loop, self._source.subscriber, environ)
        except Told as refused:
            return plain.answer(protocol, refused.status, refused, path=PATH)
        if subscriber is None:
            return plain.answer(protocol, 401, _("Sign in to follow what happens."), path=PATH)
        who = (subscriber.firm, subscriber.user)
        if self._users[who] >= PER_USER:
            sentence = _("Too many of your windows follow what happens; close some.")
            return plain.answer(protocol, 429, sentence, ("retry-after", "60"), path=PATH)
        self._users[who] += 1
        try:
            await self._follow(_Stream(subscriber, protocol), environ.get("HTTP_LAST_EVENT_ID", ""))
        finally:
            self._users -= Counter([who])
        return None

    async def _follow(self, stream: _Stream, since: str) -> None:
        firm = stream.subscriber.firm
        channel = self._channels.get(firm)
        if channel is None:
            channel = self._channels[firm] = _Channel(firm, self._source, self._pool)
        channel.add(stream)
        try:
            if since:
                await channel.catch_up(stream, since)
            await stream.run()
        finally:
            channel.streams.discard(stream)
            if not channel.streams:
                self._channels.pop(firm, None)
                channel.wake.set()

    def close(self) -> None:
        """End all streams; browsers come back by themselves."""
        self._closed = True
        for channel in self._channels.values():
            for stream in channel.streams:
                stream.end()

    def _hint(self, firm: str) -> None:
        def wake() -> None:
            if channel := self._channels.get(firm):
                channel.wake.set()

        with suppress(RuntimeError):  # the loop is closed: Goodwill is being stopped
            self._loop.call_soon_threadsafe(wake)


async def _until_gone(protocol: HTTPProtocol) -> None:
    await protocol.client_disconnect()


def _lines(event: Event, position: str) -> str:
    data = "".join(f"data: {line}\n" for line in event.data.splitlines())
    return f"id: {position}\nevent: {event.name}\n{data}\n"
