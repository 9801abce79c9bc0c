"""What granian calls for each request: finds out who answers it."""

import time
from collections.abc import Awaitable, Callable
from typing import Any

from granian.rsgi import HTTPProtocol, Scope

from goodwill.config import security
from goodwill.config.server import accesslog, events, plain, static
from goodwill.config.server.bridge import Bridge
from goodwill.config.server.environ import Environs, Unacceptable
from goodwill.config.server.events import Hub
from goodwill.config.server.reports import PolicyReports
from goodwill.config.server.static import StaticRoot

Answer = Callable[[dict[str, Any], HTTPProtocol], Awaitable[int | None]]


class Rsgi:
    """Static files and reports are answered here, streams in the event loop, and the rest by Django in its threads."""

    def __init__(self, environs: Environs, static_root: StaticRoot, bridge: Bridge, hub: Hub) -> None:
        self._environs = environs
        self._static = static_root
        self._reports = PolicyReports()
        self._bridge = bridge
        self._asynchronous: dict[str, Answer] = {events.PATH: hub.answer}

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        started = time.perf_counter()
        status = await self._answer(scope, protocol)
        if status is not None:
            accesslog.note(scope, status, started)

    async def _answer(self, scope: Scope, protocol: HTTPProtocol) -> int | None:
        try:
            environ = self._environs.of(scope)
        except Unacceptable as refused:
            return plain.answer(protocol, 400, str(refused))
        path = scope.path
        if path.startswith(static.PREFIX):
            return self._static.answer(scope, protocol)
        if path == security.REPORTS:
            return await self._reports.answer(scope, protocol)
        return await self._asynchronous.get(path, self._bridge.answer)(environ, protocol)
