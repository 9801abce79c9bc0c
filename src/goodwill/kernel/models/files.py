"""Files that hang on records."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from goodwill.kernel.models.about import About


class File(About):
    """A file about any record. What it holds lies in the sealed blob of that name; history keeps earlier versions."""

    name = models.CharField(_("name"), max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    blob = models.CharField(max_length=64)

    class Meta(About.Meta):
        indexes = [
            models.Index(fields=["about_type", "about_id", "-id"], name="kernel_file_about"),
            models.Index(fields=["blob"], name="kernel_file_blob"),
        ]

    def __str__(self) -> str:
        return self.name
