"""Which addresses of the network may be spoken to: our own list, since `ipaddress` and resolvers disagree.

`ipaddress` takes 0177.0.0.1 and circled digits for names and calls 64:ff9b::7f00:1 global, while the system connects
all of them to loopback. Here only the canonical spelling of a number is an address, and what is wrapped in an IPv6
address is unwrapped first.
"""

import ipaddress
import re
from collections.abc import Iterable

import idna

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def _networks(text: str) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(part) for part in text.split())


# What a firm may allow by the name of a host: its own network. Loopback and link-local (where clouds keep their
# credentials) are allowed by number only.
PRIVATE = _networks("10.0.0.0/8 100.64.0.0/10 172.16.0.0/12 192.168.0.0/16 fc00::/7")

_REFUSED = _networks(
    "0.0.0.0/8 127.0.0.0/8 169.254.0.0/16 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15 198.51.100.0/24 "
    "203.0.113.0/24 224.0.0.0/3 168.63.129.16/32 2001::/23 2001:db8::/32 2002::/16 3fff::/20"
)
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_WRAPS_LAST_32_BITS = _networks("::/96 ::ffff:0:0/96 ::ffff:0:0:0/96 64:ff9b::/96")
_ISATAP = (0x00005EFE, 0x02005EFE)
_LABEL = r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"(?=.{{1,253}}$){_LABEL}(\.{_LABEL})*", re.ASCII)
_NUMBER = re.compile(r"([0-9]+|0x[0-9a-f]*)", re.ASCII)


def host_name(text: str) -> str | None:
    """The one spelling of a host's name or address, or None if it has none that everybody reads alike."""
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1]
    if ":" in text:
        return str(address) if (address := as_address(text)) else None
    if not text.isascii():
        try:
            text = idna.encode(text, uts46=True, std3_rules=True).decode("ascii")
        except UnicodeError:
            return None
    name = text.lower().removesuffix(".")
    if not _NAME.fullmatch(name):
        return None
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        return name if as_address(name) else None
    return name


def is_this_machine(host: str) -> bool:
    """Whether a name, with or without the brackets of IPv6, leads back to the machine that asks for it."""
    address = as_address(host.strip("[]"))
    return address.is_loopback if address else host == "localhost" or host.endswith(".localhost")


def as_address(text: str) -> Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return None if isinstance(address, ipaddress.IPv6Address) and address.scope_id else address


def unwrapped(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for (mapped, translated, NAT64, ISATAP), else itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    number = int(address)
    wraps = any(address in network for network in _WRAPS_LAST_32_BITS) and number > 0xFFFF
    if wraps or number >> 32 & 0xFFFFFFFF in _ISATAP:
        return ipaddress.IPv4Address(number & 0xFFFFFFFF)
    return address


def is_public(address: Address) -> bool:
    address = unwrapped(address)
    if isinstance(address, ipaddress.IPv6Address) and address not in _GLOBAL_V6:
        return False
    return not _within(address, (*_REFUSED, *PRIVATE))


def is_allowed(address: Address, name: str, allowed: Iterable[str]) -> bool:
    """Whether a list of names, addresses and networks (192.168.1.0/24, nas.example.com) lets this one through."""
    address = unwrapped(address)
    for entry in allowed:
        try:
            if _within(address, (ipaddress.ip_network(entry, strict=False),)):
                return True
        except ValueError:
            if host_name(entry) == name and _within(address, PRIVATE):
                return True
    return False


def _within(address: Address, networks: Iterable[Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)
