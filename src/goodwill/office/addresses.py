"""Addresses of this firm that a mail can name: no request tells them."""

from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.urls import reverse

from goodwill.kernel import workspace as workspaces


def mailed_address(name: str, **parts: str) -> str:
    firm = workspaces.current()
    origin = urlsplit(settings.GOODWILL_ORIGIN)
    host = f"{firm.hosts[0]}:{origin.port}" if origin.port else firm.hosts[0]
    return urlunsplit((origin.scheme, host, reverse(name, kwargs=parts), "", ""))
