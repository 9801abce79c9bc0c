"""What programs may do here, and what they are told: API keys and webhooks as their pages show them."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.kernel.models import ApiKey, Webhook, WebhookDelivery, WebhookHealth
from goodwill.records import registry

State = WebhookDelivery.State
LOGGED = 100
DAY = timedelta(days=1)


def api_keys(actor: Actor) -> list[ApiKey]:
    """One's own; those of everybody for who manages users."""
    found = ApiKey.objects.select_related("user").order_by("user__name", "-id")
    return list(found if actor.may("manage_users") else found.filter(user=actor.user_id, user__isnull=False))


@dataclass(frozen=True)
class Line:
    """A webhook, how it fares and what it did in the last day."""

    webhook: Webhook
    waiting: int
    sent: int
    failed: int
    health: WebhookHealth | None

    @property
    def tone(self) -> str:
        if self.webhook.off_at:
            return "bad" if self.failed else "neutral"
        return "warn" if self.health and self.health.failures else "good"

    @property
    def state(self) -> str:
        if self.webhook.off_at:
            return _("off")
        return _("does not answer") if self.tone == "warn" else _("on")

    @property
    def told_of(self) -> str:
        """What it hears of, in words."""
        plurals = [str(one.plural) for one in registry.types() if one.name in self.webhook.types]
        return ", ".join(plurals) or _("everything")


def webhooks(pk: int | None = None) -> list[Line]:
    found = Webhook.objects.select_related("user", "health").order_by("name", "id")
    lately = Q(deliveries__tried_at__gt=timezone.now() - DAY)
    counted = found.annotate(
        waiting=Count("deliveries", Q(deliveries__state=State.WAITING)),
        sent=Count("deliveries", Q(deliveries__state=State.SENT) & lately),
        failed=Count("deliveries", Q(deliveries__state=State.FAILED)),
    )
    rows = counted if pk is None else counted.filter(pk=pk)
    return [Line(row, row.waiting, row.sent, row.failed, getattr(row, "health", None)) for row in rows]


def log(webhook: Webhook, state: str = "") -> list[WebhookDelivery]:
    """The newest deliveries, or those in one state."""
    found = WebhookDelivery.objects.filter(webhook=webhook).order_by("-id")
    return list((found.filter(state=state) if state in State.values else found)[:LOGGED])
