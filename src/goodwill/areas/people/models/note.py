"""What somebody wrote down about a record."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.models.party import LIVE
from goodwill.kernel.models import About
from goodwill.kernel.richtext import plain_text


class Note(About):
    """`html` is sanitised before it comes here; `text` is the same without its marks."""

    derived = frozenset({"text"})
    corrected = frozenset({"created_at"})

    html = models.TextField(_("note"))
    text = models.TextField(default="", editable=False)
    pinned_at = models.DateTimeField(null=True, blank=True, editable=False)
    pinned_by = models.ForeignKey(
        "kernel.User", models.PROTECT, null=True, blank=True, editable=False, related_name="+", db_index=False
    )

    class Meta(About.Meta):
        verbose_name = _("note")
        indexes = [
            models.Index(fields=["about_type", "about_id", "-created_at"], name="people_note_about", condition=LIVE)
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def derive(self) -> None:
        self.text = plain_text(self.html)

    @property
    def pinned(self) -> bool:
        return self.pinned_at is not None
