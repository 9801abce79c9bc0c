"""The timeline as it is read: one row for each party that an event shows with."""

from django.db import models

from goodwill.areas.people.enums import Direction
from goodwill.areas.people.models.party import Party
from goodwill.kernel.refs import Ref


class TimelineEntry(models.Model):
    """A projection. What a person does shows with its company of that time too: `via` is then the person.

    `merged_from` is the merged party that the row came from and goes back to. `kind` is one of `timeline.KINDS`.
    `owner`, `team` and `private` are the rights of the record behind it; a private entry is for its owner only.
    """

    id = models.BigAutoField(primary_key=True)
    party = models.ForeignKey(Party, models.PROTECT, related_name="timeline", db_index=False)
    via = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+", db_index=False)
    merged_from = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=300, default="")
    snippet = models.CharField(max_length=500, default="")
    words = models.TextField(default="")
    actor_name = models.CharField(max_length=120, default="")
    direction = models.CharField(max_length=4, choices=Direction.choices, default=Direction.NONE)
    duration_s = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=20, default="")
    ref_type = models.CharField(max_length=40)
    ref_id = models.BigIntegerField()
    pinned = models.BooleanField(default=False)
    owner_id = models.BigIntegerField(null=True)
    team_id = models.BigIntegerField(null=True)
    private = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["party", "-at", "-id"], name="people_timeline_newest"),
            models.Index(fields=["party", "kind", "-at", "-id"], name="people_timeline_kind"),
            models.Index(
                fields=["party", "-at", "-id"], name="people_timeline_pinned", condition=models.Q(pinned=True)
            ),
            models.Index(fields=["via"], name="people_timeline_via", condition=models.Q(via__isnull=False)),
            models.Index(
                fields=["merged_from"], name="people_timeline_merged", condition=models.Q(merged_from__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["ref_type", "ref_id", "party"], name="people_timeline_once"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}: {self.title}"

    @property
    def ref(self) -> Ref:
        return Ref(self.ref_type, self.ref_id)
