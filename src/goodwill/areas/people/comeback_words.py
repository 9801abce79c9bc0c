"""Where things stood with somebody who turned up again, as greetings say it."""

from datetime import datetime
from typing import Protocol

from django.utils.text import Truncator
from django.utils.translation import gettext as _, ngettext

from goodwill.areas.people.enums import Phase
from goodwill.ui import formats

QUOTED = 90


class Standing(Protocol):
    """A `Comeback`, or what a page knows of it."""

    @property
    def quiet_since(self) -> datetime | None: ...
    @property
    def phase_before(self) -> str: ...
    @property
    def owner_name(self) -> str: ...
    @property
    def last_note(self) -> str: ...
    @property
    def open_things(self) -> int: ...


def standing(back: Standing) -> list[str]:
    """In a few words each: since when it was quiet, what they were to us, who looked after them, what is still open."""
    since, phase, owner, still = back.quiet_since, back.phase_before, back.owner_name, back.open_things
    told = (
        _("Nothing heard since %(day)s") % {"day": formats.day(since)} if since else "",
        _("%(phase)s then") % {"phase": Phase(phase).label} if phase in Phase.values else "",
        _("%(name)s looked after them") % {"name": owner} if owner else "",
        ngettext("%(num)s thing was open", "%(num)s things were open", still) % {"num": still} if still else "",
    )
    return [each for each in told if each]


def summary(back: Standing) -> str:
    """ "Nothing heard since 3 May; Prospect then. Last note: “A price for six”" """
    note = Truncator(" ".join(back.last_note.split())).chars(QUOTED, truncate="…")
    told = "; ".join(standing(back))
    said = _("Last note: “%(note)s”") % {"note": note} if note else ""
    return " ".join(filter(None, [f"{told}." if told else "", said]))


def greeting(name: str, back: Standing) -> str:
    return " ".join(filter(None, [_("Back again: %s.") % name, summary(back)]))
