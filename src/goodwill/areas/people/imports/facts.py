"""Facts of a row that are more than a text: when it was made, what was agreed to, tags of one cell."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from goodwill.areas.people.enums import Channel, ConsentState, Purpose
from goodwill.areas.people.imports.whole import Wrong
from goodwill.kernel.text import fold
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
