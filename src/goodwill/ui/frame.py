"""What the frame around every signed-in page shows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils import translation
from django.utils.translation import gettext as _

from goodwill.kernel import workspace
from goodwill.ui import slots
from goodwill.ui.addresses import address_of
from goodwill.ui.look import Look
from goodwill.ui.render import toasts

# URL names that the frame uses when some area defines them.
SEARCH, HOME, SETTINGS = "search", "home", "settings"
SIGN_OUT, STOP_LOOKING = "sign_out", "stop_looking"
# The page of a record, and what puts it among the favourites.
RECORD, STAR = "record", "star"
# Answered by the server itself, before Django.
EVENTS = "/events"


@dataclass(frozen=True)
class Line:
    """An entry of a slot, ready to be drawn."""

    entry: Any
    href: str
    count: int = 0
    current: bool = False

    @property
    def counts(self) -> bool:
        """Whether it has a number at all; that is empty where nothing waits."""
        return getattr(self.entry, "count", None) is not None


def in_every_page(request: HttpRequest) -> dict[str, Any]:
    """The context processor of our engine: `frame` and nothing else; the frame works out what is asked of it."""
    return {"frame": Frame(request)}


class Frame:
    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.actor = getattr(request, "actor", None)
        self.look = Look.of(request)
        self._counted: dict[Any, int] = {}

    @cached_property
    def firm(self) -> str:
        here = workspace.entered_one()
        return here.name if here else "Goodwill"

    @property
    def user_name(self) -> str:
        return str(getattr(self.actor, "name", ""))

    @property
    def user_id(self) -> int | None:
        return getattr(self.actor, "user_id", None)

    @property
    def language(self) -> str:
        return translation.get_language() or "en"

    @property
    def direction(self) -> str:
        return "rtl" if translation.get_language_bidi() else "ltr"

    @property
    def path(self) -> str:
        return self.request.path

    @property
    def undo_last(self) -> str:
        """What Ctrl Z asks for when no toast offers an undo; empty for who is not signed in. In the settings, what was
        done there counts as well.
        """
        url = url_if_any("undo_last") if getattr(self.request, "actor", None) else ""
        return f"{url}?settings=1" if url and self.in_settings else url

    @cached_property
    def toasts(self) -> list[Any]:
        return toasts(self.request)

    @cached_property
    def nav(self) -> list[Line]:
        """Settings are where one is on each of their pages, whatever its address."""
        lines = self._lines(slots.nav)
        if any(line.current for line in lines if line.href != self.home_url):
            return lines
        inside = any(line.current for pages in self.settings_pages.values() for line in pages)
        return [replace(line, current=True) if inside and line.href == self.settings_url else line for line in lines]

    @cached_property
    def favourites(self) -> list[Line]:
        return self._lines(slots.favourites)

    @cached_property
    def create(self) -> list[Line]:
        return self._lines(slots.create)

    @cached_property
    def commands(self) -> list[Line]:
        return self._lines(slots.commands)

    @cached_property
    def user_links(self) -> list[Line]:
        return self._lines(slots.user_links)

    @cached_property
    def bells(self) -> list[Line]:
        return self._lines(slots.bells)

    @cached_property
    def phone_bar(self) -> list[Line]:
        return self._lines(slots.phone_bar)

    @cached_property
    def settings_pages(self) -> dict[str, list[Line]]:
        groups: dict[str, list[Line]] = {}
        for line in self._lines(slots.settings_pages):
            groups.setdefault(str(line.entry.group), []).append(line)
        return groups

    @property
    def in_settings(self) -> bool:
        return any(line.current and line.href == self.settings_url for line in self.nav)

    @property
    def settings_beside(self) -> dict[str, list[Line]]:
        """The pages of the settings by group, while one of them is open."""
        return self.settings_pages if self.in_settings and self.path != self.settings_url else {}

    @property
    def palette(self) -> list[tuple[str, list[Line], str]]:
        """Groups of lines of the command box, and the key that begins each one's shortcut."""
        pages = [line for lines in self.settings_pages.values() for line in lines]
        there = {line.href for line in pages}
        return [
            (_("Go to"), self.nav + self.favourites, "g "),
            (_("Create"), self.create, "c "),
            (_("Do"), [line for line in self.commands if line.href not in there], ""),
            (_("Settings"), pages, ""),
        ]

    @property
    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        places = [(f"G {line.entry.key.upper()}", str(line.entry.label)) for line in self.nav if line.entry.key]
        made = [(f"C {line.entry.key.upper()}", str(line.entry.label)) for line in self.create if line.entry.key]
        return [
            (_("Everywhere"), everywhere_keys()),
            (_("Lists and records"), list_keys()),
            (_("Boards and calendars"), board_keys()),
            (_("Go to"), places),
            (_("Create"), [("C", _("What this page is about")), *made]),
        ]

    @property
    def look_choices(self) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
        themes = [("auto", _("As the device"), "monitor"), ("light", _("Light"), "sun"), ("dark", _("Dark"), "moon")]
        densities = [("comfortable", _("Comfortable"), "rows-3"), ("compact", _("Compact"), "rows-4")]
        return [("theme", _("Theme"), themes), ("density", _("Density"), densities)]

    @property
    def home_url(self) -> str:
        return url_if_any(HOME) or "/"

    @property
    def settings_url(self) -> str:
        return url_if_any(SETTINGS)

    @property
    def search_url(self) -> str:
        return url_if_any(SEARCH)

    @property
    def events_url(self) -> str:
        return EVENTS if self.actor else ""

    @property
    def star_url(self) -> str:
        """Where the record that this page is about goes into the favourites; empty where it cannot."""
        match = self.request.resolver_match
        if self.stop_looking_url or not (self.actor and match and match.url_name == RECORD):
            return ""
        return url_if_any(STAR, match.kwargs)

    def is_favourite(self, href: str) -> bool:
        return any(line.href == href for line in self.favourites)

    @property
    def sign_out_url(self) -> str:
        return url_if_any(SIGN_OUT)

    @property
    def stop_looking_url(self) -> str:
        """Where whoever looks as somebody else goes to be themselves again; empty for everybody else."""
        return url_if_any(STOP_LOOKING) if getattr(self.actor, "watcher", None) else ""

    @property
    def look_url(self) -> str:
        return url_if_any("look")

    @property
    def palette_url(self) -> str:
        return url_if_any("palette")

    @property
    def keys_url(self) -> str:
        return url_if_any("palette_keys")

    def _lines(self, slot: slots.Slot[Any]) -> list[Line]:
        """The entries this actor sees. One that leads nowhere is reported by `manage check`, not by a broken page."""
        if self.actor is None:
            return []
        try:
            found = [(entry, _href(entry)) for entry in slot.seen_by(self.actor)]
            current = _nearest([href for entry, href in found], self.path)
            return [Line(entry, href, self._waiting(entry), href == current) for entry, href in found if href]
        except AttributeError as error:  # a template would take it for a missing part of the frame
            raise RuntimeError(f"An entry of the frame failed: {error}") from error

    def _waiting(self, entry: Any) -> int:
        """What waits for this actor; two entries that count the same ask once."""
        count = getattr(entry, "count", None)
        if count and count not in self._counted:
            self._counted[count] = count(self.actor)
        return self._counted[count] if count else 0


def url_if_any(name: str, args: Any = None) -> str:
    try:
        return address_of(name, **(args or {}))
    except NoReverseMatch:
        return ""


def _href(entry: slots.Entry) -> str:
    return slots.at_query(url_if_any(entry.url, entry.args), entry.query)


def _nearest(hrefs: Iterable[str], path: str) -> str:
    """The longest of the addresses under which the path lies; home only for itself."""
    under = [href for href in hrefs if path == href or (href.strip("/") and path.startswith(href.rstrip("/") + "/"))]
    return max(under, key=len, default="")


def everywhere_keys() -> list[tuple[str, str]]:
    return [
        ("Ctrl K", _("Search or do anything")),
        ("/", _("Search")),
        ("?", _("All keys")),
        ("Ctrl Enter", _("Save")),
        ("Ctrl Z", _("Undo what was done last")),
        ("Esc", _("Close, or back to what it was")),
    ]


def list_keys() -> list[tuple[str, str]]:
    return [
        ("J", _("Next")),
        ("K", _("Previous")),
        ("X", _("Select")),
        ("Enter", _("Open")),
        ("Space", _("Look at it beside the list")),
        ("E", _("Edit")),
        ("→", _("Next cell")),
        ("F2", _("Edit the cell")),
        (".", _("What to do with this row")),
        ("N", _("Write a note")),
        ("L", _("Log a call")),
        ("T", _("Plan a task")),
        ("D", _("Next step done")),
        ("F", _("Filter")),
    ]


def board_keys() -> list[tuple[str, str]]:
    return [
        ("Space", _("Take the card, or put it down")),
        ("←", _("Move it, or go to the next one")),
        (".", _("Choose the lane")),
        ("Shift Enter", _("Look at it beside the board")),
        ("Esc", _("Put it back")),
    ]
