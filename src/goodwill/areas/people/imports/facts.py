"""Facts of a row that are more than a text: when it was made, what was agreed to, tags of one cell."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, tzinfo

from django.utils import timezone
from django.utils.translation import gettext as _

from goodwill.areas.people.enums import Channel, ConsentState, Purpose
from goodwill.areas.people.imports.whole import Wrong
from goodwill.kernel.text import fold
from goodwill.transfer.mapping.targets import TARGETS
from goodwill.transfer.values import Given
from goodwill.ui import formats

Consented = tuple[str, str, str]
"""Purpose, channel, and whether it was given or withdrawn."""


def moment_of(text: str) -> datetime | None:
    """In UTC unless it says otherwise; nothing was made in the future."""
    if not text:
        return None
    found = datetime.fromisoformat(text)
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return found if found < timezone.now() else None


def note_days(given: Given, zone: tzinfo, wrong: list[Wrong]) -> dict[str, datetime]:
    """By text, when the notes of a row were written; of a day that lies ahead nothing is believed."""
    told = given.one("note_at")
    found = datetime.fromisoformat(told) if told and given.one("note") else None
    if found is None:
        return {}
    at = found if found.tzinfo else found.replace(tzinfo=zone)
    if at > timezone.now():
        wrong.append((str(TARGETS["note_at"].name), told, _("This lies ahead, so the note is of today.")))
        return {}
    return dict.fromkeys(given.every("note"), at)


def rough_day(told: str, name: str, asked: list[Wrong], *, last: bool = False) -> date:
    """A whole day; of a month or a year its first or last day, and somebody should look at it."""
    day, _space, text = told.partition(" ")
    found = date.fromisoformat(f"{day}-01-01"[:10])
    if text and last:
        month = found.month if "-" in day else 12
        found = found.replace(month=month, day=monthrange(found.year, month)[1])
    if text:
        first = _("%(field)s: %(day)s is written, the first day of what the file says (%(text)s).")
        why = _("%(field)s: %(day)s is written, the last day of what the file says (%(text)s).") if last else first
        asked.append((name, text, why % {"field": name, "day": formats.day(found), "text": text}))
    return found


def consents_of(given: Given) -> Iterator[Consented]:
    """A no in the file counts as withdrawn; a yes as given, in the words of the file."""
    for target, channel, purposes in (
        ("no_mail", Channel.MAIL, (Purpose.NEWS, Purpose.OFFERS)),
        ("no_call", Channel.PHONE, (Purpose.OFFERS,)),
    ):
        if given.one(target) == "yes":
            yield from ((purpose.value, channel.value, ConsentState.WITHDRAWN.value) for purpose in purposes)
    if (answer := given.one("mail_consent")) and given.one("no_mail") != "yes":
        state = ConsentState.GIVEN if answer == "yes" else ConsentState.WITHDRAWN
        yield Purpose.NEWS.value, Channel.MAIL.value, state.value


def tags_of(text: str) -> list[str]:
    separator = ";" if ";" in text else ","
    names = (" ".join(part.strip().removeprefix("* ").split()) for part in text.split(separator))
    return [name[:60] for name in names if name and fold(name) != "mycontacts"]
