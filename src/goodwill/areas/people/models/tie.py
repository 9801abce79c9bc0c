"""What binds two parties."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.models.party import LIVE, Party
from goodwill.kernel.models import Tracked


class TieKind(Tracked):
    """`label` reads from the one party to the other ("works at"), `reverse` back again ("employs"); alike if symmetric.

    `from_kinds` and `to_kinds` list the kinds of party that it can bind; an empty list is any.
    """

    guarded_by = "manage_settings"

    label = models.CharField(_("label"), max_length=60)
    reverse = models.CharField(_("label seen from the other side"), max_length=60, blank=True, default="")
    builtin = models.CharField(max_length=20, blank=True, default="", editable=False)
    from_kinds = models.JSONField(_("from"), default=list, blank=True)
    to_kinds = models.JSONField(_("to"), default=list, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    class Meta(Tracked.Meta):
        verbose_name = _("kind of tie")
        constraints = [models.UniqueConstraint(fields=["label"], condition=LIVE, name="people_tie_kind_once")]

    def __str__(self) -> str:
        return self.label

    @property
    def symmetric(self) -> bool:
        return self.reverse in ("", self.label)

    def said_from(self, *, first: bool) -> str:
        """How the tie reads for its first party, or for the other one."""
        return self.label if first else self.reverse or self.label

    def fits(self, first: str, second: str) -> bool:
        """Whether it can bind parties of these kinds, in this order."""
        return (not self.from_kinds or first in self.from_kinds) and (not self.to_kinds or second in self.to_kinds)


class Tie(Tracked):
    """`party` works at, buys for, is married to... `other`. The `main` tie names the company on a person's page."""

    belongs_to = "party"

    party = models.ForeignKey(Party, models.PROTECT, related_name="ties", verbose_name=_("party"))
    other = models.ForeignKey(Party, models.PROTECT, related_name="ties_to", verbose_name=_("other party"))
    kind = models.ForeignKey(TieKind, models.PROTECT, related_name="ties", verbose_name=_("kind"))
    role = models.CharField(_("role"), max_length=120, blank=True, default="")
    department = models.CharField(_("department"), max_length=120, blank=True, default="")
    started = models.DateField(_("since"), null=True, blank=True)
    ended = models.DateField(_("until"), null=True, blank=True)
    main = models.BooleanField(_("main"), default=False)

    class Meta(Tracked.Meta):
        verbose_name = _("tie")
        constraints = [
            models.UniqueConstraint(
                fields=["party", "other", "kind"],
                condition=LIVE & models.Q(ended=None),
                name="people_tie_open_once",
                violation_error_message=_("These two are tied like this already."),
            ),
            models.UniqueConstraint(
                fields=["party"],
                condition=LIVE & models.Q(main=True),
                name="people_tie_one_main",
                violation_error_message=_(
                    "Somebody chose the main company meanwhile: nothing was changed. Look, and try again."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.kind} {self.other}"

    def clean(self) -> None:
        if self.party_id == self.other_id:
            raise ValidationError({"other": _("A tie binds two different parties. Choose another one.")})
        if self.started and self.ended and self.ended < self.started:
            raise ValidationError({"ended": _("It cannot end before it began. Correct one of the two dates.")})
