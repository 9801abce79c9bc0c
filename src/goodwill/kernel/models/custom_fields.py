"""The fields that a firm made for itself."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from goodwill.kernel.models.tracked import Tracked


class CustomField(Tracked):
    """A field of one record type. Its values lie in `extra` of the records, under `name`, which never changes and is
    never given to another field of the same table.

    `choices` are {value, label, tone}; `decimals` how many digits a number has after the point; `target` is the type
    that a relation leads to; a `yearly` date comes again each year. `formula` or `rollup` tell how it is computed; such
    a field is typed by nobody.
    """

    type_name = "custom_field"
    guarded_by = "manage_settings"
    unlogged = frozenset({"indexed_as"})

    type = models.CharField(_("kind of record"), max_length=40, editable=False)
    name = models.CharField(_("name for programs"), max_length=40, editable=False)
    label = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=12, editable=False)
    help = models.CharField(_("help"), max_length=200, blank=True, default="")
    required = models.BooleanField(_("must be filled"), default=False)
    unique = models.BooleanField(_("never twice"), default=False)
    default: Any = models.JSONField(_("usual value"), null=True, blank=True)
    choices = models.JSONField(_("choices"), default=list, blank=True)
    decimals = models.PositiveSmallIntegerField(_("digits after the point"), default=0)
    currency = models.CharField(_("currency"), max_length=3, blank=True, default="", editable=False)
    target = models.CharField(_("leads to"), max_length=40, blank=True, default="", editable=False)
    yearly = models.BooleanField(_("comes again each year"), default=False)
    shown_when = models.TextField(_("shown when"), blank=True, default="")
    formula = models.TextField(_("formula"), blank=True, default="")
    rollup = models.JSONField(_("roll-up"), default=dict, blank=True)
    position = models.PositiveIntegerField(_("place"), default=0)
    indexed_as = models.CharField(max_length=60, blank=True, default="", editable=False)

    class Meta(Tracked.Meta):
        verbose_name = _("field")
        constraints = [
            models.UniqueConstraint(
                fields=["type", "name"], name="kernel_custom_field_once", condition=models.Q(deleted_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.label
