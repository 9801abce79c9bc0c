"""Speaking to servers that somebody else names: webhooks, feeds, pictures, mail servers.

The host is resolved once, every address it has is checked, and the connection goes to that very address: what a name
means a second later, and how an address is spelled, does not matter. Each redirect is checked like the first address.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.utils.translation import gettext as _

from goodwill.kernel.errors import Told
from goodwill.kernel.network import Address, as_address, host_name, is_allowed, is_public

LIMIT = 5 * 1024 * 1024
TIMEOUT = 10.0
REDIRECTS = 5

_PORTS = {"http": 80, "https": 443}
_FOLLOWED = frozenset({301, 302, 303, 307, 308})
_SECRET_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization"})
_PIECE = 64 * 1024
_SAFE = "/%?&=~!$'()*+,;:@[]-._"


class NotAllowed(Told):
    """The address is none that we speak to."""


class Unreachable(Told):
    """The other side does not answer, or not as it should. Trying again later may help."""

    status = 502


@dataclass(frozen=True)
class Peer:
    """A host, and the checked addresses to connect to."""

    host: str
    port: int
    addresses: tuple[str, ...]

    def connect(self, timeout: float = TIMEOUT) -> socket.socket:
        """To the first address that answers."""
        problem = OSError()
        for address in self.addresses:
            connection = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
            connection.settimeout(timeout)
            try:
                connection.connect((address, self.port))
            except OSError as error:
                connection.close()
                problem = error
            else:
                return connection
        raise problem


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes
    url: str


def check_host(host: str, port: int, *, allowed: Collection[str] = ()) -> Peer:
    """Resolve the host, once, to an address that may be spoken to. `allowed` lists private hosts and networks."""
    name = _known_name(host)
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable(
            _("There is no server called %(host)s, or the network is down. Nothing was sent; please check the name.")
            % {"host": name}
        ) from None
    addresses = [as_address(str(entry[4][0])) for entry in found]
    for address in addresses:
        _require_outside(address, name, allowed)
    return Peer(name, port, tuple(dict.fromkeys(map(str, addresses))))


def _known_name(host: str) -> str:
    name = host_name(host)
    if name is None:
        raise NotAllowed(_("“%(host)s” is no address of a server. Nothing was sent; please check it.") % {"host": host})
    return name


def _require_outside(address: Address | None, name: str, allowed: Collection[str]) -> None:
    if address is None or not (is_public(address) or is_allowed(address, name, allowed)):
        raise NotAllowed(
            _(
                "%(host)s lies inside this network, where Goodwill does not fetch or send. Nothing was sent. "
                "Whoever runs this installation can allow it in the settings."
            )
            % {"host": name}
        )


def check_url(url: str, *, allowed: Collection[str] = ()) -> Peer:
    """As `check_host`, for an http or https address."""
    parts = _parts(url)
    return check_host(parts.hostname or "", parts.port or _PORTS[parts.scheme], allowed=allowed)


def check_spelling(url: str, *, allowed: Collection[str] = ()) -> None:
    """What can be told of an address while a transaction is open, which waits for no network: its form, and its host
    where that is a number. The host is resolved and checked again whenever something is sent.
    """
    name = _known_name(_parts(url).hostname or "")
    if address := as_address(name):
        _require_outside(address, name, allowed)


def fetch(
    url: str,
    *,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    limit: int = LIMIT,
    timeout: float = TIMEOUT,
    allowed: Collection[str] = (),
) -> Answer:
    """The answer, whole or not at all: more than `limit` bytes or `timeout` seconds in sum is refused.

    Only GET follows redirects, and takes no password along to another host. Compressed answers are not asked for.
    """
    deadline = time.monotonic() + timeout
    sent = dict(headers or {})
    for _hop in range(REDIRECTS + 1):
        answer = _fetch_once(url, method, body, sent, limit=limit, deadline=deadline, allowed=allowed)
        location = answer.headers.get("Location")
        if method != "GET" or answer.status not in _FOLLOWED or not location:
            return answer
        following = _joined(url, location)
        if _parts(following)[:2] != _parts(url)[:2]:
            sent = {name: value for name, value in sent.items() if name.lower() not in _SECRET_HEADERS}
        url = following
    raise Unreachable(_("%(url)s sends us in circles. Nothing was changed.") % {"url": url})


def _fetch_once(
    url: str,
    method: str,
    body: bytes | None,
    headers: dict[str, str],
    *,
    limit: int,
    deadline: float,
    allowed: Collection[str],
) -> Answer:
    parts = _parts(url)
    peer = check_url(url, allowed=allowed)
    path = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    try:
        with _connected(peer, parts.scheme, deadline) as connection:
            connection.request(method, path, body, {"User-Agent": "Goodwill", "Accept-Encoding": "identity", **headers})
            response = connection.getresponse()
            answer = Answer(response.status, response.headers, _read(response, limit, peer.host), url)
        if time.monotonic() > deadline:
            raise TimeoutError(_("it took too long"))
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable(
            _("%(host)s does not answer as it should (%(reason)s). Nothing was changed; please try again later.")
            % {"host": peer.host, "reason": error or type(error).__name__}
        ) from error
    return answer


class _Connection(http.client.HTTPConnection):
    """Goes to a checked address, but names the host in the request and in the TLS greeting."""

    def __init__(self, peer: Peer, scheme: str, timeout: float) -> None:
        self.default_port = _PORTS[scheme]
        super().__init__(peer.host, peer.port, timeout=timeout)
        self._peer = peer
        self._timeout = timeout
        self._wire: socket.socket | None = None
        self._tls = ssl.create_default_context() if scheme == "https" else None

    def connect(self) -> None:
        self._wire = self._peer.connect(self._timeout)
        if self._tls:
            secured = self._tls.wrap_socket(self._wire, server_hostname=self.host, do_handshake_on_connect=False)
            self._wire = secured
            secured.do_handshake()
        self.sock = self._wire

    def cut(self) -> None:
        """The base class forgets its socket while the answer is still being read, and TLS would say good-bye first."""
        if self._wire:
            with suppress(OSError):
                socket.socket.shutdown(self._wire, socket.SHUT_RDWR)


@contextmanager
def _connected(peer: Peer, scheme: str, deadline: float) -> Iterator[_Connection]:
    """Cut off at the deadline, however slowly the other side drips."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError(_("it took too long"))
    connection = _Connection(peer, scheme, left)
    cut = threading.Timer(left, connection.cut)
    cut.daemon = True
    cut.start()
    try:
        connection.connect()
        yield connection
    finally:
        cut.cancel()
        connection.close()


def _read(response: http.client.HTTPResponse, limit: int, host: str) -> bytes:
    pieces = []
    size = 0
    while piece := response.read(min(_PIECE, limit + 1)):
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            raise Unreachable(
                _("%(host)s sent more than %(limit)s kB. Nothing was changed.") % {"host": host, "limit": limit // 1000}
            )
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)
    return b"".join(pieces)


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        raise _no_web_address(location) from None


def _parts(url: str) -> SplitResult:
    if any(sign <= " " or sign in "\\\x7f" for sign in url):
        raise _no_web_address(url)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _no_web_address(url) from None
    if parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc or port == 0:
        raise _no_web_address(url)
    return parts


def _no_web_address(url: str) -> NotAllowed:
    return NotAllowed(
        _("“%(url)s” is no address that can be fetched: it starts with http:// or https://. Please check it.")
        % {"url": url[:200]}
    )
