"""granian's embedded server, on a socket that was opened before."""

import asyncio
import logging
import os
from contextlib import suppress
from typing import Never

from granian.constants import Interfaces, SSLProtocols
from granian.http import HTTP1Settings, HTTP2Settings
from granian.log import LogLevels
from granian.net import SocketHolder
from granian.server.embed import Server

from goodwill.config.environment import Environment
from goodwill.config.server.rsgi import Rsgi
from goodwill.config.server.sockets import BACKLOG, numeric
from goodwill.config.server.tls import Certificate

CONNECTIONS = 8192
HEADERS_WITHIN_MS = 30_000
LARGEST_HEADERS = 64 * 1024
DRAINED_WITHIN = 6.0  # seconds
THREADS_END_WITHIN = 2.0


class Listener(Server):
    """Serves `application` in the running event loop, with granian's own threads beside it."""

    def __init__(
        self, application: Rsgi, environment: Environment, certificate: Certificate | None, descriptor: int | None
    ) -> None:
        super().__init__(
            application,
            address=numeric(environment.host),
            port=environment.port,
            interface=Interfaces.RSGI,
            websockets=False,
            backlog=BACKLOG,
            backpressure=CONNECTIONS,
            http1_settings=HTTP1Settings(header_read_timeout=HEADERS_WITHIN_MS, max_buffer_size=LARGEST_HEADERS),
            http2_settings=HTTP2Settings(max_headers_size=LARGEST_HEADERS, keep_alive_interval=HEADERS_WITHIN_MS),
            log_level=LogLevels.error,
            log_dictconfig={"formatters": {}, "handlers": {}, "loggers": {"_granian": {"propagate": True}}},
            ssl_cert=certificate.chain if certificate else None,
            ssl_key=certificate.key if certificate else None,
            ssl_protocol_min=SSLProtocols.tls12,
        )
        self._application = application
        self._descriptor = descriptor

    async def serve_until(self, over: asyncio.Event) -> None:
        """Serve; then take nothing new, end the streams, and let what is under way come to its end."""
        running = asyncio.create_task(self.serve())
        waiting = asyncio.create_task(over.wait())
        await asyncio.wait([running, waiting], return_when=asyncio.FIRST_COMPLETED)
        self._application.end_streams()
        self.stop()
        with suppress(TimeoutError):
            await asyncio.wait_for(running, DRAINED_WITHIN)
        self._application.pool.close(THREADS_END_WITHIN)

    def _init_shared_socket(self) -> None:
        if self._descriptor is None:  # on Windows, where a child does not inherit sockets
            super()._init_shared_socket()
        else:
            self._shd = SocketHolder(self._descriptor, False, BACKLOG)  # type: ignore[assignment,call-arg]  # its stub is behind


def leave(code: int = 0) -> Never:
    """End this process. Python would first take its objects down, and granian's threads abort when they meet that."""
    logging.shutdown()
    os._exit(code)
