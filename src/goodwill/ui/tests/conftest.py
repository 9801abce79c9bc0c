from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.messages.storage.base import BaseStorage
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from jinja2 import DictLoader, Environment
from jinja2.loaders import ChoiceLoader

from goodwill.ui.render import _parent

Draw = Callable[..., str]


class Tags(HTMLParser):
    """The tags of a page, each with its attributes, and all of its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, attribute: str) -> list[str]:
        return [str(attrs[attribute]) for _, attrs in self.tags if attribute in attrs]


class Said(BaseStorage):
    """What a request is told, kept in the request itself."""

    def _get(self, *_args: Any, **_kwargs: Any) -> tuple[list[Any], bool]:
        waiting, self.request.said = getattr(self.request, "said", []), []
        return waiting, True


@pytest.fixture
def env() -> Environment:
    found: Environment = engines["jinja2"].env
    return found


@pytest.fixture
def draw(env: Environment) -> Draw:
    def drawn(source: str, **values: Any) -> str:
        return env.from_string(source).render(**values)

    return drawn


@pytest.fixture
def templates(env: Environment) -> Any:
    """A function that lends the engine templates for the length of the test."""
    kept = env.loader

    def lend(**sources: str) -> None:
        named = {name.replace("__", "/") + ".html": source for name, source in sources.items()}
        env.loader = ChoiceLoader([DictLoader(named), kept])  # type: ignore[list-item]

    yield lend
    env.loader = kept
    env.cache.clear()  # type: ignore[union-attr]
    _parent.cache_clear()


@pytest.fixture
def ask() -> Callable[..., HttpRequest]:
    """A function that makes a request; `target` makes it one of htmx for that element."""

    def made(path: str = "/", *, target: str | None = None, method: str = "get", **more: Any) -> HttpRequest:
        headers = {"HX-Request": "true", "HX-Target": target} if target is not None else {}
        request: HttpRequest = getattr(RequestFactory(headers=headers | more.pop("headers", {})), method)(path, **more)
        request._messages = Said(request)
        request.actor = None
        return request

    return made
