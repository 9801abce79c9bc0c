"""Readers for the values of settings: each takes text and gives the value, or raises ValueError with what to do."""

import base64
import binascii
import ipaddress
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import SplitResult, urlsplit

T = TypeVar("T")
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_LABEL = r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST_NAME = re.compile(rf"(?=.{{1,253}}$){_LABEL}(\.{_LABEL})*", re.ASCII)
_PLAIN_BASE64 = str.maketrans("-_", "+/")


def folder(text: str) -> Path:
    path = Path(text).expanduser()
    if not path.is_absolute():
        raise ValueError("give the whole path, from the root of the disk.")
    if path.exists() and not path.is_dir():
        raise ValueError("this is a file; give a folder.")
    return path


def existing_file(text: str) -> Path:
    path = Path(text).expanduser()
    if not path.is_file():
        raise ValueError("there is no such file.")
    return path.absolute()


def whole_number(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and len(text) < 10 and least <= int(text) <= most):
            raise ValueError(f"give a whole number from {least} to {most}.")
        return int(text)

    return parse


def one_of(*choices: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text.lower() not in choices:
            raise ValueError(f"give one of {', '.join(choices)}.")
        return text.lower()

    return parse


def yes_or_no(text: str) -> bool:
    match text.lower():
        case "yes" | "true" | "on" | "1":
            return True
        case "no" | "false" | "off" | "0":
            return False
    raise ValueError("give yes or no.")


def each(parse: Callable[[str], T]) -> Callable[[str], tuple[T, ...]]:
    """A list with commas between."""

    def parse_all(text: str) -> tuple[T, ...]:
        return tuple(parse(part.strip()) for part in text.split(",") if part.strip())

    return parse_all


def host(text: str) -> str:
    """A name or an address to listen on."""
    text = text.lower().strip("[]")
    if _address(text) or _HOST_NAME.fullmatch(text):
        return text
    raise ValueError("give a host name or an address, without http:// and without a port.")


def host_pattern(text: str) -> str:
    """A host name, or .name for it and everything below it."""
    host(text.removeprefix("."))
    return text.lower().strip("[]")


def network(text: str) -> Network:
    try:
        return ipaddress.ip_network(text)
    except ValueError:
        raise ValueError("give addresses or networks like 10.0.0.5 or 10.0.0.0/24.") from None


def target(text: str) -> str:
    """A host name, an address or a network."""
    if "/" in text:
        return str(network(text))
    return host(text)


def origin(text: str) -> str:
    sentence = "give an address like https://crm.example.com, with nothing behind the host."
    parts = _parts(text, sentence)
    if (
        parts.scheme not in ("http", "https")
        or parts.path not in ("", "/")
        or parts.query
        or parts.fragment
        or parts.username
    ):
        raise ValueError(sentence)
    name = host(parts.hostname or "")
    if parts.scheme == "http" and not is_loopback(name):
        raise ValueError("http is for this machine only; use https.")
    default_port = {"http": 80, "https": 443}[parts.scheme]
    port = "" if parts.port in (None, default_port) else f":{parts.port}"
    return f"{parts.scheme}://{f'[{name}]' if ':' in name else name}{port}"


def database_url(text: str) -> str:
    sentence = "give an address like postgresql://user:password@host/name."
    parts = _parts(text, sentence)
    if parts.scheme not in ("postgresql", "postgres") or len(parts.path) < 2:
        raise ValueError(sentence)
    return text


def smtp_url(text: str) -> str:
    sentence = "give an address like smtp://user:password@mail.example.com:587, or smtps://mail.example.com."
    parts = _parts(text, sentence)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path not in ("", "/"):
        raise ValueError(sentence)
    return text


def master_keys(text: str) -> str:
    """Keys of 32 bytes, the current one first; returned as hexadecimal digits with commas between."""
    return ",".join(_master_key(part.strip()) for part in text.replace("\n", ",").split(",") if part.strip())


def _master_key(text: str) -> str:
    try:
        if len(text) == 64:
            return bytes.fromhex(text).hex()
        raw = base64.b64decode(text.rstrip("=").translate(_PLAIN_BASE64) + "=", validate=True)
    except (ValueError, binascii.Error):
        raw = b""
    if len(raw) != 32:
        raise ValueError("give 32 random bytes as 64 hexadecimal digits or as base64.")
    return raw.hex()


def country(text: str) -> str:
    from goodwill.kernel.countries import territories  # large tables, for who sets one

    code = text.upper()
    if code not in territories("en"):
        raise ValueError("give the two letters of a country, like DE or US.")
    return code


def language(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", text, re.ASCII):
        raise ValueError("give a language code, like en or pt-br.")
    return text.lower().replace("_", "-")


def is_loopback(name: str) -> bool:
    address = _address(name)
    return address.is_loopback if address else name == "localhost" or name.endswith(".localhost")


def is_any_address(name: str) -> bool:
    address = _address(name)
    return address is not None and address.is_unspecified


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _parts(text: str, sentence: str) -> SplitResult:
    """The parts of an address; reading its port checks that one, too."""
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018
    except ValueError:
        raise ValueError(sentence) from None
    return parts
