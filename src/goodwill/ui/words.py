"""What templates say, in the reader's language."""

from functools import lru_cache
from typing import Any

from django.utils import translation
from markupsafe import Markup


def words(message: str, /, **values: Any) -> Markup:
    """The message in the reader's language, with values in it. Jinja2's own asks for each word anew."""
    said = _words(translation.get_language(), message)
    return said % values if values else _plain(said)


@lru_cache(4096)
def _words(_language: str | None, message: str) -> Markup:
    return Markup(translation.gettext(message))  # noqa: S704 - a message of ours


@lru_cache(4096)
def _plain(said: Markup) -> Markup:
    return said % {}
