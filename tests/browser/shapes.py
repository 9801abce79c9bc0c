"""What a page is made of, whatever it says: to know which pages are alike."""

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

EMPTY = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
TELLING = ("class", "role", "type")
"""Attributes whose value changes how an element looks or what it is; of the others, whether they are there."""


@dataclass
class Shape:
    places: set[int] = field(default_factory=set)
    """Each element with all that it stands in."""
    ids: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, html: str) -> "Shape":
        reader = _Reader(cls())
        reader.feed(html)
        return reader.shape

    def twice(self) -> list[str]:
        """Ids that more than one element has."""
        return [name for name, times in self.ids.items() if times > 1]


class _Reader(HTMLParser):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.inside: list[tuple[object, ...]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.shape.ids.update([given["id"] or ""] if "id" in given else [])
        element = (tag, *map(given.get, TELLING), *sorted(given))
        self.shape.places.add(hash((*self.inside, element)))
        if tag not in EMPTY:
            self.inside.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.inside.pop()

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop()[0] != tag:
            pass
