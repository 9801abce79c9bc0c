"""Templates carry no scripts and no styles, trust nothing, and speak every language."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment

from tests.architecture.sources import Place, files, refuse, templates

SPOKEN = {"alt", "aria-description", "aria-label", "aria-roledescription", "data-tip", "label", "placeholder", "title"}
EVALUATED = ("hx-on", "hx-vars", "hx-headers-js")
LITERAL = {"code", "kbd", "samp", "title"}
NAMES = re.compile(r"\b(Goodwill|CSV|XLSX|JSON|URL|API)\b")
WORD = re.compile(r"[^\W\d_]{2,}")
ATTRIBUTES = re.compile(r"""\s*([\w:-]+="[^"]*"\s*)+[a-z\d\s-]*""")
# A block that fills a class attribute of the frame.
CLASSES = re.compile(r"{%-? block layout -?%}.*?{%-? endblock[^%]*%}", re.DOTALL)
# The style guide shows components to developers, with made-up people in them.
SAMPLES = re.compile(r"/ui/(style/.*|styleguide\.html)$")
UNTRUSTED = re.compile(r"\|\s*safe\b|autoescape\s+false|\|\s*Markup\b")


class Page(HTMLParser):
    """Collects elements with their attributes, and the text that stands in the template itself."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[int, str, dict[str, str | None]]] = []
        self.words: list[tuple[int, str]] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((self.getpos()[0], tag, dict(attrs)))
        self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            while self._inside.pop() != tag:
                pass

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((self.getpos()[0], tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """A macro that makes attributes alone has them as text."""
        if LITERAL & set(self._inside) or ATTRIBUTES.fullmatch(data):
            return
        if WORD.search(NAMES.sub("", data)):
            self.words.append((self.getpos()[0], data.strip()))


@cache
def page(path: Path) -> Page:
    found = Page()
    found.feed("".join(bare(path.read_text(encoding="utf-8"))))
    found.close()
    return found


def bare(source: str) -> Iterator[str]:
    """The template with a 0 for each expression and without translated blocks; lines stay where they are."""
    translated, opened, last = False, False, ""
    source = CLASSES.sub(lambda found: "\n" * found[0].count("\n"), source)
    for _line, kind, text in Environment(extensions=["jinja2.ext.i18n"]).lex(source):
        if kind == "data" and not translated:
            yield text
            last = text
            continue
        if kind == "block_begin":
            opened = True
        elif opened and kind == "name":
            translated = {"trans": True, "endtrans": False}.get(text, translated)
            opened = False
        elif kind == "variable_begin":
            yield "div" if last.endswith(("<", "</")) else "0"
            last = ""
        yield "\n" * text.count("\n")


def elements() -> Iterator[tuple[Path, int, str, dict[str, str | None]]]:
    for path in templates():
        for line, tag, attrs in page(path).elements:
            yield path, line, tag, attrs


def spoken() -> list[Path]:
    return [path for path in templates() if not SAMPLES.search(path.as_posix())]


def test_scripts_and_styles_have_files_of_their_own():
    for path, line, tag, attrs in elements():
        place = Place(path, line, tag)
        inline = tag == "style" or "style" in attrs or (tag == "script" and "src" not in attrs)
        handlers = [name for name in attrs if name.startswith("on") or name.startswith(EVALUATED)]
        assert not inline, place
        assert not handlers, f"{place}: {handlers}"


def test_no_address_runs_a_script_or_leads_to_another_origin():
    refuse(
        Place(path, line, f"{name}={value}")
        for path, line, tag, attrs in elements()
        for name, value in attrs.items()
        if re.match(r"\s*javascript:", value or "", re.IGNORECASE)
        or (re.match(r"(https?:)?//", value or "") and tag not in ("a", "svg"))
    )


def test_nothing_is_declared_safe():
    refuse(
        Place(path, number, line.strip())
        for path in templates()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if UNTRUSTED.search(line)
    )


def test_every_word_goes_through_gettext():
    refuse(Place(path, line, text) for path in spoken() for line, text in page(path).words)


def test_every_spoken_attribute_goes_through_gettext():
    refuse(
        Place(path, line, f'{name}="{value}"')
        for path in spoken()
        for line, _tag, attrs in page(path).elements
        for name, value in attrs.items()
        if name in SPOKEN and WORD.search(NAMES.sub("", value or ""))
    )


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>Save</p>", ["Save"]),
        ("<p>{{ _('Save') }} {# quiet #} 12 <kbd>Enter</kbd></p>", []),
        ("<p>{% trans %}Save{% endtrans %}</p><{{ tag }} class='wide'>", []),
        ("{% block layout %}wide{% endblock %}", []),
        ("<p class='{{ kind }} big'>{% if a %}or else{% endif %}</p>", ["or else"]),
    ],
)
def test_untranslated_words_are_found(source, words):
    found = Page()
    found.feed("".join(bare(source)))
    found.close()
    assert [text for _, text in found.words] == words


def test_every_style_sheet_closes_what_it_opens():
    """What is left open takes every sheet behind it along, since a page gets them as one."""
    refuse(Place(path, 1, "the braces do not match") for path in files(".css") if _depth(path))


def _depth(path: Path) -> int:
    text = re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return text.count("{") - text.count("}")
