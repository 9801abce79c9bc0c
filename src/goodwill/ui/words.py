"""What templates say, in the reader's language."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils import translation
from django.utils.translation import trans_real
from markupsafe import Markup

from goodwill.ui.escaping import written

MOST = 4096


class Sayings(NamedTuple):
    """What messages are in one language: to be filled with values, as they are said without any, and of Python's."""

    language: str | None
    to_fill: dict[str, Markup]
    plain: dict[str, Markup]
    bare: dict[str, str]


_here: ContextVar[Sayings | None] = ContextVar("sayings", default=None)


def words(message: str, /, **values: Any) -> Markup:
    """The message in the reader's language, with values in it. Jinja2's own asks for each word anew."""
    sayings = _here.get() or _sayings(translation.get_language())
    known = sayings.to_fill if values else sayings.plain
    said = known.get(message)
    if said is None:
        said = Markup(translation.gettext(message))  # noqa: S704 - a message of ours
        said = said if values else said % {}
        if len(known) < MOST:
            known[message] = said
    return _filled(said, values) if values else said


def _filled(said: Markup, values: dict[str, Any]) -> Markup:
    """The same as `said % values`, which makes an object of each value that tells its parts to be escaped."""
    safe = {}
    for name, value in values.items():
        if type(value) not in (str, Markup, int):
            return said % values
        safe[name] = value if type(value) is int else written(value)
    return Markup(str.__mod__(said, safe))  # noqa: S704 - a message of ours, and each value is escaped above


@contextmanager
def in_one_language() -> Iterator[None]:
    """Which language it is, is looked up once for all that is said in here: a page says some hundred things."""
    token = _here.set(_sayings(translation.get_language()))
    try:
        yield
    finally:
        _here.reset(token)


@lru_cache(100)
def _sayings(language: str | None) -> Sayings:
    return Sayings(language, {}, {}, {})


def language() -> str | None:
    """The reader's, without asking the thread for each figure of a page."""
    sayings = _here.get()
    return sayings.language if sayings else translation.get_language()


def gettext(message: str) -> str:
    """Django's, which asks the thread for its language and looks through all catalogs for each of the words."""
    sayings = _here.get()
    if sayings is None or type(message) is not str:
        return trans_real.gettext(message)
    said = sayings.bare.get(message)
    if said is None:
        said = trans_real.gettext(message)
        if len(sayings.bare) < MOST:
            sayings.bare[message] = said
    return said


def speak() -> None:
    """Have lazy labels, of which a page shows some hundred, say their words by the `gettext` above."""
    translation._trans.gettext = gettext  # type: ignore[attr-defined]
