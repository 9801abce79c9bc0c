"""What open pages are told, and who has which page open."""

from django.db import models

from goodwill.kernel.models.history import TransactionId, in_order


class StreamEvent(models.Model):
    """For `user`, for whoever has the page of `about` open, or with neither for everybody. Kept for a day."""

    id = models.BigAutoField(primary_key=True)
    tx = models.BigIntegerField(db_default=TransactionId())
    name = models.CharField(max_length=20)
    data = models.JSONField(default=dict)
    user_id = models.BigIntegerField(null=True)
    about = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        indexes = [in_order("kernel_stream_order")]

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"


class Presence(models.Model):
    """A user has a record's page open, by a stream of one page process."""

    id = models.BigAutoField(primary_key=True)
    process = models.CharField(max_length=32)
    user = models.ForeignKey("kernel.User", models.CASCADE, related_name="+")
    type = models.CharField(max_length=40)
    ref_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["process", "type", "ref_id", "user"], name="kernel_presence_once")
        ]
        indexes = [models.Index(fields=["type", "ref_id"], name="kernel_presence_page")]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.type}:{self.ref_id}"
