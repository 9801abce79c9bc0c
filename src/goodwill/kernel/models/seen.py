"""Who looked at what, and when."""

from django.db import models


class Seen(models.Model):
    """When a user looked at a record last, and how often in all."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey("kernel.User", models.CASCADE, related_name="+")
    type = models.CharField(max_length=40)
    ref_id = models.BigIntegerField()
    at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["type", "ref_id", "user"], name="kernel_seen_once")]
        indexes = [models.Index(fields=["user", "-at"], name="kernel_seen_recent")]

    def __str__(self) -> str:
        return f"{self.user_id} saw {self.type}:{self.ref_id}"


class LastSeen(models.Model):
    """When somebody used Goodwill last, to some minutes."""

    user = models.OneToOneField("kernel.User", models.CASCADE, primary_key=True, related_name="last_seen")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} at {self.at}"
