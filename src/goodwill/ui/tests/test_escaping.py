"""What templates write is what MarkupSafe would write."""

import pytest
from django.utils.functional import lazystr
from django.utils.safestring import SafeString
from hypothesis import given, strategies
from jinja2 import Environment
from markupsafe import Markup, escape

from goodwill.ui.escaping import Drawn, written


class Named(str):
    __slots__ = ()


class Sign:
    def __html__(self) -> str:
        return "<i>sign</i>"


@given(strategies.text())
def test_texts_are_written_as_markupsafe_writes_them(text: str) -> None:
    assert written(text) == escape(text)


@pytest.mark.parametrize(
    "value",
    [Markup("<b>&</b>"), SafeString("<b>"), lazystr("<b>'"), Named('<"b">'), Sign(), None, 5, 2.5, True, ["<b>", "&"]],
    ids=lambda value: type(value).__name__,
)
def test_other_values_are_written_as_markupsafe_writes_them(value: object) -> None:
    assert written(value) == escape(value)


def test_blocks_macros_and_joined_texts_stay_safe_once() -> None:
    env = Environment(autoescape=True)
    env.template_class = Drawn
    made = "{% macro m(x) %}<i>{{ x }}</i>{% endmacro %}{% set s %}<u>{{ x }}</u>{% endset %}"
    assert env.from_string(made + "{{ m(x) ~ x }}{{ s }}{{ m(s) }}").render(x="<&>") == (
        "<i>&lt;&amp;&gt;</i>&lt;&amp;&gt;<u>&lt;&amp;&gt;</u><i><u>&lt;&amp;&gt;</u></i>"
    )
