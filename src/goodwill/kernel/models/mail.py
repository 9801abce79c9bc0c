"""Mail that leaves the house."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class OutgoingMail(models.Model):
    """One mail to one address.

    It is SENDING between the moment when the server may have taken it and its answer: one that is found so after a
    crash is UNSURE, and is never sent again by itself.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        UNSURE = "unsure", _("sent or not, nobody knows")

    id = models.BigAutoField(primary_key=True)
    to = models.CharField(max_length=254)
    to_name = models.CharField(max_length=200, blank=True, default="")
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True, default="")
    headers = models.JSONField(default=dict)
    purpose = models.CharField(max_length=40)
    message_id = models.CharField(max_length=120, unique=True)
    user = models.ForeignKey("kernel.User", models.PROTECT, null=True, related_name="+")

    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    due = models.DateTimeField(null=True)
    error = models.CharField(max_length=600, blank=True, default="")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due", "id"], condition=Q(state__in=["waiting", "sending"]), name="kernel_mail_open"),
            models.Index(fields=["state", "-id"], name="kernel_mail_state"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} to {self.to}"


class RefusedAddress(models.Model):
    """An address whose server said that it takes no mail; nothing more is sent there until somebody says so."""

    address = models.CharField(max_length=254, primary_key=True)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.address
