"""The socket that people connect to. `serve` opens it, so that nobody is turned away while a page process restarts."""

import errno
import os
import socket
import sys
import time

from goodwill.config.server.refusal import CannotStart
from goodwill.config.values import is_loopback

BACKLOG = 1024
TRIED = 50
PATIENCE = 2.0  # seconds


class PortTaken(CannotStart):
    """Another program listens there; `free` is a port near it that is free, or None."""

    def __init__(self, port: int, free: int | None) -> None:
        self.free = free
        advice = f"Port {free} is free: start with --port {free}." if free else "Choose another one with --port."
        super().__init__(f"Port {port} is taken by another program. {advice}")


def listen(host: str, port: int) -> socket.socket:
    """Open the socket. A port may be busy for a moment yet, after a `serve` was killed and its children are leaving."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return _opened(host, port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > end:
                raise _explained(host, port, error) from None
        time.sleep(0.1)


def beside(descriptor: int) -> int:
    """A socket of this process at the address of the one that all inherited: Linux deals connections out among them.

    Those of a shared socket often went to one process, all of them, and left the others idle. Elsewhere, or where the
    system refuses, it is shared all the same.
    """
    if sys.platform != "linux":
        return descriptor
    first = socket.socket(fileno=os.dup(descriptor))
    own = socket.socket(first.family, first.type)
    try:
        first.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if own.family == socket.AF_INET6:
            only = first.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY)
            own.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, only)
        own.bind(first.getsockname())
        own.listen(BACKLOG)
        own.setblocking(False)
    except OSError:
        own.close()
        return descriptor
    else:
        return own.detach()
    finally:
        first.close()


def _explained(host: str, port: int, error: OSError) -> CannotStart:
    if error.errno == errno.EADDRINUSE:
        return PortTaken(port, _next_free(host, port))
    if error.errno == errno.EACCES:
        return CannotStart(f"The system does not let you use port {port}. Choose one above 1023 with --port.")
    reason = os.strerror(error.errno or 0)
    return CannotStart(f"Goodwill cannot listen on {host}: {reason}. Correct --host or GOODWILL_HOST.")


def numeric(host: str) -> str:
    """The address behind a host name; what is this machine itself needs no look-up."""
    if is_loopback(host) and not host[0].isdecimal() and ":" not in host:
        return "127.0.0.1"
    try:
        return str(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][4][0])
    except OSError:
        raise CannotStart(f"Nothing is known by the name {host}. Correct --host or GOODWILL_HOST.") from None


def _opened(host: str, port: int) -> socket.socket:
    address = numeric(host)
    opened = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if address == "::":
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        opened.bind((address, port))
        opened.listen(BACKLOG)
        opened.setblocking(False)
    except OSError:
        opened.close()
        raise
    return opened


def _next_free(host: str, port: int) -> int | None:
    for candidate in range(port + 1, min(port + TRIED, 65536)):
        try:
            _opened(host, candidate).close()
        except OSError:
            continue
        return candidate
    return None
