"""What the search looks at: one row for each record, already folded, and the words that all rows are made of."""

from django.db import models


class SearchRow(models.Model):
    """`title`, `body` and `digits` are folded words with one space between.

    `tag` sets apart the text of fields that not everybody may read. Owner, team and creator are the record's, so that a
    narrow scope is met by the search itself.
    """

    id = models.BigAutoField(primary_key=True)
    type = models.CharField(max_length=40)
    ref_id = models.BigIntegerField()
    tag = models.CharField(max_length=40, blank=True, default="")
    title = models.CharField(max_length=300)
    body = models.TextField(blank=True, default="")
    digits = models.CharField(max_length=400, blank=True, default="")
    owner_id = models.BigIntegerField(null=True)
    team_id = models.BigIntegerField(null=True)
    created_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["type", "ref_id", "tag"], name="kernel_search_row_once")]
        indexes = [models.Index(fields=["title", "id"], name="kernel_search_title")]

    def __str__(self) -> str:
        return f"{self.type}:{self.ref_id} {self.title}"


class SearchSlip(models.Model):
    """A known word with one letter left out (or none): two words that share a slip are one typing error apart."""

    id = models.BigAutoField(primary_key=True)
    slip = models.CharField(max_length=40)
    word = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slip", "word"], name="kernel_search_slip_once")]
        indexes = [models.Index(fields=["word"], name="kernel_search_word")]

    def __str__(self) -> str:
        return f"{self.slip} -> {self.word}"
