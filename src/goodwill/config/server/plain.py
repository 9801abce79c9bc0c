"""Answers in one sentence of plain text, given before or instead of Django."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from granian.rsgi import HTTPProtocol

from goodwill.config.security import bare_headers

Header = tuple[str, str]

SERVER: Header = ("server", "Goodwill")
BUSY = _("Too many people are asking at the same moment. Nothing was changed; please try again in a few seconds.")
BROKEN = _("Something went wrong in Goodwill itself. What was saved is safe; the details are in the log.")
TOO_LONG = _("This took too long to wait for. It may still finish; look again in a minute before you repeat it.")
ONLY_READ = _("This address can only be read.")


def answer(protocol: HTTPProtocol, status: int, sentence: str | Promise, *more: Header) -> int:
    headers = [
        ("content-type", "text/plain; charset=utf-8"),
        ("cache-control", "no-store"),
        SERVER,
        *bare_headers(),
        *more,
    ]
    if status in (408, 413):
        headers.append(("connection", "close"))
    protocol.response_str(status, headers, f"{sentence}\n")
    return status


def busy(protocol: HTTPProtocol, seconds: int = 2) -> int:
    return answer(protocol, 503, BUSY, ("retry-after", str(seconds)))
