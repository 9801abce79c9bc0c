"""What a party wants of the firm, and what it does not want."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.enums import Stance, Strength, Topic
from goodwill.areas.people.models.party import LIVE, Party
from goodwill.kernel.models import Tracked
from goodwill.kernel.text import fold


class Preference(Tracked):
    """`said_by` is who told us so: themselves, their assistant, what a colleague noticed."""

    belongs_to = "party"
    derived = frozenset({"text_fold", "said_by_fold", "source_fold"})

    party = models.ForeignKey(Party, models.PROTECT, related_name="preferences", db_index=False, verbose_name=_("who"))
    topic = models.CharField(_("about"), max_length=12, choices=Topic.choices, default=Topic.OTHER)
    stance = models.CharField(_("wants or not"), max_length=6, choices=Stance.choices, default=Stance.WANTS)
    text = models.CharField(_("what"), max_length=200)
    text_fold = models.CharField(max_length=400, default="", editable=False)
    strength = models.CharField(_("how much"), max_length=8, choices=Strength.choices, default=Strength.MATTERS)
    since = models.DateField(_("since"), null=True, blank=True)
    said_by = models.CharField(_("who said so"), max_length=120, blank=True, default="")
    said_by_fold = models.CharField(max_length=240, default="", editable=False)
    source = models.CharField(_("source"), max_length=200, blank=True, default="")
    source_fold = models.CharField(max_length=400, default="", editable=False)

    class Meta(Tracked.Meta):
        verbose_name = _("preference")
        indexes = [
            models.Index(fields=["party", "stance", "id"], name="people_preference_party"),
            models.Index(fields=["-changed_at", "-id"], name="people_preference_changed", condition=LIVE),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "topic", "stance", "text_fold"],
                condition=LIVE,
                name="people_preference_once",
                violation_error_message=_("This stands here already."),
            )
        ]

    def __str__(self) -> str:
        return self.text

    def derive(self) -> None:
        self.text_fold = fold(self.text)[:400]
        self.said_by_fold = fold(self.said_by)[:240]
        self.source_fold = fold(self.source)[:400]
