"""What areas add to the frame: each registers in its `apps.ready()`, none is named here.

    slots.nav.add(Nav(label=_("People"), url="people", icon="users", order=20, key="p"))

Every entry is plain data. `right` is asked with the actor; an entry that it refuses is not drawn.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


def at_query(href: str, query: str) -> str:
    return f"{href}?{query}" if href and query else href


@dataclass(frozen=True, kw_only=True)
class Entry:
    label: Words
    url: str
    """Name of the URL; `args` are its parameters, `query` what comes behind its question mark."""
    args: Mapping[str, Any] = field(default_factory=dict)
    query: str = ""
    icon: str = "circle"
    order: int = 100
    right: Callable[[Any], bool] | None = None

    @property
    def href(self) -> str:
        return at_query(reverse(self.url, kwargs=dict(self.args) or None), self.query)


@dataclass(frozen=True, kw_only=True)
class Nav(Entry):
    """A line of the side bar. `count` is what waits for this actor; `key` is the letter after `g`."""

    count: Callable[[Any], int] | None = None
    key: str = ""
    section: Words = ""


@dataclass(frozen=True, kw_only=True)
class Create(Entry):
    """A line of the + menu, opened in the side sheet. `key` is the letter after `c`."""

    key: str = ""
    words: Words = _("new create add make")


@dataclass(frozen=True, kw_only=True)
class Command(Entry):
    """A line of the palette that is neither a place nor something to make. `post` sends instead of going there."""

    words: Words = ""
    key: str = ""
    post: bool = False


@dataclass(frozen=True, kw_only=True)
class SettingsPage(Entry):
    group: Words
    hint: Words = ""

    @property
    def words(self) -> Words:
        """What the palette finds it by besides its label."""
        return self.hint


@dataclass(frozen=True, kw_only=True)
class UserLink(Entry):
    post: bool = False


@dataclass(frozen=True, kw_only=True)
class HomeCard:
    """A card of the home page: `template` is included with what `data(actor)` returns as `card`; None hides it.

    `place`: main (what waits for me), middle (what happened), side.
    """

    name: str
    template: str
    data: Callable[[Any], Any]
    order: int = 100
    place: str = "side"
    right: Callable[[Any], bool] | None = None


@dataclass(frozen=True, kw_only=True)
class Bell(Entry):
    label: Words
    count: Callable[[Any], int]


E_ = TypeVar("E_", bound=Entry | HomeCard)


class Slot(Generic[E_]):
    """Entries in their order. A source adds what only this firm or this actor has: favourites, custom types."""

    def __init__(self) -> None:
        self._entries: list[E_] = []
        self._sources: list[Callable[[Any], Iterable[E_]]] = []

    def add(self, *entries: E_) -> None:
        for entry in entries:
            if entry in self._entries:
                raise ValueError(f"{entry} is registered twice.")
            self._entries.append(entry)

    def add_source(self, source: Callable[[Any], Iterable[E_]]) -> None:
        self._sources.append(source)

    def __iter__(self) -> Iterator[E_]:
        return iter(sorted(self._entries, key=lambda entry: entry.order))

    def seen_by(self, actor: Any) -> list[E_]:
        found = [*self._entries, *(entry for source in self._sources for entry in source(actor))]
        found = [entry for entry in found if entry.right is None or entry.right(actor)]
        return sorted(found, key=lambda entry: entry.order)


nav: Slot[Nav] = Slot()
favourites: Slot[Nav] = Slot()
create: Slot[Create] = Slot()
commands: Slot[Command] = Slot()
settings_pages: Slot[SettingsPage] = Slot()
home_cards: Slot[HomeCard] = Slot()
user_links: Slot[UserLink] = Slot()
bells: Slot[Bell] = Slot()
phone_bar: Slot[Nav] = Slot()
LINKS: tuple[Slot[Any], ...] = (nav, create, commands, settings_pages, user_links, bells, phone_bar)
