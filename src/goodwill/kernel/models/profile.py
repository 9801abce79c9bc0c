"""What the firm says about itself."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from goodwill.kernel.models.tracked import Tracked
from goodwill.kernel.prepared import steady


class Profile(Tracked):
    """The one row of the firm's own settings; `settings` holds the values that areas declare, by name;
    `layout` is the stamp of `kernel.layout`."""

    guarded_by = "manage_settings"
    unlogged = frozenset({"layout"})

    name = models.CharField(_("name of the firm"), max_length=120)
    country = models.CharField(_("country"), max_length=2, default="GB")
    language = models.CharField(_("language"), max_length=12, default="en")
    currency = models.CharField(_("currency"), max_length=3, default="GBP")
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    week_starts = models.PositiveSmallIntegerField(_("week starts on"), default=0)
    settings = models.JSONField(default=dict, blank=True)
    layout = models.CharField(max_length=16, blank=True, default="", editable=False)

    class Meta(Tracked.Meta):
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="kernel_profile_only_one")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> "Profile":
        """The firm's profile, read once per entry into its workspace."""
        found = cls.founded()
        if found is None:
            raise cls.DoesNotExist
        return found

    @classmethod
    def founded(cls) -> "Profile | None":
        """The same; None where the firm was only just begun."""
        from goodwill.kernel import workspace

        memo: dict[str, Any] = workspace.memo()
        if "profile" not in memo:
            rows = _profile(1)
            if not rows:
                return None
            memo["profile"] = rows[0]
        found: Profile = memo["profile"]
        return found


@steady
def _profile(pk: int) -> models.QuerySet[Profile]:
    return Profile.everything.filter(pk=pk)
