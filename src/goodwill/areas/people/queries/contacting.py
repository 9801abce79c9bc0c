"""Whether a party may be contacted for a purpose on a channel, and why: what every mailing, reminder and offer asks."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from goodwill.areas.people.enums import MARKETING, Channel, ConsentState, Purpose, WayOfReaching
from goodwill.areas.people.models import Consent, ContactBan, Party
from goodwill.areas.people.queries.standing import Standing, standings

ASKED_FOR = ""
"""The purpose of what they ordered or asked for: it needs no consent."""


@dataclass(frozen=True)
class Verdict:
    """`reasons` are sentences in the reader's language, the one that decided first. `consent` is what it stands on."""

    allowed: bool
    reasons: tuple[str, ...]
    consent: Consent | None = None


def may_contact(party: Party, purpose: str, channel: str) -> Verdict:
    """Whether they may be contacted for the purpose (`ASKED_FOR` for what they asked for) on the channel."""
    return judge(standings([party])[party.pk], purpose, channel)


def judge(standing: Standing, purpose: str, channel: str) -> Verdict:
    """A ban comes before everything; then there must be a way; then the newest word on the purpose holds.

    The word on a channel and the word on any channel count alike: the later one decides. Post alone needs no consent
    beforehand, as long as nobody objected; passing on what we know of them always does.
    """
    way = WayOfReaching(channel)
    if standing.gone:
        return Verdict(False, (_("They are in the trash."),))
    if ban := standing.bans.get(channel):
        return Verdict(False, (_banned(way, ban),))
    if channel not in standing.ways:
        return Verdict(False, (_NO_WAY[way](),))
    if purpose == ASKED_FOR:
        return Verdict(True, (_("What they ordered or asked for needs no consent."),))
    said = [standing.consents.get((purpose, one)) for one in (channel, Channel.ANY.value)]
    newest = max((one for one in said if one), key=lambda one: (one.at, one.pk), default=None)
    if newest is not None:
        given = newest.state == ConsentState.GIVEN
        words = _("Allowed on %s.") if given else _("Taken back on %s.")
        day = date_format(localtime(newest.at).date(), "j F Y")
        return Verdict(given, (words % day,), newest)
    if way is WayOfReaching.POST and purpose in MARKETING and purpose != Purpose.SHARING:
        return Verdict(True, (_("Post needs no consent beforehand. They can object at any time."),))
    return Verdict(False, (_("Nobody asked them yet."),))


def _banned(way: WayOfReaching, ban: ContactBan) -> str:
    words = _("They want to be left alone by %(channel)s.") % {"channel": way.label.lower()}
    return f"{words} {ban.reason}".strip()


_NO_WAY = {
    WayOfReaching.MAIL: lambda: _("There is no mail address that works."),
    WayOfReaching.PHONE: lambda: _("There is no phone number that works."),
    WayOfReaching.TEXT: lambda: _("There is no phone number that works."),
    WayOfReaching.POST: lambda: _("There is no address with its town."),
    WayOfReaching.SOCIAL: lambda: _("There is no account of theirs."),
}


@dataclass(frozen=True)
class Permission:
    """A line of what may be sent: a purpose, with the verdict for each channel."""

    purpose: str
    label: str
    verdicts: tuple[tuple[WayOfReaching, Verdict], ...]


def permissions(standing: Standing) -> list[Permission]:
    """Every purpose of mailings on every channel, what they asked for first."""
    asked = [(ASKED_FOR, _("What they asked for"))]
    marketing = [(purpose.value, str(purpose.label)) for purpose in MARKETING]
    return [
        Permission(purpose, label, tuple((way, judge(standing, purpose, way.value)) for way in WayOfReaching))
        for purpose, label in (*asked, *marketing)
    ]


def words_that_hold(standing: Standing) -> list[tuple[Consent, str]]:
    """The newest word on each purpose and channel, with the reason where it was given and yet cannot be used."""
    found = []
    for consent in sorted(standing.consents.values(), key=lambda one: (-one.at.timestamp(), one.pk)):
        usable = consent.purpose in MARKETING and consent.channel in WayOfReaching.values
        verdict = judge(standing, consent.purpose, consent.channel) if usable else None
        in_vain = verdict and consent.state == ConsentState.GIVEN and not verdict.allowed
        found.append((consent, verdict.reasons[0] if verdict and in_vain else ""))
    return found
