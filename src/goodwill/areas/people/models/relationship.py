"""How a relationship moves: phases that are proposed, and those who come back after a long silence."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.enums import Phase, ProposalState, Signal, Way
from goodwill.areas.people.models.party import LIVE, Party
from goodwill.kernel.models import Tracked


class PhaseProposal(Tracked):
    """Another phase for a party. `facts` are the figures of the sentence that says why, as `signal` words it."""

    belongs_to = "party"

    party = models.ForeignKey(Party, models.PROTECT, related_name="phase_proposals", db_index=False)
    before = models.CharField(max_length=10, choices=Phase.choices, blank=True, default="")
    phase = models.CharField(_("phase"), max_length=10, choices=Phase.choices)
    signal = models.CharField(_("why"), max_length=14, choices=Signal.choices)
    facts = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN)

    class Meta(Tracked.Meta):
        verbose_name = _("proposed phase")
        indexes = [models.Index(fields=["party", "-id"], name="people_proposal_party")]
        constraints = [
            models.UniqueConstraint(
                fields=["party"], condition=LIVE & models.Q(state=ProposalState.OPEN), name="people_proposal_one_open"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_phase_display())


class Comeback(Tracked):
    """Somebody known who had gone quiet and turned up again, with where things stood at that moment."""

    belongs_to = "party"

    party = models.ForeignKey(Party, models.PROTECT, related_name="comebacks", db_index=False)
    at = models.DateTimeField(_("came back"))
    way = models.CharField(_("how"), max_length=8, choices=Way.choices)
    quiet_since = models.DateTimeField(_("last contact before"), null=True)
    phase_before = models.CharField(_("phase before"), max_length=10, choices=Phase.choices, blank=True, default="")
    owner_name = models.CharField(_("looked after by"), max_length=120, blank=True, default="")
    last_note = models.CharField(_("last note"), max_length=300, blank=True, default="")
    open_things = models.PositiveSmallIntegerField(_("open things"), default=0)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta(Tracked.Meta):
        verbose_name = _("comeback")
        indexes = [
            models.Index(fields=["party", "-at", "-id"], name="people_comeback_party"),
            models.Index(fields=["-at", "party"], name="people_comeback_newest", condition=LIVE),
        ]

    def __str__(self) -> str:
        return str(self.party)
