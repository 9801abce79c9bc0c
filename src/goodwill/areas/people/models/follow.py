"""Who wants to hear what happens to a record."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.models.party import LIVE
from goodwill.kernel.models import About


class Follow(About):
    user = models.ForeignKey("kernel.User", models.PROTECT, related_name="follows", db_index=False)

    class Meta(About.Meta):
        verbose_name = _("follower")
        constraints = [
            models.UniqueConstraint(
                fields=["about_type", "about_id", "user"], condition=LIVE, name="people_follow_once"
            )
        ]
        indexes = [models.Index(fields=["user", "-id"], name="people_follow_user", condition=LIVE)]

    def __str__(self) -> str:
        return f"{self.user} > {self.about}"
