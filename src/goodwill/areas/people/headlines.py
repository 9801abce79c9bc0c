"""The area's own kinds of events, and how each is worded on a timeline."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from goodwill.areas.people.enums import ConsentState, Direction, Outcome, Purpose
from goodwill.areas.people.timeline import add_kind

Entry = Any


def note(entry: Entry) -> str:
    return _("Note by %s") % entry.actor_name


def task(entry: Entry) -> str:
    return _("Done by %(who)s: %(what)s") % {"who": entry.actor_name, "what": entry.title}


def call(entry: Entry) -> str:
    said = {"who": entry.actor_name}
    if entry.direction == Direction.IN:
        missed = entry.state in (Outcome.NO_ANSWER, Outcome.BUSY)
        headline = _("Called in, missed") if missed else _("Called in, answered by %(who)s") % said
    elif entry.state in Outcome.values and entry.state != Outcome.REACHED:
        headline = _("%(who)s called: %(outcome)s") % {**said, "outcome": Outcome(entry.state).label}
    else:
        headline = _("%(who)s called") % said
    return _with(headline, lasted(entry.duration_s), entry.title)


def meeting(entry: Entry) -> str:
    cancelled = entry.state == Outcome.CANCELLED
    words = _("Meeting with %s, cancelled") if cancelled else _("Meeting with %s")
    return _with(words % entry.actor_name, lasted(entry.duration_s), entry.title)


def visit(entry: Entry) -> str:
    words = _("Came to see us") if entry.direction == Direction.IN else _("Visit by %s") % entry.actor_name
    return _with(words, lasted(entry.duration_s), entry.title)


def _written(received: Any, sent: Any) -> Callable[[Entry], str]:
    def headline(entry: Entry) -> str:
        words = str(received) if entry.direction == Direction.IN else str(sent) % entry.actor_name
        return _with(words, "", entry.title)

    return headline


def file(entry: Entry) -> str:
    return _("%(who)s added %(what)s") % {"who": entry.actor_name, "what": entry.title}


def consent(entry: Entry) -> str:
    purpose = Purpose(entry.title).label if entry.title in Purpose.values else entry.title
    given = entry.state == ConsentState.GIVEN
    return (_("Consent given: %s") if given else _("Consent withdrawn: %s")) % purpose


def lasted(seconds: int | None) -> str:
    """A duration as people say it: 45 s, 6 min, 1 h 20 min."""
    if not seconds:
        return ""
    if seconds < 60:
        return ngettext("%d s", "%d s", seconds) % seconds
    hours, minutes = divmod(round(seconds / 60), 60)
    if not hours:
        return _("%d min") % minutes
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes} if minutes else _("%d h") % hours


def _with(headline: str, duration: str, subject: str) -> str:
    said = ", ".join(part for part in (headline, duration) if part)
    return _("%(what)s: %(subject)s") % {"what": said, "subject": subject} if subject else said


add_kind("note", gettext_lazy("Notes"), "sticky-note", headline=note)
add_kind("task", gettext_lazy("Tasks"), "check", headline=task)
add_kind("call", gettext_lazy("Calls"), "phone", "info", headline=call)
add_kind("meeting", gettext_lazy("Meetings"), "users", headline=meeting)
add_kind(
    "mail", gettext_lazy("Mails"), "mail", headline=_written(gettext_lazy("Mail received"), gettext_lazy("Mail by %s"))
)
add_kind(
    "letter",
    gettext_lazy("Letters"),
    "mail-open",
    headline=_written(gettext_lazy("Letter received"), gettext_lazy("Letter by %s")),
)
add_kind(
    "chat",
    gettext_lazy("Chats"),
    "message-circle",
    headline=_written(gettext_lazy("Wrote to us"), gettext_lazy("Chat with %s")),
)
add_kind("visit", gettext_lazy("Visits"), "map-pin", headline=visit)
add_kind("file", gettext_lazy("Files"), "paperclip", headline=file)
add_kind("consent", gettext_lazy("Consents"), "shield-check", headline=consent)
