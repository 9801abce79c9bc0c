"""Pairs that are likely one, pairs of which somebody said that they are two, and what finding them needs to know."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.models.party import LIVE, Party
from goodwill.kernel.models import Tracked


class DoublePair(models.Model):
    """A projection: two live parties that are likely one, each pair once, the lower id first.

    `reasons` are codes of the scorer with commas between, the weightiest first; the share of both is `probability`.
    """

    id = models.BigAutoField(primary_key=True)
    one = models.ForeignKey(Party, models.PROTECT, related_name="doubles_above", db_index=False)
    other = models.ForeignKey(Party, models.PROTECT, related_name="doubles_below")
    probability = models.FloatField()
    certain = models.BooleanField()
    reasons = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="people_double_once")]
        indexes = [
            models.Index(fields=["-probability", "id"], name="people_double_likely"),
            models.Index(fields=["id"], name="people_double_certain", condition=Q(certain=True)),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} = {self.other_id}: {self.probability:.3f}"


class NotTheSame(Tracked):
    """Somebody looked at both and said that they are two; in the trash it holds no more."""

    belongs_to = "one"

    one = models.ForeignKey(Party, models.PROTECT, related_name="told_apart")
    other = models.ForeignKey(Party, models.PROTECT, related_name="told_apart_from")

    class Meta(Tracked.Meta):
        verbose_name = _("not the same")
        constraints = [models.UniqueConstraint(fields=["one", "other"], condition=LIVE, name="people_told_apart_once")]

    def __str__(self) -> str:
        return f"{self.one} ≠ {self.other}"


class NameSound(models.Model):
    """How many parties bear a name that sounds so, as of the last look through all; the empty sound counts them all."""

    sound = models.CharField(max_length=160, primary_key=True)
    parties = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.sound}: {self.parties}"


class DoubleDue(models.Model):
    """A party that changed since its doubles were looked for; party 0 asks for a look through all.

    `keys` are those of a new party that wait to be written with those of others (`duplicate_keys.packed`).
    """

    id = models.BigAutoField(primary_key=True)
    party_id = models.BigIntegerField()
    keys = models.TextField(default="", db_default="")

    def __str__(self) -> str:
        return str(self.party_id)
