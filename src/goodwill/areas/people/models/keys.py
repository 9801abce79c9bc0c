"""What other systems call our records, and what likely doubles have in common."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.enums import KeyKind
from goodwill.areas.people.models.party import LIVE, Party
from goodwill.kernel.models import About


class ExternalKey(About):
    """The name of a record in another system, so that importing twice finds it again."""

    source = models.CharField(_("source"), max_length=60)
    key = models.CharField(_("key"), max_length=200)

    class Meta(About.Meta):
        verbose_name = _("key in another system")
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], condition=LIVE, name="people_external_key_once")
        ]
        indexes = [models.Index(fields=["about_type", "about_id"], name="people_external_key_about")]

    def __str__(self) -> str:
        return f"{self.source}: {self.key}"


class DuplicateKey(models.Model):
    """A projection: parties that share a key may be one. Keys of parties in the trash are not kept."""

    id = models.BigAutoField(primary_key=True)
    party = models.ForeignKey(Party, models.PROTECT, related_name="duplicate_keys")
    kind = models.CharField(max_length=5, choices=KeyKind.choices)
    key = models.CharField(max_length=160)

    class Meta:
        indexes = [models.Index(fields=["kind", "key", "party"], name="people_duplicate_key")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.key}"
