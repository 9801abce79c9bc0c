"""What a party allowed, word for word."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.enums import Channel, ConsentState, Purpose
from goodwill.areas.people.models.party import Party
from goodwill.kernel.models import Tracked


class Consent(Tracked):
    """Only ever added to: the newest row of a purpose and channel holds, and all rows together are the proof."""

    belongs_to = "party"

    party = models.ForeignKey(Party, models.PROTECT, related_name="consents", db_index=False)
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, default=Channel.ANY)
    state = models.CharField(_("given or withdrawn"), max_length=10, choices=ConsentState.choices)
    at = models.DateTimeField(_("at"))
    wording = models.TextField(_("exact wording"), blank=True, default="")
    source = models.CharField(_("source"), max_length=200, blank=True, default="")

    class Meta(Tracked.Meta):
        verbose_name = _("consent")
        indexes = [models.Index(fields=["party", "purpose", "channel", "-at", "-id"], name="people_consent_newest")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.get_state_display()}"
