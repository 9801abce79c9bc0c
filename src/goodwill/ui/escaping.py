"""How what a template writes becomes safe: as MarkupSafe does it, without making a `Markup` of each of the
thousands of texts of a page, which are joined at once.
"""

from collections.abc import Callable, MutableMapping
from types import CodeType
from typing import Any

from jinja2 import Environment, Template
from markupsafe import _escape_inner, escape

SAFE = type(escape(""))


def written(value: Any) -> str:
    """The text of `escape(value)`."""
    kind = type(value)
    if kind is str:
        return _escape_inner(value)
    if kind is SAFE:
        return value
    if kind is int:
        return str(value)
    return escape(value)


class Drawn(Template):
    """A template whose code writes by `written`."""

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        template = super().from_code(environment, code, globals, uptodate)
        template.root_render_func.__globals__["escape"] = written
        return template
