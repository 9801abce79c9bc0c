"""What a party allowed, word for word."""

from collections.abc import Iterable

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now, gettext_lazy as _

from goodwill.areas.people.enums import Channel, ConsentState, Purpose, WayOfReaching
from goodwill.areas.people.models.party import LIVE, Party
from goodwill.kernel.models import Tracked
from goodwill.kernel.text import fold


class ConsentWording(Tracked):
    """The words that are put to people, under a name. New words are a new version: what was said stays as it was."""

    guarded_by = "manage_settings"
    append_only = True

    name = models.CharField(_("name"), max_length=80)
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, default=Channel.ANY)
    text = models.TextField(_("exact wording"))

    class Meta(Tracked.Meta):
        verbose_name = _("wording of a consent")
        constraints = [
            models.UniqueConstraint(fields=["name", "number"], condition=LIVE, name="people_wording_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class Consent(Tracked):
    """Only ever added to: the newest row of a purpose and channel holds, and all rows together are the proof.

    `address` is the network address from which it was given, `proof` the paper, page or recording that shows it.
    """

    belongs_to = "party"
    append_only = True
    derived = frozenset({"source_fold"})

    party = models.ForeignKey(Party, models.PROTECT, related_name="consents", db_index=False, verbose_name=_("who"))
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, default=Channel.ANY)
    state = models.CharField(_("given or withdrawn"), max_length=10, choices=ConsentState.choices)
    at = models.DateTimeField(_("at"))
    wording = models.TextField(_("exact wording"), blank=True, default="")
    template = models.ForeignKey(
        ConsentWording, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("template")
    )
    source = models.CharField(_("source"), max_length=200, blank=True, default="")
    source_fold = models.CharField(max_length=400, default="", editable=False)
    address = models.CharField(_("network address"), max_length=45, blank=True, default="")
    proof = models.CharField(_("proof"), max_length=300, blank=True, default="")

    class Meta(Tracked.Meta):
        verbose_name = _("consent")
        indexes = [
            models.Index(fields=["party", "purpose", "channel", "-at", "-id"], name="people_consent_newest"),
            models.Index(fields=["-at", "-id"], name="people_consent_at"),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.get_state_display()}"

    def derive(self) -> None:
        self.source_fold = fold(self.source)[:400]

    def counter(self) -> "Consent | None":
        """Who takes back an import has it no longer count, and both stay on record."""
        if self.state != ConsentState.GIVEN:
            return None
        said = _now("What brought it here was taken back.")
        return Consent(
            party_id=self.party_id,
            purpose=self.purpose,
            channel=self.channel,
            state=ConsentState.WITHDRAWN,
            at=timezone.now(),
            source=said,
        )


class ContactBan(Tracked):
    """A channel on which they are left alone, whatever they allowed."""

    belongs_to = "party"

    party = models.ForeignKey(Party, models.PROTECT, related_name="bans", db_index=False)
    channel = models.CharField(_("channel"), max_length=10, choices=WayOfReaching.choices)
    reason = models.CharField(_("reason"), max_length=200, blank=True, default="")

    class Meta(Tracked.Meta):
        verbose_name = _("channel not to use")
        constraints = [
            models.UniqueConstraint(
                fields=["party", "channel"],
                condition=LIVE,
                name="people_ban_once",
                violation_error_message=_("They are left alone on this channel already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_channel_display())


def newest_of(consents: Iterable[Consent]) -> dict[tuple[str, str], Consent]:
    """The word that holds for each purpose and channel."""
    found: dict[tuple[str, str], Consent] = {}
    for consent in sorted(consents, key=lambda one: (one.at, one.pk), reverse=True):
        found.setdefault((consent.purpose, consent.channel), consent)
    return found
