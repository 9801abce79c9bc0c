from django.db import models
from django.utils.translation import gettext_lazy as _

from goodwill.kernel.models.tracked import Tracked


class ApiKey(Tracked):
    """A program's way in as its user. Only the digest of the key is kept, and its first letters to know it by.

    It may be narrower than its user: `reads_only`, or for some `types` of records alone, named as in refs.
    """

    USUAL_PER_MINUTE = 600

    guarded_by = "manage_users"
    unlogged = frozenset({"digest", "last_used_at"})

    user = models.ForeignKey("kernel.User", models.PROTECT, related_name="api_keys", verbose_name=_("user"))
    name = models.CharField(_("name"), max_length=80)
    start = models.CharField(_("begins with"), max_length=12, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    expires_at = models.DateTimeField(_("expires"))
    reads_only = models.BooleanField(_("may only read"), default=False)
    types = models.JSONField(_("only for"), default=list, blank=True)
    per_minute = models.PositiveIntegerField(_("requests a minute"), default=USUAL_PER_MINUTE)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)

    class Meta(Tracked.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["digest"], condition=models.Q(deleted_at=None), name="kernel_api_key_digest_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
