"""An event that nothing happened for, to see whether a webhook works."""

import json

from django.utils import timezone

from goodwill.kernel import rights, throttle
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Webhook, WebhookDelivery
from goodwill.kernel.webhooks import queue


def send_test(webhook: Webhook, *, by: Actor) -> None:
    rights.require_power(by, "manage_settings")
    throttle.hit("test webhook", str(webhook.pk), limit=20, per=600.0)
    body = {"type": "test", "timestamp": timezone.now().isoformat(), "data": {"by": by.name}}
    event = WebhookDelivery(webhook=webhook, event="test", ref_type="webhook", ref_id=webhook.pk, body=json.dumps(body))
    queue.add([event])
