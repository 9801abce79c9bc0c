"""Sending what waits, at least once: what was answered and not written when a worker died is sent again."""

import time
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.kernel import changes, jobs, notices
from goodwill.kernel.actors import system
from goodwill.kernel.errors import Told
from goodwill.kernel.jobs import Progress
from goodwill.kernel.models import Webhook, WebhookDelivery
from goodwill.kernel.outgoing import fetch
from goodwill.kernel.webhooks import queue
from goodwill.kernel.webhooks.signing import headers_for

TURN = 5.0  # seconds after which others get their turn
TOGETHER = 20
"""How many answers one transaction writes. Others write in between; of a worker that dies, so many are sent again."""
TIMEOUT = 10.0
ANSWER = 64 * 1024
GIVEN_UP_AFTER = timedelta(hours=72)
GONE = 410
NOTICE = "webhook"


@jobs.job(queue.JOB, label=gettext_lazy("Tell other programs"), quiet=True)
def deliver(webhook_id: int, *, progress: Progress) -> None:
    webhook = Webhook.objects.select_related("user").filter(pk=webhook_id, off_at=None).first()
    if webhook is None:
        return
    until = time.monotonic() + TURN
    while ready := _ready(webhook):
        if not _send(webhook, ready, progress, until):
            return
        if time.monotonic() > until:
            raise jobs.Again
    due = queue.next_due(webhook)
    if due is not None:
        raise jobs.Again(due)


def _ready(webhook: Webhook) -> list[WebhookDelivery]:
    now = timezone.now()
    rests_until = queue.health_of(webhook).rests_until
    if rests_until and now < rests_until <= now + queue.LONGEST_PAUSE:
        raise jobs.Again(rests_until)
    return queue.first_ones(webhook, now)


def _send(webhook: Webhook, ready: list[WebhookDelivery], progress: Progress, until: float) -> bool:
    """Each is of another record. Whether the webhook is told on; what was taken is written some at a time."""
    taken: list[tuple[WebhookDelivery, int]] = []
    try:
        for delivery in ready:
            progress.step()
            status, error = _post(webhook, delivery)
            if error:
                _keep(taken, progress)
                if not _was_refused(webhook, delivery, status, error, progress):
                    return False
                continue
            taken.append((delivery, status or 0))
            if time.monotonic() > until:
                break
            if len(taken) >= TOGETHER:
                _keep(taken, progress)
    finally:
        _keep(taken, progress)
    return True


def _keep(taken: list[tuple[WebhookDelivery, int]], progress: Progress) -> None:
    if taken:
        with progress.transaction():
            queue.were_sent(taken, timezone.now())
        taken.clear()


def _was_refused(
    webhook: Webhook, delivery: WebhookDelivery, status: int | None, error: str, progress: Progress
) -> bool:
    """Whether the webhook is told on. A receiver that says that it is gone for good is believed."""
    now = timezone.now()
    if status == GONE or now - delivery.created_at >= GIVEN_UP_AFTER:
        silent = status == GONE or not queue.was_heard_since(webhook, now - GIVEN_UP_AFTER)
        with progress.transaction():
            queue.give_up(delivery, status, error, now)
            if silent:
                switch_off(webhook, error)
        return not silent
    with progress.transaction():
        health = queue.was_not_sent(delivery, status, error, now)
    if health.rests_until:
        raise jobs.Again(health.rests_until, error)
    return True


def _post(webhook: Webhook, delivery: WebhookDelivery) -> tuple[int | None, str]:
    """The status of the answer, and what was wrong with it."""
    body = delivery.body.encode()
    headers = headers_for(webhook, delivery.message_id, body, int(time.time()))
    allowed = settings.GOODWILL_PRIVATE_TARGETS
    try:
        answer = fetch(
            webhook.url, method="POST", body=body, headers=headers, limit=ANSWER, timeout=TIMEOUT, allowed=allowed
        )
    except Told as refusal:
        return None, refusal.sentence
    if 200 <= answer.status < 300:
        return answer.status, ""
    return answer.status, _("The other side answered %d.") % answer.status


def switch_off(webhook: Webhook, why: str) -> None:
    """Tell it nothing more, and tell its user. What waits is kept."""
    with changes.batch(system("job"), "switch_off"):
        changes.update(webhook, off_at=timezone.now(), off_why=why[:300])
    title = format_lazy(gettext_lazy("The webhook “{name}” was switched off: nobody took its news"), name=webhook.name)
    key = f"webhook {webhook.pk} {webhook.version}"
    notices.notify([webhook.user], NOTICE, title, by=system("job"), snippet=why, url="/settings/webhooks", key=key)
