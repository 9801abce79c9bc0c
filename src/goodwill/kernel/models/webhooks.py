"""Programs elsewhere that want to hear what changes here."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from goodwill.kernel.models.tracked import Tracked


class Webhook(Tracked):
    """An address that is told of changes, with the rights of its user.

    `types` and `events` name what it is told of; empty lists mean everything. `filter` narrows a single type. `secret`
    is sealed. One that is `off_at` is told nothing until somebody switches it on again.
    """

    guarded_by = "manage_settings"
    unlogged = frozenset({"secret"})

    user = models.ForeignKey("kernel.User", models.PROTECT, related_name="webhooks", verbose_name=_("rights of"))
    name = models.CharField(_("name"), max_length=80)
    url = models.CharField(_("address"), max_length=500)
    secret = models.TextField(editable=False)
    types = models.JSONField(_("kinds of records"), default=list, blank=True)
    events = models.JSONField(_("events"), default=list, blank=True)
    filter = models.CharField(_("only those that match"), max_length=2000, blank=True, default="")
    with_imports = models.BooleanField(_("imports, too"), default=False)
    off_at = models.DateTimeField(_("switched off"), null=True, blank=True, editable=False)
    off_why = models.CharField(_("why it is off"), max_length=300, blank=True, default="", editable=False)

    class Meta(Tracked.Meta):
        verbose_name = _("webhook")

    def __str__(self) -> str:
        return self.name


class WebhookHealth(models.Model):
    """How the other side is: after some failures in a row everything rests until `rests_until`."""

    webhook = models.OneToOneField(Webhook, models.CASCADE, primary_key=True, related_name="health")
    failures = models.PositiveIntegerField(default=0)
    rests_until = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.webhook_id}: {self.failures} failures"


class WebhookDelivery(models.Model):
    """One event for one webhook, word for word as it is sent; `message_id` stays the same however often it is."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    id = models.BigAutoField(primary_key=True)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    message_id = models.CharField(max_length=40, unique=True)
    event = models.CharField(max_length=60)
    ref_type = models.CharField(max_length=40)
    ref_id = models.BigIntegerField()
    title = models.CharField(max_length=200, blank=True, default="")
    body = models.TextField()

    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    due = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["webhook", "id"], condition=Q(state="waiting"), name="kernel_delivery_waiting"),
            models.Index(
                fields=["webhook", "ref_type", "ref_id", "id"],
                condition=Q(state="waiting"),
                name="kernel_delivery_order",
            ),
            models.Index(fields=["webhook", "state", "-id"], name="kernel_delivery_log"),
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.webhook_id}"
