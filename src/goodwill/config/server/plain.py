"""Answers in one sentence, given before or instead of Django: plain text, or a problem document for programs."""

import json

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from granian.rsgi import HTTPProtocol

from goodwill.config.routing import asked_by_programs
from goodwill.config.security import bare_headers
from goodwill.kernel.errors import Told
from goodwill.records.api.answers import TYPE, WAIT, problem

Header = tuple[str, str]

SERVER: Header = ("server", "Goodwill")
BUSY = _("Too many people are asking at the same moment. Nothing was changed; please try again in a few seconds.")
BROKEN = _("Something went wrong in Goodwill itself. What was saved is safe; the details are in the log.")
TOO_LONG = _("This took too long to wait for. It may still finish; look again in a minute before you repeat it.")
ONLY_READ = _("This address can only be read.")


def answer(protocol: HTTPProtocol, status: int, sentence: str | Promise | Told, *more: Header, path: str = "") -> int:
    """`path` is what was asked for, where it may be an address of programs."""
    kind, body = "text/plain; charset=utf-8", f"{sentence}\n"
    if asked_by_programs(path):
        kind, body = TYPE, json.dumps(problem(sentence, status), ensure_ascii=False)
    headers = [
        ("content-type", kind),
        ("cache-control", "no-store"),
        SERVER,
        *bare_headers(),
        *more,
    ]
    if status in (408, 413):
        headers.append(("connection", "close"))
    if status == 503 and not any(name == "retry-after" for name, _value in more):
        headers.append(("retry-after", WAIT))
    protocol.response_str(status, headers, body)
    return status


def busy(protocol: HTTPProtocol, seconds: int = 2, path: str = "") -> int:
    return answer(protocol, 503, BUSY, ("retry-after", str(seconds)), path=path)
