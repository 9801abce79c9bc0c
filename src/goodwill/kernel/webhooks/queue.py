"""What waits to be sent, and what became of it."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from goodwill.kernel import jobs
from goodwill.kernel.models import Webhook, WebhookDelivery, WebhookHealth

State = WebhookDelivery.State
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(minutes=15)
RESTS_AFTER = 5
"""Failures in a row after which the whole webhook rests: a receiver that is down is not asked for each event."""
AT_ONCE = 50
JOB = "deliver-webhooks"


def add(deliveries: Sequence[WebhookDelivery]) -> None:
    """Have these sent, in their order, once the open transaction is committed."""
    now = timezone.now()
    for delivery in deliveries:
        delivery.message_id, delivery.created_at = f"msg_{secrets.token_hex(16)}", now
    WebhookDelivery.objects.bulk_create(deliveries, batch_size=500)
    wake({delivery.webhook_id for delivery in deliveries})


def wake(webhook_ids: Iterable[int]) -> None:
    for webhook_id in sorted(webhook_ids):
        jobs.enqueue(JOB, key=f"webhook {webhook_id}", webhook_id=webhook_id)


def wake_anew(webhook: Webhook) -> None:
    """Send what waits without a rest."""
    WebhookHealth.objects.filter(webhook=webhook).update(failures=0, rests_until=None)
    WebhookDelivery.objects.filter(webhook=webhook, state=State.WAITING).update(due=None)
    wake([webhook.pk])


def first_ones(webhook: Webhook, now: datetime) -> list[WebhookDelivery]:
    """What may be sent now: of each record the oldest event alone, so that no two change places."""
    waiting = WebhookDelivery.objects.filter(webhook=webhook, state=State.WAITING)
    earlier = waiting.filter(ref_type=OuterRef("ref_type"), ref_id=OuterRef("ref_id"), pk__lt=OuterRef("pk"))
    ready = Q(due=None) | Q(due__lte=now) | Q(due__gt=now + 2 * LONGEST_PAUSE)
    return list(waiting.filter(ready).exclude(Exists(earlier)).order_by("id")[:AT_ONCE])


def next_due(webhook: Webhook) -> datetime | None:
    """When something is due again; None where nothing waits."""
    waiting = WebhookDelivery.objects.filter(webhook=webhook, state=State.WAITING)
    due: datetime | None = waiting.aggregate(models.Min("due"))["due__min"]
    return due


def health_of(webhook: Webhook) -> WebhookHealth:
    return WebhookHealth.objects.get_or_create(webhook=webhook)[0]


def were_sent(taken: Sequence[tuple[WebhookDelivery, int]], now: datetime) -> None:
    """Of one webhook, each with the status that it was answered with."""
    for delivery, status in taken:
        _write(delivery, state=State.SENT, status=status, error="", due=None, tried_at=now)
    WebhookHealth.objects.update_or_create(
        webhook_id=taken[0][0].webhook_id, defaults={"failures": 0, "rests_until": None, "heard_at": now}
    )


def was_not_sent(delivery: WebhookDelivery, status: int | None, error: str, now: datetime) -> WebhookHealth:
    """It is tried again after a pause that doubles; after some failures in a row all of the webhook rests."""
    due = now + _pause(delivery.attempts)
    _write(delivery, status=status, error=error[:300], due=due, tried_at=now)
    health, _new = WebhookHealth.objects.get_or_create(webhook_id=delivery.webhook_id)
    health.failures += 1
    rests = health.failures >= RESTS_AFTER
    health.rests_until = now + _pause(health.failures - RESTS_AFTER) if rests else None
    health.save()
    return health


def give_up(delivery: WebhookDelivery, status: int | None, error: str, now: datetime) -> None:
    _write(delivery, state=State.FAILED, status=status, error=error[:300], due=None, tried_at=now)


def was_heard_since(webhook: Webhook, since: datetime) -> bool:
    return WebhookHealth.objects.filter(webhook=webhook, heard_at__gt=since).exists()


def replay(deliveries: "models.QuerySet[WebhookDelivery]") -> int:
    """Send these once more, under the ids that they had."""
    with transaction.atomic():
        ids = set(deliveries.values_list("webhook_id", flat=True))
        count = deliveries.update(state=State.WAITING, due=None, attempts=0, error="", created_at=timezone.now())
        WebhookHealth.objects.filter(webhook_id__in=ids).update(failures=0, rests_until=None)
        wake(ids)
    return count


def _write(delivery: WebhookDelivery, **values: object) -> None:
    delivery.attempts += 1
    for name, value in values.items():
        setattr(delivery, name, value)
    delivery.save(update_fields=["attempts", *values])


def _pause(failures: int) -> timedelta:
    pause: timedelta = min(FIRST_PAUSE * 2 ** min(max(failures, 0), 16), LONGEST_PAUSE)
    return pause
