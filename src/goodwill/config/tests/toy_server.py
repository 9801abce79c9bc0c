"""A page process with a small Django of its own. Arguments: the socket, and constants to change as JSON."""

import asyncio
import json
import signal
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import path

from goodwill.config.environment import current
from goodwill.config.server import logs, tls
from goodwill.config.server.listener import Listener, leave
from goodwill.config.server.rsgi import Rsgi
from goodwill.kernel.keys import KeyProblem

KEYLESS = 999
gate = threading.Event()
holding: list[str] = []
"""The requests that wait at it."""


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


def environ(request: HttpRequest) -> HttpResponse:
    return JsonResponse({name: value for name, value in request.META.items() if isinstance(value, str)})


def echo(request: HttpRequest) -> HttpResponse:
    digest, size = sha256(), 0
    while chunk := request.read(100_000):
        digest.update(chunk)
        size += len(chunk)
    return JsonResponse({"digest": digest.hexdigest(), "size": size})


def held(request: HttpRequest) -> HttpResponse:
    """Answers after SIGUSR2."""
    holding.append(request.path)
    gate.wait()
    return HttpResponse("released")


def parts(request: HttpRequest) -> StreamingHttpResponse:
    def made() -> Iterator[bytes]:
        for number in range(int(request.GET["n"])):
            yield b"%015d\n" % number

    return StreamingHttpResponse(made(), content_type="text/csv")


def headers(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("x", status=201)
    response.set_cookie("a", "1")
    response.set_cookie("b", "2")
    response["X-Name"] = "caf\u00e9".encode().decode("latin-1")
    return response


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204)


def broken(environ: dict[str, Any], start_response: Any) -> Any:
    """Django itself, but for one address at which it falls over."""
    if environ["PATH_INFO"] == "/broken":
        raise ZeroDivisionError
    return handler(environ, start_response)


def crowd(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"threads": threading.active_count()})


def emit(request: HttpRequest) -> HttpResponse:
    source.emit(request.GET["data"], int(request.GET.get("user", 0)) or None, quietly="quietly" in request.GET)
    return HttpResponse()


def dismiss(request: HttpRequest) -> HttpResponse:
    source.dismissed.add(int(request.GET["user"]))
    return HttpResponse()


def counts(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"polls": source.polls, "events": len(source.events), "held": len(holding)})


@dataclass(frozen=True)
class Listening:
    firm: str
    user: int


@dataclass(frozen=True)
class Said:
    name: str
    data: str
    user: int | None


class Source:
    """Events in a list; whoever sends the cookie `user=7` is user 7, and for one of them the key is missing."""

    def __init__(self) -> None:
        self.events: list[Said] = []
        self.dismissed: set[int] = set()
        self.polls = 0
        self._hint: Any = None

    def emit(self, data: str, user: int | None, *, quietly: bool) -> None:
        self.events.append(Said("note", data, user))
        if not quietly:
            self._hint("firm")

    def subscriber(self, environ: dict[str, Any]) -> Listening | None:
        cookie = environ.get("HTTP_COOKIE", "")
        user = int(cookie.removeprefix("user=")) if cookie.startswith("user=") else 0
        if user == KEYLESS:
            raise KeyProblem("The key was changed on another machine.")
        return Listening("firm", user) if user and user not in self.dismissed else None

    def welcome(self, subscribers: list[Listening]) -> list[Listening]:
        return [subscriber for subscriber in subscribers if subscriber.user not in self.dismissed]

    def poll(self, firm: str, since: str | None) -> tuple[str, list[Said]]:
        position = len(self.events)
        self.polls += 1
        known = since is not None and since.isdigit()
        return str(position), self.events[int(since) : position] if known else []

    def on_wake(self, hint: Any) -> None:
        self._hint = hint


VIEWS = (hello, environ, echo, held, parts, headers, nothing, crowd, emit, dismiss, counts)
urlpatterns = [path(view.__name__, view) for view in VIEWS]
source = Source()
settings.configure(
    ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="toy", LOGGING_CONFIG=None, USE_I18N=False,
    MIDDLEWARE=["goodwill.config.middleware.headers.HeadersMiddleware"],
)  # fmt: skip
django.setup()
handler = WSGIHandler()


async def serve(descriptor: int) -> None:
    environment = current()
    logs.configure(environment, "toy")
    over = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR2, gate.set)
    threading.Thread(target=lambda: (sys.stdin.read(), loop.call_soon_threadsafe(over.set)), daemon=True).start()
    application = Rsgi(environment, broken, source, environment.home / "static")
    certificate = tls.certificate(environment)
    await Listener(application, environment, certificate, descriptor).serve_until(over)


if __name__ == "__main__":
    sys.modules["goodwill.config.tests.toy_server"] = sys.modules["__main__"]
    for name, value in json.loads(sys.argv[2]).items():
        module, _, constant = name.rpartition(".")
        setattr(import_module(f"goodwill.config.server.{module}"), constant, value)
    asyncio.run(serve(int(sys.argv[1])))
    leave()
