"""What was backed up, and whether it could be restored."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Backup(models.Model):
    """One archive. `checked_at` is when it was restored as a test; `rows` how many rows that copy held."""

    id = models.BigAutoField(primary_key=True)
    made_at = models.DateTimeField(_("made"))
    name = models.CharField(_("file"), max_length=200)
    size = models.BigIntegerField(_("size"))
    checked_at = models.DateTimeField(_("restored as a test"), null=True)
    rows = models.BigIntegerField(_("rows"), default=0)
    files = models.BigIntegerField(_("files"), default=0)
    problem = models.CharField(_("problem"), max_length=500, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["-made_at"], name="backup_newest")]

    def __str__(self) -> str:
        return self.name
