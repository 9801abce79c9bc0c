"""A real mail server on loopback that answers as a script says, and keeps what it took."""

import asyncio
import email
import threading
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.smtp import SMTP


class Sink:
    """`replies` maps MAIL, RCPT or DATA to a reply, or to a function of the address or the raw mail that gives one."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], bytes]] = []
        self.connections = 0
        self.replies: dict[str, str | Callable[..., str | None]] = {}
        self.arrived = threading.Event()
        self.go_on: threading.Event | None = None

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        reply = self._reply("MAIL", address)
        if reply is None:
            envelope.mail_from = address
        return reply or "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        reply = self._reply("RCPT", address)
        if reply is None:
            envelope.rcpt_tos.append(address)
        return reply or "250 OK"

    async def handle_DATA(self, server, session, envelope):
        reply = self._reply("DATA", envelope.content)
        if reply == "cut":
            self.taken.append((envelope.rcpt_tos, envelope.content))
            server.transport.abort()
            return "250 OK"
        if reply is None:
            self.taken.append((envelope.rcpt_tos, envelope.content))
        self.arrived.set()
        if self.go_on:
            await asyncio.to_thread(self.go_on.wait, 120)
        return reply or "250 OK"

    def _reply(self, command, value):
        reply = self.replies.get(command)
        return reply(value) if callable(reply) else reply

    @property
    def recipients(self) -> list[str]:
        return [address for addresses, _content in self.taken for address in addresses]

    @property
    def mails(self) -> list[EmailMessage]:
        return [email.message_from_bytes(content, policy=default) for _addresses, content in self.taken]


class Serving:
    """A sink that listens on a free port, in a thread of its own."""

    def __init__(self, sink: Sink, **options) -> None:
        self._loop = asyncio.new_event_loop()
        listening = self._loop.create_server(lambda: SMTP(sink, loop=self._loop, **options), "127.0.0.1", 0)
        self._server = self._loop.run_until_complete(listening)
        self.port = self._server.sockets[0].getsockname()[1]
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()
