"""Formatted text of notes and comments: what may be in it, and what is read out of it.

The list says what stays; everything else goes, with its content where that is no text (script, style, svg, math...).
Links lead outside only (http, https, mailto, tel): a relative one could press a button of our own.
"""

import re
from collections.abc import Callable
from functools import cache
from html import unescape
from typing import NamedTuple

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from goodwill.kernel.errors import Invalid

LONGEST = 1_000_000
SNIPPET = 140

_KEPT = "p br hr strong em b i u s a ul ol li blockquote code pre h3 h4 span"
_DROPPED = (
    "applet audio canvas embed head iframe math noembed noframes noscript object plaintext script select style svg "
    "template textarea title video xmp"
)
_TAGS = frozenset(_KEPT.split())
_DROPPED_WHOLE = frozenset(_DROPPED.split())
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_MENTION = re.compile(r"([a-z_]{1,40}):([0-9]{1,18})", re.ASCII)
_MENTIONED = re.compile(rf'<span data-mention="{_MENTION.pattern}"', re.ASCII)
_DEEPEST = 500
_ROUNDS = 6
_NESTING = re.compile(r"<(/?)(?!(?:br|hr|img|input|meta|link)\b)[a-z]", re.IGNORECASE)
_LINE_ENDS = re.compile(r"<br>|<hr>|</(?:p|li|h3|h4|pre|blockquote)>")
_ITEM = re.compile(r"<li>")
_TAG = re.compile(r"<[^<>]*>")
_MANY_LINE_ENDS = re.compile(r"[ \t]*\n(?:[ \t]*\n)+")
_LINK = re.compile(
    r"(?P<url>(?:https?://|www\.)[^\s<>\"'`\x00-\x1f]{1,2000})|(?P<mail>[\w.+-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+)",
    re.IGNORECASE,
)
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
_AFTER_LINK = ".,;:!?*_~'’”»…"
_PAIRS = {")": "(", "]": "[", "}": "{"}


class Mention(NamedTuple):
    """The ref of a record that the text names, mostly a user."""

    type: str
    id: int


def clean_html(html: str) -> str:
    """What may be kept and shown. Cleaning twice changes nothing."""
    return _cleaned(_bounded(html))


def shown(html: str) -> Markup:
    """For templates: cleaned once more on its way out, so that no row written otherwise can do harm."""
    return Markup(_cleaned(html))  # noqa: S704 - the one place where cleaned text becomes markup


def plain_text(html: str) -> str:
    """The text alone: paragraphs and list items on lines of their own."""
    text = _text_cleaner()(_flat(html[:LONGEST].replace("\x00", "")))
    text = _ITEM.sub("<li>- ", text.replace("\n", " "))
    text = unescape(_TAG.sub("", _LINE_ENDS.sub("\n", text))).replace("\u00a0", " ")
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return _MANY_LINE_ENDS.sub("\n", "\n".join(lines)).strip()


def cut(text: str, length: int = SNIPPET) -> str:
    """Text of at most `length` characters, cut between two words if there is a place."""
    if len(text) <= length:
        return text
    kept = text[: length - 1]
    before, space, _after = kept.rpartition(" ")
    return (before if space and len(before) > length // 2 else kept).rstrip(" ,;:-") + "…"


def linkify(text: str) -> Markup:
    """Plain text as markup, with web and mail addresses as links."""
    parts: list[str] = []
    at = 0
    for found in _LINK.finditer(text):
        target = _trimmed(found[0])
        address = f"mailto:{target}" if found["mail"] else target
        if address[:4].lower() == "www.":
            address = f"https://{address}"
        parts.append(str(escape(text[at : found.start()])))
        parts.append(str(Markup('<a href="{}" rel="noopener nofollow">{}</a>').format(address, target)))
        at = found.start() + len(target)
    parts.append(str(escape(text[at:])))
    return Markup("").join(Markup(part) for part in parts)  # noqa: S704 - each part is escaped above


def from_text(text: str) -> str:
    """Formatted text from plain text: a paragraph for each block of lines, with links."""
    blocks = [block for block in _PARAGRAPHS.split(_bounded(text).replace("\r\n", "\n").strip()) if block]
    paragraphs = [Markup("<p>{}</p>").format(Markup("<br>").join(map(linkify, block.split("\n")))) for block in blocks]
    return _cleaned("".join(paragraphs))


def mentions(html: str) -> list[Mention]:
    """Whom or what the text mentions, each once, in order."""
    found = _MENTIONED.findall(_cleaned(html))
    return list(dict.fromkeys(Mention(kind, int(number)) for kind, number in found))


def _bounded(text: str) -> str:
    if len(text) > LONGEST:
        raise Invalid(
            _("This text is longer than %(limit)s characters. Nothing was saved; please attach it as a file.")
            % {"limit": LONGEST}
        )
    return text


def _cleaned(html: str) -> str:
    """Cleaned until nothing changes: what reads differently a second time would read differently in a browser, too."""
    before = _flat(html.replace("\x00", ""))
    for _round in range(_ROUNDS):
        cleaned = _cleaner()(before)
        if cleaned == before:
            return cleaned
        before = cleaned
    return str(escape(_TAG.sub(" ", before)))


def _flat(html: str) -> str:
    """Markup nested deeper than anybody writes is read as text: parsing it takes the square of its depth."""
    depth = deepest = 0
    for found in _NESTING.finditer(html):
        depth += -1 if found[1] else 1
        deepest = max(deepest, depth)
    return html if deepest <= _DEEPEST else str(escape(_TAG.sub(" ", html)))


def _trimmed(link: str) -> str:
    """Without the punctuation of the sentence around it; a bracket stays if it was opened within."""
    while link:
        last = link[-1]
        if last in _AFTER_LINK or (last in _PAIRS and link.count(last) > link.count(_PAIRS[last])):
            link = link[:-1]
        else:
            break
    return link


@cache
def _cleaner() -> Callable[[str], str]:
    import nh3

    return nh3.Cleaner(
        tags=_TAGS,
        attributes={"*": set(), "a": {"href"}, "span": {"data-mention"}},
        attribute_filter=_filtered,
        clean_content_tags=_DROPPED_WHOLE,
        url_schemes=_SCHEMES,
        url_relative=_completed,
        link_rel="noopener nofollow",
    ).clean


@cache
def _text_cleaner() -> Callable[[str], str]:
    import nh3

    return nh3.Cleaner(
        tags=_TAGS - {"a", "span"}, attributes={"*": set()}, clean_content_tags=_DROPPED_WHOLE, link_rel=None
    ).clean


def _filtered(_tag: str, attribute: str, value: str) -> str | None:
    if attribute == "data-mention" and not _MENTION.fullmatch(value):
        return None
    return value


def _completed(url: str) -> str | None:
    return f"https://{url}" if url[:4].lower() == "www." else None
