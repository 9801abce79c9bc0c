"""Answers in one sentence of plain text, given before or instead of Django."""

from granian.rsgi import HTTPProtocol

from goodwill.config.security import bare_headers

Header = tuple[str, str]

SERVER: Header = ("server", "Goodwill")
BUSY = "Too many people are asking at the same moment. Nothing was changed; please try again in a few seconds."
BROKEN = "Something went wrong in Goodwill itself. What was saved is safe; the details are in the log."
TOO_LONG = "This took too long to wait for. It may still finish; look again in a minute before you repeat it."


def answer(protocol: HTTPProtocol, status: int, sentence: str, *more: Header) -> int:
    headers = [
        ("content-type", "text/plain; charset=utf-8"),
        ("cache-control", "no-store"),
        SERVER,
        *bare_headers(),
        *more,
    ]
    if status in (408, 413):
        headers.append(("connection", "close"))
    protocol.response_str(status, headers, sentence + "\n")
    return status


def busy(protocol: HTTPProtocol, seconds: int = 2) -> int:
    return answer(protocol, 503, BUSY, ("retry-after", str(seconds)))
