"""Files that hang on records, and the text that was found in them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from goodwill.kernel.models.about import About
from goodwill.kernel.text import fold


class File(About):
    """A file about any record. What it holds lies in the sealed blob of that name; history keeps earlier versions."""

    derived = frozenset({"name_fold"})

    name = models.CharField(_("name"), max_length=255)
    name_fold = models.CharField(max_length=255, default="", editable=False)
    description = models.CharField(_("description"), max_length=500, blank=True, default="")
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size"))
    blob = models.CharField(max_length=64)

    class Meta(About.Meta):
        verbose_name = _("file")
        indexes = [
            models.Index(fields=["about_type", "about_id", "-id"], name="kernel_file_about"),
            models.Index(fields=["blob"], name="kernel_file_blob"),
            models.Index(fields=["-created_at", "-id"], name="kernel_file_newest"),
        ]

    def __str__(self) -> str:
        return self.name

    def derive(self) -> None:
        self.name_fold = fold(self.name)[:255]


class FileText(models.Model):
    """The text in a file, as it was read from the blob; it can be read again. `reason` says why there is none."""

    class State(models.TextChoices):
        READ = "read"
        CUT = "cut"
        NOTHING = "nothing"
        REFUSED = "refused"

    file = models.OneToOneField(File, models.PROTECT, primary_key=True, related_name="read")
    blob = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices)
    reason = models.CharField(max_length=20, default="")
    pages = models.PositiveIntegerField(default=0)
    text = models.TextField(default="")

    def __str__(self) -> str:
        return self.text[:80]
