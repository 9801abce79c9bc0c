"""Which host names Goodwill answers to, and whom a request really comes from."""

import re
import socket
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address

from goodwill.config.environment import Environment
from goodwill.config.values import Network, is_any_address

ALWAYS = ("localhost", ".localhost", "127.0.0.1", "::1")
_HOST = re.compile(r"(?:\[([0-9a-f:.]{2,45})\]|([a-z0-9_.-]{1,253}))(?::[0-9]{1,5})?", re.ASCII)

Address = IPv4Address | IPv6Address


class Hosts:
    """The names to answer to; `.name` in the patterns takes in everything below `name`."""

    def __init__(self, patterns: Iterable[str]) -> None:
        patterns = tuple(patterns)
        self._names = frozenset(pattern.removeprefix(".") for pattern in patterns)
        self._endings = tuple(pattern for pattern in patterns if pattern.startswith("."))

    def answers_to(self, header: str) -> bool:
        """Whether a Host header, with or without a port, names us."""
        found = _HOST.fullmatch(header.lower())
        if not found:
            return False
        name = found[1] or found[2].removesuffix(".")
        return name in self._names or name.endswith(self._endings)


def names(environment: Environment) -> tuple[str, ...]:
    """All names of this installation; the public one first. `.name` takes in everything below `name`."""
    public = environment.origin.partition("://")[2]
    public = public[1 : public.index("]")] if public.startswith("[") else public.partition(":")[0]
    own = local_names() if is_any_address(environment.host) else (environment.host,)
    return tuple(dict.fromkeys((public, *own, *environment.allowed_hosts, *ALWAYS)))


def local_names() -> tuple[str, ...]:
    """Names and addresses under which others in the network see this machine."""
    name = socket.gethostname().lower()
    names = {name, name.partition(".")[0], f"{name.partition('.')[0]}.local"}
    with suppress(OSError):
        names |= {str(info[4][0]).partition("%")[0] for info in socket.getaddrinfo(name, None)}
    for family, elsewhere in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        # Connecting a datagram socket sends nothing; it only chooses the address that we would be seen under.
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((elsewhere, 9))
            names.add(probe.getsockname()[0])
    return tuple(sorted(names))


class Proxies:
    """The proxies whose X-Forwarded-For and X-Forwarded-Proto are believed. X-Forwarded-Host never is."""

    def __init__(self, networks: Iterable[Network]) -> None:
        self._networks = tuple(networks)

    def origin_of(self, client: str, scheme: str, forwarded_for: str, forwarded_scheme: str) -> tuple[str, str]:
        """Address and scheme of the request, seen through the trusted proxies that it passed."""
        if not self._trusted(client):
            return client, scheme
        for text in reversed(forwarded_for.split(",")):
            hop = _address(text.strip())
            if hop is None:
                break
            client = str(hop)
            if not self._trusted(client):
                break
        last = forwarded_scheme.rpartition(",")[2].strip().lower()
        return client, last if last in ("http", "https") else scheme

    def _trusted(self, client: str) -> bool:
        if not self._networks:
            return False
        address = _address(client)
        return address is not None and any(address in network for network in self._networks)


@lru_cache(maxsize=512)
def _address(text: str) -> Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
