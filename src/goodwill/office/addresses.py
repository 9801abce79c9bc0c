"""Addresses of this firm that a mail can name: no request tells them."""

from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.urls import reverse

from goodwill.kernel import workspace as workspaces
from goodwill.kernel.network import is_this_machine


def mailed_address(name: str, **parts: str) -> str:
    origin, host = urlsplit(settings.GOODWILL_ORIGIN), _host()
    at = f"{host}:{origin.port}" if origin.port else host
    return urlunsplit((origin.scheme, at, reverse(name, kwargs=parts), "", ""))


def opens_only_here() -> bool:
    """Whether the firm has no name yet under which another machine could find it."""
    return is_this_machine(_host())


def _host() -> str:
    """The first name of the firm; where Goodwill listens for others and was not named, one that they can open."""
    hosts = workspaces.current().hosts
    if urlsplit(settings.GOODWILL_ORIGIN).scheme == "http":
        return hosts[0]
    return next((host for host in hosts if not is_this_machine(host)), hosts[0])
