"""What somebody is told about."""

from django.db import models
from django.db.models import Q

from goodwill.kernel.refs import Ref


class Notice(models.Model):
    """A line under the bell of one user. `key` keeps what is told twice from showing twice."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey("kernel.User", models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    snippet = models.CharField(max_length=300, blank=True, default="")
    about_type = models.CharField(max_length=40, blank=True, default="")
    about_id = models.BigIntegerField(null=True)
    url = models.CharField(max_length=300, blank=True, default="")
    by = models.ForeignKey("kernel.User", models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200, blank=True, default="")
    key = models.CharField(max_length=120, blank=True, default="")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], condition=~Q(key=""), name="kernel_notice_key_once")
        ]
        indexes = [
            models.Index(fields=["user", "-id"], name="kernel_notice_newest"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="kernel_notice_unread"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def about(self) -> Ref | None:
        return Ref(self.about_type, self.about_id) if self.about_type and self.about_id else None
