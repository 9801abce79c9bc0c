"""Words that users stick on records."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.models.party import LIVE
from goodwill.kernel.models import About, Tracked
from goodwill.kernel.text import fold


class Tag(Tracked):
    """`tone` is one of the look's: good, info, warn, bad or none."""

    derived = frozenset({"name_fold"})

    name = models.CharField(_("name"), max_length=60)
    name_fold = models.CharField(max_length=120, default="", editable=False)
    tone = models.CharField(_("colour"), max_length=10, blank=True, default="")

    class Meta(Tracked.Meta):
        verbose_name = _("tag")
        constraints = [
            models.UniqueConstraint(
                fields=["name_fold"],
                condition=LIVE,
                name="people_tag_once",
                violation_error_message=_("There is a tag of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def derive(self) -> None:
        self.name_fold = fold(self.name)[:120]


class Tagging(About):
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="taggings", db_index=False)

    class Meta(About.Meta):
        verbose_name = _("tag on a record")
        constraints = [
            models.UniqueConstraint(
                fields=["about_type", "about_id", "tag"],
                condition=LIVE,
                name="people_tagging_once",
                violation_error_message=_("This tag is on it already."),
            )
        ]
        indexes = [models.Index(fields=["tag", "about_type", "about_id"], name="people_tagging_tag", condition=LIVE)]

    def __str__(self) -> str:
        return str(self.tag)
