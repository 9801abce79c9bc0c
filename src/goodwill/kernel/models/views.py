"""How people keep lists: views that are saved, and what each of them keeps at hand."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from goodwill.kernel.models.tracked import Tracked


class SavedView(Tracked):
    """A list of one record type as somebody wants to see it again: filter, sort, columns and sums in their text forms,
    and the layout that it is drawn in, as the address of the list names it.

    `type` is the name of the record type; empty `sort` and `columns` stand for the type's own.
    """

    type_name = "saved_view"
    personal = True

    class Share(models.TextChoices):
        PRIVATE = "private", _("Only me")
        TEAM = "team", _("A team")
        FIRM = "firm", _("Everybody")

    owner_id: int
    team_id: int | None
    owner = models.ForeignKey("kernel.User", models.PROTECT, related_name="+", verbose_name=_("owner"))
    share = models.CharField(_("shared with"), max_length=7, choices=Share.choices, default=Share.PRIVATE)
    team = models.ForeignKey("kernel.Team", models.PROTECT, null=True, blank=True, related_name="+")
    type = models.CharField(max_length=40, editable=False)
    name = models.CharField(_("name"), max_length=60)
    filter = models.TextField(_("filter"), blank=True, default="")
    sort = models.CharField(_("sorted by"), max_length=200, blank=True, default="")
    columns = models.JSONField(_("columns"), default=list, blank=True)
    sums = models.JSONField(_("sums"), default=list, blank=True)
    layout = models.JSONField(_("layout"), default=dict, blank=True)
    position = models.PositiveIntegerField(_("place"), default=0)

    class Meta(Tracked.Meta):
        verbose_name = _("saved view")
        indexes = [models.Index(fields=["type"], name="kernel_view_of_type", condition=models.Q(deleted_at=None))]

    def __str__(self) -> str:
        return self.name


class Pin(models.Model):
    """What a user keeps at hand, without history: a view or a record among the favourites, or the view that a list
    begins with. `view` is the name of a ready-made view or the id of a saved one; a record has an id instead.
    """

    class Kind(models.TextChoices):
        FAVOURITE = "favourite"
        FIRST = "first"

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey("kernel.User", models.PROTECT, related_name="pins")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    type = models.CharField(max_length=40)
    view = models.CharField(max_length=40, blank=True, default="")
    record_id = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "type", "view", "record_id"], name="kernel_pin_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.type} {self.view or self.record_id}"
