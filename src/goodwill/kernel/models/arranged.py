"""How the page of a record is arranged."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from goodwill.kernel.models.tracked import Tracked


class PageLayout(Tracked):
    """Which fields and panels the page of a type shows, in which order: for the members of a team, or for everybody.

    `order` names what stands in each place of the page, `hidden` what is left out; what neither names, because it is
    newer, stands at the end.
    """

    type_name = "page_layout"
    guarded_by = "manage_settings"

    type = models.CharField(max_length=40, editable=False)
    team = models.ForeignKey(
        "kernel.Team", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team")
    )
    order: "models.JSONField[dict[str, list[str]], Any]" = models.JSONField(_("order"), default=dict, blank=True)
    hidden: "models.JSONField[dict[str, list[str]], Any]" = models.JSONField(_("hidden"), default=dict, blank=True)

    class Meta(Tracked.Meta):
        verbose_name = _("page layout")
        constraints = [
            models.UniqueConstraint(
                fields=["type"],
                name="kernel_pagelayout_firm",
                condition=models.Q(deleted_at=None, team=None),
            ),
            models.UniqueConstraint(
                fields=["type", "team"], name="kernel_pagelayout_team", condition=models.Q(deleted_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.type


class Link(models.Model):
    """A relation that a firm's own field holds: `type` and `ref_id` name the record with the field, `to_type` and
    `to_id` the one that it leads to. It follows from the history, so that the way back is an index away.
    """

    id = models.BigAutoField(primary_key=True)
    type = models.CharField(max_length=40)
    ref_id = models.BigIntegerField()
    field = models.CharField(max_length=60)
    to_type = models.CharField(max_length=40)
    to_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["type", "ref_id", "field", "to_id"], name="kernel_link_once"),
        ]
        indexes = [models.Index(fields=["to_type", "to_id", "type", "field"], name="kernel_link_back")]

    def __str__(self) -> str:
        return f"{self.type}:{self.ref_id} {self.field} {self.to_type}:{self.to_id}"
