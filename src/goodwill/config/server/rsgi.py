"""What granian calls for each request: finds out who answers it."""

import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from granian.rsgi import HTTPProtocol, Scope

from goodwill.config import security
from goodwill.config.environment import Environment
from goodwill.config.server import accesslog, events, hosts, plain, static
from goodwill.config.server.bridge import Application, Bridge
from goodwill.config.server.environ import Environs, Unacceptable
from goodwill.config.server.events import Hub, Source
from goodwill.config.server.pool import Pool
from goodwill.config.server.reports import PolicyReports
from goodwill.config.server.static import StaticRoot

WAITING_PER_THREAD = 32

Answer = Callable[[dict[str, Any], HTTPProtocol], Awaitable[int | None]]


class Rsgi:
    """Static files and reports are answered here, streams in the event loop, and the rest by Django in its threads.

    Made inside the event loop.
    """

    def __init__(
        self,
        environment: Environment,
        django: Application,
        source: Source[Any],
        static_root: Path,
        leave_thread: Callable[[], None] = lambda: None,
    ) -> None:
        folder = environment.home / "temp"
        self.pool = Pool(environment.threads, WAITING_PER_THREAD * environment.threads, leave_thread)
        self._environs = Environs(hosts.Hosts(hosts.names(environment)), hosts.Proxies(environment.trusted_proxies))
        self._static = StaticRoot(static_root)
        self._reports = PolicyReports()
        self._bridge = Bridge(django, self.pool, folder, environment.upload_limit * 2**20)
        self._hub = Hub(source, self.pool)
        self._asynchronous: dict[str, Answer] = {events.PATH: self._hub.answer}

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        started = time.perf_counter()
        status = await self._answer(scope, protocol)
        if status is not None:
            accesslog.note(scope, status, started)

    def end_streams(self) -> None:
        self._hub.close()

    async def _answer(self, scope: Scope, protocol: HTTPProtocol) -> int | None:
        try:
            environ = self._environs.of(scope)
        except Unacceptable as refused:
            return plain.answer(protocol, 400, str(refused), path=scope.path)
        path = scope.path
        if path.startswith(static.PREFIX):
            return self._static.answer(scope, protocol)
        if path == security.REPORTS:
            return await self._reports.answer(scope, protocol)
        return await self._asynchronous.get(path, self._bridge.answer)(environ, protocol)
