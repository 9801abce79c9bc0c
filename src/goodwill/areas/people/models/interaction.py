"""What passed between the firm and a party."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.enums import Direction, InteractionKind, Outcome
from goodwill.areas.people.models.party import LIVE, Party
from goodwill.kernel.models import Tracked


class Interaction(Tracked):
    """A call, a meeting, a mail... with `party` and perhaps others (`InteractionParty`); `colleague` took part for us.

    Channels hang what only they know on a row of their own.
    """

    belongs_to = "party"

    party = models.ForeignKey(
        Party, models.PROTECT, related_name="interactions", verbose_name=_("with"), db_index=False
    )
    kind = models.CharField(_("kind"), max_length=10, choices=InteractionKind.choices)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction.choices, default=Direction.NONE)
    at = models.DateTimeField(_("at"))
    duration_s = models.PositiveIntegerField(_("duration in seconds"), null=True, blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True, default="")
    text = models.TextField(_("text"), blank=True, default="")
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, blank=True, default="")
    colleague = models.ForeignKey(
        "kernel.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by"), db_index=False
    )

    class Meta(Tracked.Meta):
        verbose_name = _("interaction")
        indexes = [
            models.Index(fields=["party", "-at", "-id"], name="people_interaction_party"),
            models.Index(fields=["-at", "-id"], name="people_interaction_newest", condition=LIVE),
        ]

    def __str__(self) -> str:
        return self.subject or self.get_kind_display()


class InteractionParty(Tracked):
    """Another party that took part."""

    belongs_to = "interaction"

    interaction = models.ForeignKey(Interaction, models.PROTECT, related_name="others", db_index=False)
    party = models.ForeignKey(Party, models.PROTECT, related_name="other_interactions")

    class Meta(Tracked.Meta):
        constraints = [
            models.UniqueConstraint(fields=["interaction", "party"], condition=LIVE, name="people_participant_once")
        ]

    def __str__(self) -> str:
        return str(self.party)
