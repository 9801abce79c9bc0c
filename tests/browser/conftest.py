"""A firm of its own behind a server on a free port, and a browser that is signed in; its console must stay silent."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from goodwill.ui import assets

WAIT_MS = 30_000
"""Of what never comes: a machine may be busy with other things."""
expect.set_options(timeout=WAIT_MS)
# What htmx says of a request in whose place a newer one came.
ABORTED = ("htmx:sendAbort", "htmx:afterRequest")
EXPECTED = ("status of 422", "status of 409", "status of 503", "Error Code 503", *ABORTED)


class Quiet(WSGIRequestHandler):
    def log_message(self, *_args: Any) -> None:
        """The requests of a test are nobody's news."""


class Kept(StaticFilesHandler):
    """What does not change during a run is asked for once by each window; the stream of events is none here.

    It is answered here, and not by `page.route`: a browser that is listened to keeps nothing that it fetched.
    """

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if environ["PATH_INFO"] == "/events":
            start_response("204 No Content", [])
            return []
        return super().__call__(environ, start_response)

    def serve(self, request: Any) -> Any:
        answer = super().serve(request)
        answer["Cache-Control"] = "max-age=3600"
        return answer


@dataclass
class Site:
    """Where a firm is served. `open` gives a page of a new browser window, signed in as an actor or not."""

    origin: str
    open: Callable[..., Page]


@pytest.fixture(scope="session")
def port() -> Iterator[int]:
    assets.build()
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.daemon_threads = True
    server.set_app(Kept(get_wsgi_application()))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()


BROKEN_OFF = ("htmx:afterRequest", "htmx:sendError")
"""What htmx says of a request whose page was left before the answer came."""


def is_wrong(page: Page, message: ConsoleMessage) -> bool:
    """Whether a console complains of more than that the page itself is none: then it says so."""
    left = message.text.startswith(BROKEN_OFF)
    return message.type == "error" and message.location.get("url") != page.url and not left


@pytest.fixture
def site_of(browser: Browser, port: int, browse: Callable[..., Any]) -> Iterator[Callable[[Any], Site]]:
    """A function from a workspace to its site. What a console said that is no refusal of ours fails the test."""
    said: list[str] = []
    opened: list[BrowserContext] = []

    def site(workspace: Any) -> Site:
        origin = f"http://{workspace.hosts[0]}:{port}"

        def open_page(actor: Any = None, **look: Any) -> Page:
            opened.append(browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **look}))
            if actor is not None:
                name = settings.SESSION_COOKIE_NAME
                value = browse(actor).cookies[name].value
                opened[-1].add_cookies([{"name": name, "value": value, "url": origin}])
            page = opened[-1].new_page()
            page.set_default_timeout(WAIT_MS)
            page.on("console", lambda message: said.append(message.text) if is_wrong(page, message) else None)
            page.on("pageerror", lambda error: said.append(str(error)))
            return page

        return Site(origin, open_page)

    yield site
    for context in opened:
        context.close()
    assert [text for text in said if not any(status in text for status in EXPECTED)] == []


@pytest.fixture
def site(own_firm: Any, site_of: Callable[[Any], Site]) -> Site:
    return site_of(own_firm)


@pytest.fixture(scope="session")
def harbour_bikes(new_firm: Callable[[], Any]) -> Any:
    """The example firm, filled once for all that only look at it."""
    from goodwill.desk import example
    from goodwill.desk.start import end_first_steps
    from goodwill.kernel import workspace as workspaces
    from goodwill.kernel.jobs import run_due
    from goodwill.kernel.models import Profile

    firm = new_firm()
    example.fill(firm)
    with workspaces.entered(firm):
        end_first_steps(Profile.objects.get(), by=_mara())
        run_due()
    return firm


@pytest.fixture
def mara(own_firm: Any) -> Any:
    """Who owns the example firm."""
    return _mara()


def _mara() -> Any:
    from goodwill.kernel.actors import Actor
    from goodwill.kernel.models import User

    return Actor.of(User.objects.get(email="mara@harbour-bikes.example"))
